import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { act, pieces, run, start, update } from './liveSupport.ts';
import { workoutsOf } from './asking.ts';
import { add, picture, remove, seen as photosOf, send } from './photoSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile } from './telling.ts';

const subgraph = useWorkouts();
const url = (): string => subgraph.url;
const HOUR_MS = 3_600_000;

describe('samples that nobody expects', () => {
  it('may lie before the start that was told, which then was earlier, and have any gaps', async () => {
    const me = somebody();
    const { samples } = run(60);
    const workoutId = await start(url(), me, { startedAt: samples[10]?.at });
    const spread = samples.map((sample, i) => ({ ...sample, sequence: i < 30 ? i * 7 : 2_000_000_000 - i }));
    for (const batch of pieces(spread, 20)) {
      const answer = await act(url(), me, 'recordSamples', { workoutId, samples: batch });
      expect(answer.userErrors).toEqual([]);
    }
    const { acceptedSequence } = await act(url(), me, 'recordSamples', { workoutId, samples: [] });
    expect(acceptedSequence).toBe(2_000_000_000 - 30);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ startedAt: samples[0]?.at, elapsedSeconds: 60 });
    expect(workout?.distanceMeters).toBeCloseTo(180, 0);
  });

  it('are refused by the name of their field when they lie in the future or days away, and nothing of the batch is kept', async () => {
    const me = somebody();
    const { samples, startedAt } = run(20);
    const workoutId = await start(url(), me, { startedAt });
    const send = (list: readonly object[]) => act(url(), me, 'recordSamples', { workoutId, samples: list });
    expect((await send(samples.slice(0, 10))).userErrors).toEqual([]);
    const moved = (i: number, milliseconds: number) => {
      const at = new Date(Date.parse(samples[i]?.at ?? '') + milliseconds).toISOString();
      return samples.slice(10).map((sample, k) => (k === i - 10 ? { ...sample, at } : sample));
    };
    const refusal = [{ code: 'INVALID_INPUT', path: ['samples', '2', 'at'] }];
    const ahead = Date.now() + 2 * HOUR_MS - Date.parse(samples[12]?.at ?? '');
    for (const by of [ahead, 37 * HOUR_MS, -37 * HOUR_MS, -20 * 365 * 24 * HOUR_MS]) {
      expect((await send(moved(12, by))).userErrors).toEqual(refusal);
    }
    expect((await send([])).acceptedSequence).toBe(10);
    expect((await send(samples.slice(10))).userErrors).toEqual([]);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ elapsedSeconds: 20 });
  });

  it('a sequence beyond what an Int of the stream holds is refused', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const [sample] = run(1).samples;
    const { userErrors } = await act(url(), me, 'recordSamples', {
      workoutId,
      samples: [{ ...sample, sequence: 2_000_000_001 }],
    });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['samples', '0', 'sequence'] }]);
  });

  it('that claim the same number in one call count as the first of them', async () => {
    const me = somebody();
    const { samples, startedAt } = run(10);
    const workoutId = await start(url(), me, { startedAt });
    const later = new Date(Date.parse(startedAt) + HOUR_MS).toISOString();
    const twice = [...samples, ...samples.map((sample) => ({ ...sample, at: later }))];
    const { workout: shown } = await act(url(), me, 'recordSamples', { workoutId, samples: twice });
    expect(shown?.elapsedSeconds).toBe(10);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout?.elapsedSeconds).toBe(10);
  });

  it('sent many times at once are kept once', async () => {
    const me = somebody();
    const { samples, startedAt } = run(100);
    const workoutId = await start(url(), me, { startedAt });
    const batches = pieces(samples, 25);
    const calls = Array.from({ length: 24 }, (_, i) =>
      act(url(), me, 'recordSamples', { workoutId, samples: batches[i % batches.length] }),
    );
    for (const { userErrors } of await Promise.all(calls)) expect(userErrors).toEqual([]);
    const ends = await Promise.all(Array.from({ length: 6 }, () => act(url(), me, 'finishWorkout', { workoutId })));
    for (const { workout } of ends) expect(workout).toMatchObject({ id: workoutId, elapsedSeconds: 100 });
    expect(await workoutsOf(url(), me)).toHaveLength(1);
  });

  it('of a watch and a phone at once are one workout in the end, the richer one', async () => {
    const me = somebody();
    const { samples, startedAt } = run(400);
    const bare = samples.map(({ heartRateBpm: _, ...sample }) => sample);
    const [phone, watch] = [await start(url(), me, { startedAt }), await start(url(), me, { startedAt })];
    for (const [workoutId, list] of [
      [phone, bare],
      [watch, samples],
    ] as const) {
      expect((await act(url(), me, 'recordSamples', { workoutId, samples: list })).userErrors).toEqual([]);
    }
    const first = await act(url(), me, 'finishWorkout', { workoutId: phone });
    const second = await act(url(), me, 'finishWorkout', { workoutId: watch });
    // The richer recording is kept, under the id that is there already.
    expect(second.workout?.id).toBe(first.workout?.id);
    expect(await workoutsOf(url(), me)).toHaveLength(1);
    const { workout } = z
      .object({ workout: z.object({ heartRate: z.object({ maxBpm: z.number() }) }) })
      .parse(await query(url(), me, `query($id: ID!) { workout(id: $id) { heartRate { maxBpm } } }`, { id: phone }));
    expect(workout.heartRate.maxBpm).toBe(140);
  });

  it('of another device leave a workout of the sport that its owner said', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const bare = samples.map(({ heartRateBpm: _, ...sample }) => sample);
    const id = await start(url(), me, { startedAt });
    const watch = await start(url(), me, { startedAt });
    await act(url(), me, 'recordSamples', { workoutId: id, samples: bare });
    await act(url(), me, 'recordSamples', { workoutId: watch, samples });
    await act(url(), me, 'finishWorkout', { workoutId: id });
    await update(url(), me, { workoutId: id, sport: 'TRAIL_RUNNING' });
    await act(url(), me, 'finishWorkout', { workoutId: watch });
    const text = `query($id: ID!) { workout(id: $id) { sport heartRate { maxBpm } } }`;
    expect(await query(url(), me, text, { id })).toEqual({
      workout: { sport: 'TRAIL_RUNNING', heartRate: { maxBpm: 140 } },
    });
  });

  it.each([
    ['the richer one', 'bare', 'full', 'when it began'],
    ['the poorer one', 'full', 'bare', 'meanwhile'],
  ] as const)(
    'of an activity that others saw are seen by nobody whom %s was not for',
    async (_, first, second, said) => {
      const me = somebody();
      const { samples: full, startedAt } = run(60);
      const samples = { full, bare: full.map(({ heartRateBpm: _bpm, ...sample }) => sample) };
      const secret = { title: 'Secret race', visibility: 'ONLY_ME' };
      const id = await start(url(), me, { startedAt, visibility: 'EVERYONE' });
      const twin = await start(url(), me, { startedAt, ...(said === 'meanwhile' ? {} : secret) });
      if (said === 'meanwhile') await update(url(), me, { workoutId: twin, ...secret });
      const photo = await add(url(), me, twin, await send(url(), me, await picture()));
      expect(photo.userErrors).toEqual([]);
      await act(url(), me, 'recordSamples', { workoutId: id, samples: samples[first] });
      await act(url(), me, 'recordSamples', { workoutId: twin, samples: samples[second] });
      for (const workoutId of [id, twin])
        expect((await act(url(), me, 'finishWorkout', { workoutId })).workout?.id).toBe(id);
      const look = `query($id: ID!) { workout(id: $id) { title visibility } }`;
      for (const each of [id, twin]) {
        expect(await query(url(), somebody(), look, { id: each })).toEqual({ workout: null });
        expect(await query(url(), me, look, { id: each })).toEqual({ workout: secret });
      }
    },
  );

  it('of an activity that others see are seen by them still where only a default says otherwise', async () => {
    const me = somebody();
    await tellProfile(subgraph.nats.url, me, { defaultVisibility: 'ONLY_ME' });
    const { samples, startedAt } = run(60);
    const [id, twin] = [
      await start(url(), me, { startedAt, visibility: 'EVERYONE' }),
      await start(url(), me, { startedAt }),
    ];
    for (const workoutId of [id, twin]) await act(url(), me, 'recordSamples', { workoutId, samples });
    for (const workoutId of [id, twin]) await act(url(), me, 'finishWorkout', { workoutId });
    const look = `query($id: ID!) { workout(id: $id) { id } }`;
    expect(await query(url(), somebody(), look, { id: twin })).toEqual({ workout: { id } });
  });

  it('are one workout by the id of either, to read, change and delete', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const [id, twin] = [await start(url(), me, { startedAt }), await start(url(), me, { startedAt })];
    for (const workoutId of [id, twin]) await act(url(), me, 'recordSamples', { workoutId, samples });
    for (const workoutId of [id, twin])
      expect((await act(url(), me, 'finishWorkout', { workoutId })).workout?.id).toBe(id);
    const updated = await update(url(), me, { workoutId: twin, title: 'Along the river' });
    expect(updated).toMatchObject({ workout: { id, title: 'Along the river' }, userErrors: [] });
    const { photo } = await add(url(), me, twin, await send(url(), me, await picture()));
    expect((await photosOf(url(), me, id))?.map((each) => each.id)).toEqual([photo?.id]);
    expect(await remove(url(), me, twin, photo?.id ?? '')).toEqual({ removedPhotoId: photo?.id, userErrors: [] });
    const deletion = `mutation($input: DeleteWorkoutInput!) {
      deleteWorkout(input: $input) { deletedWorkoutId userErrors { code path } } }`;
    const missing = { deletedWorkoutId: null, userErrors: [{ code: 'NOT_FOUND', path: ['workoutId'] }] };
    const gone = { deletedWorkoutId: id, userErrors: [] };
    for (const [person, deleteWorkout] of [
      [somebody(), missing],
      [me, gone],
      [me, missing],
    ] as const)
      expect(await query(url(), person, deletion, { input: { workoutId: twin } })).toEqual({ deleteWorkout });
    expect(await workoutsOf(url(), me)).toEqual([]);
  });

  it('cannot all begin at once: at most ten run', async () => {
    const me = somebody();
    const begin = () => act(url(), me, 'startWorkout', { sport: 'RUNNING' });
    const begun = await Promise.all(Array.from({ length: 14 }, begin));
    expect(begun.flatMap(({ workout }) => workout ?? [])).toHaveLength(10);
    const { userErrors } = await begin();
    expect(userErrors).toEqual([{ code: 'LIMIT_REACHED', path: null }]);
  });

  it('of one that is given up while they come are not left in the stream', async () => {
    const me = somebody();
    const { service, close } = createService('listener', 'silent');
    const broker = await openBroker(service, subgraph.nats.url);
    const ids = await Promise.all(Array.from({ length: 6 }, () => start(url(), me)));
    await Promise.all(
      ids.map(async (workoutId) => {
        const { samples } = run(50);
        const sent = pieces(samples, 10).map((batch) => act(url(), me, 'recordSamples', { workoutId, samples: batch }));
        await sent[0];
        await Promise.all([...sent, act(url(), me, 'abandonWorkout', { workoutId })]);
      }),
    );
    for (const id of ids) {
      const { state } = await broker.manager.streams.info('SAMPLES', { subjects_filter: `samples.${id}` });
      expect(state.subjects ?? {}).toEqual({});
    }
    await close();
  });
});
