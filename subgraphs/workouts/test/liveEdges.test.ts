import { describe, expect, it } from 'vitest';
import { decideTurn } from '../domain/live/turn.ts';
import { act, finishElsewhere, run, start, update } from './liveSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';

const subgraph = useWorkouts();
const url = (): string => subgraph.url;

describe('a workout that runs', () => {
  it('is answered as it stands while somebody else takes long to finish it, and is complete afterwards', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const elsewhere = await finishElsewhere(subgraph.config.MONGO_URL, workoutId);
    const waiting = await act(url(), me, 'finishWorkout', { workoutId });
    expect(waiting).toMatchObject({ workout: { id: workoutId, status: 'PAUSED' }, userErrors: [] });
    await elsewhere.release();
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ id: workoutId, status: 'COMPLETED' });
  });

  it('did not begin before 2000, and lasts a week at most', async () => {
    const me = somebody();
    for (const startedAt of ['1999-12-31T23:59:59Z', '1800-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00']) {
      const wrong = await act(url(), me, 'startWorkout', { sport: 'RUNNING', startedAt });
      expect(wrong.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['startedAt'] }]);
    }
    const startedAt = '2020-01-01T06:00:00.000Z';
    const workoutId = await start(url(), me, { startedAt });
    const late = await act(url(), me, 'finishWorkout', { workoutId, endedAt: '2020-01-08T06:00:01Z' });
    expect(late.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['endedAt'] }]);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ status: 'COMPLETED', startedAt, elapsedSeconds: 7 * 86_400 });
  });

  it('began with its first sample, live as finished, when the start that was told lies long before it', async () => {
    const me = somebody();
    const { samples } = run(60);
    const first = samples[0]?.at ?? '';
    const workoutId = await start(url(), me, { startedAt: '2001-09-09T01:46:40Z' });
    const { workout: shown } = await act(url(), me, 'recordSamples', { workoutId, samples });
    expect(shown).toMatchObject({ startedAt: first, elapsedSeconds: 60 });
    const endedAt = new Date(Date.parse(first) + 90_000).toISOString();
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId, endedAt });
    expect(workout).toMatchObject({ startedAt: first, elapsedSeconds: 90 });
  });

  it('did not end before its last sample', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url(), me, { startedAt });
    await act(url(), me, 'recordSamples', { workoutId, samples });
    const early = await act(url(), me, 'finishWorkout', { workoutId, endedAt: samples[59]?.at });
    expect(early).toEqual({ workout: null, userErrors: [{ code: 'INVALID_INPUT', path: ['endedAt'] }] });
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId, endedAt: samples[60]?.at });
    expect(workout).toMatchObject({ status: 'COMPLETED', elapsedSeconds: 60 });
  });

  it('is not paused before it began, and loses nothing to who says so', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url(), me, { startedAt });
    const turn = (name: 'pauseWorkout' | 'resumeWorkout', at: string) => act(url(), me, name, { workoutId, at });
    const refusal = [{ code: 'INVALID_INPUT', path: ['at'] }];
    await act(url(), me, 'recordSamples', { workoutId, samples });
    expect((await turn('pauseWorkout', '1970-01-01T00:00:01Z')).userErrors).toEqual(refusal);
    expect((await turn('pauseWorkout', samples[20]?.at ?? '')).workout?.status).toBe('PAUSED');
    expect((await turn('resumeWorkout', '1970-01-01T00:00:01Z')).userErrors).toEqual(refusal);
    expect((await turn('resumeWorkout', samples[30]?.at ?? '')).workout?.status).toBe('RECORDING');
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ elapsedSeconds: 60, movingSeconds: 50 });
    const ahead = await start(url(), me, { startedAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await act(url(), me, 'pauseWorkout', { workoutId: ahead })).workout?.status).toBe('PAUSED');
  });

  it('is told of a time out of range, also where it is paused or resumed already', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const turns = [['resumeWorkout', 'pauseWorkout'] as const, ['pauseWorkout', 'resumeWorkout'] as const];
    for (const [stays, turn] of turns) {
      for (const at of ['1970-01-01T00:00:00Z', '2150-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
        const { userErrors } = await act(url(), me, stays, { workoutId, at });
        expect([stays, at, userErrors]).toEqual([stays, at, [{ code: 'INVALID_INPUT', path: ['at'] }]]);
      }
      const at = new Date().toISOString();
      for (let time = 0; time < 2; time += 1)
        expect((await act(url(), me, turn, { workoutId, at })).userErrors).toEqual([]);
    }
  });

  it('begins once for what the client calls it, however often it is asked for, and is what it has become', async () => {
    const me = somebody();
    const named = { clientWorkoutId: 'morning/1' };
    const ids = await Promise.all([1, 2, 3, 4].map((i) => start(url(), me, { ...named, title: `Try ${i}` })));
    const [workoutId = ''] = ids;
    expect(ids).toEqual([workoutId, workoutId, workoutId, workoutId]);
    const others = [await start(url(), somebody(), named), await start(url(), me, { clientWorkoutId: 'morning/2' })];
    expect(new Set([workoutId, ...others]).size).toBe(3);
    await act(url(), me, 'finishWorkout', { workoutId });
    const { workout } = await act(url(), me, 'startWorkout', { sport: 'CYCLING', ...named });
    expect(workout).toMatchObject({ id: workoutId, status: 'COMPLETED' });
    await act(url(), me, 'abandonWorkout', { workoutId: others[1] });
    const gone = await act(url(), me, 'startWorkout', { sport: 'RUNNING', clientWorkoutId: 'morning/2' });
    expect(gone).toEqual({ workout: null, userErrors: [{ code: 'WORKOUT_NOT_RUNNING', path: ['clientWorkoutId'] }] });
    const { userErrors } = await act(url(), me, 'startWorkout', { sport: 'RUNNING', clientWorkoutId: '' });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['clientWorkoutId'] }]);
  });

  it('is paused once, however many say so at once, and not without end', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const turn = (name: 'pauseWorkout' | 'resumeWorkout') => act(url(), me, name, { workoutId });
    for (const [name, status] of [
      ['pauseWorkout', 'PAUSED'],
      ['resumeWorkout', 'RECORDING'],
    ] as const) {
      for (const { workout, userErrors } of await Promise.all(Array.from({ length: 5 }, () => turn(name)))) {
        expect({ status: workout?.status, userErrors }).toEqual({ status, userErrors: [] });
      }
    }
    const timer = Array.from({ length: 1000 }, (_, at) => ({
      at,
      kind: at % 2 ? ('RESUME' as const) : ('PAUSE' as const),
    }));
    const now = new Date();
    expect(decideTurn({ status: 'RECORDING', startedAt: 0, timer }, 'PAUSED', now, now)).toMatchObject({
      problems: [{ code: 'LIMIT_REACHED', path: ['workoutId'] }],
    });
    expect(decideTurn({ status: 'RECORDING', startedAt: 0, timer: timer.slice(2) }, 'PAUSED', now, now).ok).toBe(true);
    expect((await act(url(), me, 'finishWorkout', { workoutId })).workout?.status).toBe('COMPLETED');
  });

  it('can be called otherwise, shown to others and be another sport, and keeps that when it is finished', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const id = await start(url(), me, { startedAt });
    const said = { sport: 'TRAIL_RUNNING', title: 'Up the hill', visibility: 'EVERYONE' };
    const updated = await update(url(), me, { workoutId: id, ...said });
    expect(updated).toEqual({ workout: { id, status: 'RECORDING', ...said }, userErrors: [] });
    const early = await update(url(), me, { workoutId: id, elapsedSeconds: 5, title: 'No' });
    expect(early).toEqual({ workout: null, userErrors: [{ code: 'INVALID_INPUT', path: ['elapsedSeconds'] }] });
    const others = await update(url(), somebody(), { workoutId: id, title: 'Mine' });
    expect(others).toEqual({ workout: null, userErrors: [{ code: 'NOT_FOUND', path: ['workoutId'] }] });
    await act(url(), me, 'recordSamples', { workoutId: id, samples });
    await act(url(), me, 'finishWorkout', { workoutId: id });
    expect(await query(url(), me, `query($id: ID!) { workout(id: $id) { sport title visibility } }`, { id })).toEqual({
      workout: said,
    });
  });
});
