import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
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
async function made(personId: string, name: Name, more: object = {}): Promise<string | undefined> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${THING[name]} { visibility } } }`;
  const input = { ...MUTATIONS[name], ...more };
  const { data, errors } = await ask(workouts.url, TEST_SECRET, person(personId), text, { input });
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
      expect(await made(ana, name)).toBe('EVERYONE');
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

async function visibilityOf(personId: string, { workout }: { readonly workout: { readonly id: string } | null }) {
  const text = 'query($id: ID!) { workout(id: $id) { visibility } }';
  const { workout: found } = await query(workouts.url, personId, text, { id: workout?.id ?? '' });
  return z.object({ visibility: z.string() }).parse(found).visibility;
}
