import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { PROFILES } from '#platform/events/streams.ts';
import { testService } from '#platform/testing/stores.ts';
import { ask, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile } from './telling.ts';
import { activity, finished, importState, importUpload, upload } from './uploading.ts';

const workouts = useWorkouts();

const MUTATIONS = {
  logWorkout: { sport: 'RUNNING', startedAt: '2026-05-01T06:30:00Z', elapsedSeconds: 60 },
  startWorkout: { sport: 'RUNNING' },
  createGroupSession: { sport: 'RUNNING', title: 'Dawn' },
};
const THING = { logWorkout: 'workout', startWorkout: 'workout', createGroupSession: 'groupSession' } as const;
type Name = keyof typeof MUTATIONS;

/** What is made for a person by a mutation: its visibility, or the code of an error. */
async function made(personId: string, name: Name, more: object = {}, url = workouts.url): Promise<string | undefined> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${THING[name]} { visibility } } }`;
  const input = { ...MUTATIONS[name], ...more };
  const { data, errors } = await ask(url, TEST_SECRET, person(personId), text, { input });
  if (errors) return String(errors[0]?.extensions?.['code']);
  const payload = z.record(z.string(), z.object({ visibility: z.string() }).nullable()).parse(data?.[name]);
  return payload[THING[name]]?.visibility;
}

describe('while the broker does not tell what a person has said last', () => {
  it.each(['logWorkout', 'startWorkout', 'createGroupSession'] as const)(
    '%s goes by no older word on who may see it, but by what is said with it',
    async (name) => {
      const ana = somebody();
      await tellProfile(workouts.nats.url, ana, { defaultVisibility: 'EVERYONE' });
      await until('the broker to tell', async () => (await made(ana, name)) === 'EVERYONE');
      onTestFinished(() => workouts.nats.start());
      await workouts.nats.stop();
      expect(await made(ana, name)).toBe('STORE_UNAVAILABLE');
      expect(await made(ana, name, { visibility: 'FRIENDS' })).toBe('FRIENDS');
    },
  );

  it('an import waits until it does, unless it says itself who may see its workout', async () => {
    const ana = somebody();
    await tellProfile(workouts.nats.url, ana, { defaultVisibility: 'EVERYONE' });
    const uploadIds = [];
    for (const { bytes } of [activity(), activity()]) uploadIds.push(await upload(workouts.url, ana, bytes));
    await workouts.nats.stop();
    const ids: string[] = [];
    for (const [index, visibility] of [null, 'FRIENDS'].entries()) {
      const { workoutImport } = await importUpload(workouts.url, ana, uploadIds[index] ?? '', { visibility });
      ids.push(workoutImport?.id ?? '');
    }
    const [waiting = '', said = ''] = ids;
    expect(await visibilityOf(ana, await finished(workouts.url, ana, said))).toBe('FRIENDS');
    await until(
      'the other to be put off',
      async () => (await importState(workouts.url, ana, waiting))?.status === 'PROCESSING',
    );
    await workouts.nats.start();
    expect(await visibilityOf(ana, await finished(workouts.url, ana, waiting))).toBe('EVERYONE');
  });
});

describe('when the broker is back', () => {
  it('gives users time to tell what somebody has said meanwhile', async () => {
    const ana = somebody();
    await tellProfile(workouts.nats.url, ana, { defaultVisibility: 'EVERYONE' });
    await until('the broker to tell', async () => (await made(ana, 'logWorkout')) === 'EVERYONE');
    await workouts.nats.stop();
    await workouts.nats.start();
    const startedAt = performance.now();
    const answers: (string | undefined)[] = [];
    await until('an answer', async () => answers.push(await made(ana, 'logWorkout')) && answers.at(-1) === 'EVERYONE');
    expect(performance.now() - startedAt).toBeGreaterThan(5000);
    expect(new Set(answers)).toEqual(new Set(['STORE_UNAVAILABLE', 'EVERYONE']));
  });
});

describe('while users erases what somebody has said, to say something else', () => {
  const patient = useWorkouts({ PROFILE_WAIT_MS: 15_000 });
  const erase = async (natsUrl: string, personId: string): Promise<void> => {
    const { manager } = await openBroker(testService(), natsUrl);
    await manager.streams.purge(PROFILES.name, { filter: `profiles.${personId}` });
  };

  it('a workout goes by no older word', async () => {
    const ana = somebody();
    await tellProfile(workouts.nats.url, ana, { defaultVisibility: 'EVERYONE' });
    await until('the broker to tell', async () => (await made(ana, 'logWorkout')) === 'EVERYONE');
    await erase(workouts.nats.url, ana);
    expect(await made(ana, 'logWorkout')).toBe('STORE_UNAVAILABLE');
    expect(await made(ana, 'logWorkout', { visibility: 'FRIENDS' })).toBe('FRIENDS');
  });

  it('a workout waits for the new one', async () => {
    const ana = somebody();
    await tellProfile(patient.nats.url, ana, { defaultVisibility: 'EVERYONE' });
    await erase(patient.nats.url, ana);
    const logged = made(ana, 'logWorkout', {}, patient.url);
    await tellProfile(patient.nats.url, ana, { version: 2, defaultVisibility: 'FRIENDS' });
    expect(await logged).toBe('FRIENDS');
  });
});

async function visibilityOf(personId: string, { workout }: { readonly workout: { readonly id: string } | null }) {
  const text = 'query($id: ID!) { workout(id: $id) { visibility } }';
  const { workout: found } = await query(workouts.url, personId, text, { id: workout?.id ?? '' });
  return z.object({ visibility: z.string() }).parse(found).visibility;
}
