import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { CITIES } from '../../../fixtures/simulate.ts';
import { zipOf } from '../../../test/support/zips.ts';
import { importUpload } from '../imports/importFile.ts';
import { keepWorkout } from '../live/keepWorkout.ts';
import { amendWorkout } from '../recordings/amend.ts';
import { clearLeftover } from '../recordings/leftovers.ts';
import { removeWorkout } from '../recordings/remove.ts';
import { importOf, openImportingTools, type ImportingTools } from './importing.ts';
import { somebody } from './support.ts';
import { activity } from './uploading.ts';

/** A crash at a step: what was written before it stays, what comes after it is not done. */
const crash = vi.hoisted(() => ({ at: '' }));
vi.mock('#platform/failpoints.ts', () => ({
  armFailpoints: () => undefined,
  failpoint: (name: string) => {
    if (name === crash.at) throw new Error('crashed');
  },
}));
afterEach(() => {
  crash.at = '';
});

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

const tools = (): Promise<ImportingTools> => openImportingTools(nats.value.url);

const ever = { from: '2020-01-01', to: '2040-12-31', sports: undefined };

/** Does work that dies where it is to be put into the diary, and again, which does not. */
async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
  crash.at = 'workouts.diary.before-note';
  await expect(work()).rejects.toThrow('crashed');
  crash.at = '';
  return work();
}

/** A minute's run that is recorded, and about to be finished. */
async function recorded({ lives, live }: ImportingTools, ownerId: string, heartRate: number | null) {
  const [_id, startedAt] = [uuidv7(), new Date(Date.UTC(2026, 4, 1, 6))];
  const shown = { visibility: 'ONLY_ME', isVisibilityGiven: false } as const;
  const said = { sport: 'RUNNING', title: null, ...shown, timeZone: 'UTC', startedAt } as const;
  await lives.create({ _id, ownerId, source: 'LIVE', createdAt: new Date(), ...said });
  const nothing = { elevation: null, cadence: null, power: null, distance: null, exercise: null, repetitions: null };
  const samples = [0, 60].map((seconds) => ({
    ...{ sequence: seconds, at: startedAt.getTime() + seconds * 1000 },
    ...{ latitude: 46 + seconds * 3e-5, longitude: 14, heartRate, ...nothing },
  }));
  await live.samples.keep(_id, samples, 0);
  const begun = await lives.get(_id);
  if (!begun) throw new Error('it did not begin');
  return begun;
}

describe('who says that a workout is there, after a process died before it stood in the diary', () => {
  it.each([
    ['a file', 1, (files: Uint8Array[]) => files[0]],
    ['an archive', 3, (files: Uint8Array[]) => zipOf(files.map((bytes, i) => [`${i}.fit`, bytes] as const))],
  ])('has put it there: an import of %s', async (_of, count, made) => {
    const opened = await tools();
    const me = somebody();
    const files = Array.from({ length: count }, () => activity({ durationSeconds: 300 }).bytes);
    const wanted = await importOf(opened, me, (await made(files)) ?? new Uint8Array(), count > 1);
    expect(await twice(() => importUpload(opened, wanted))).toMatchObject({ status: 'COMPLETED' });
    expect(await opened.list.statistics(me, ever, 'YEAR')).toMatchObject({ totals: { workouts: count } });
  });

  it('has looked again at the one after it, if its import died as it came before one that was there', async () => {
    const opened = await tools();
    const me = somebody();
    const [ljubljana, , , tokyo] = CITIES;
    const begun = Date.UTC(2026, 4, 2, 6);
    const next = await importOf(opened, me, activity({ startedAt: begun + 3_600_000, city: tokyo }).bytes);
    const { workoutId } = z.object({ workoutId: z.string() }).parse(await importUpload(opened, next));
    const before = await importOf(opened, me, activity({ startedAt: begun, city: ljubljana }).bytes);
    crash.at = 'workouts.new.inserted';
    await expect(importUpload(opened, before)).rejects.toThrow('crashed');
    crash.at = '';
    for (const leftover of await opened.leftovers.some(10)) await clearLeftover(opened, leftover);
    expect((await opened.workouts.get(workoutId))?.flags).toMatchObject([{ code: 'IMPLAUSIBLE_TRAVEL' }]);
    expect(await opened.leftovers.some(10)).toEqual([]);
  });

  it('has looked again at a new one when the one that made it doubtful went in the moment it came', async () => {
    const opened = await tools();
    const me = somebody();
    const [ljubljana, , , tokyo] = CITIES;
    const begun = Date.UTC(2026, 4, 2, 6);
    const before = await importOf(opened, me, activity({ startedAt: begun, city: ljubljana }).bytes);
    await importUpload(opened, before);
    const insertMany: ImportingTools['workouts']['insertMany'] = async (told) => {
      const reason = await opened.workouts.get(before.newWorkoutId);
      if (reason) await removeWorkout(opened, reason);
      return opened.workouts.insertMany(told);
    };
    const next = await importOf(opened, me, activity({ startedAt: begun + 3_600_000, city: tokyo }).bytes);
    await importUpload({ ...opened, workouts: { ...opened.workouts, insertMany } }, next);
    expect((await opened.workouts.get(next.newWorkoutId))?.flags).toEqual([]);
  });

  it('has put it there: an import whose file took the place of a poorer one', async () => {
    const opened = await tools();
    const me = somebody();
    const activities = { startedAt: Date.UTC(2026, 4, 2, 6), seed: 77, sport: 'RUNNING' } as const;
    const poor = await importOf(opened, me, activity({ ...activities, heartRate: false, format: 'GPX' }).bytes);
    const { workoutId } = z.object({ workoutId: z.string() }).parse(await importUpload(opened, poor));
    const rich = await importOf(opened, me, activity(activities).bytes);
    const told = { status: 'DUPLICATE', workoutId, hasReplaced: true };
    expect(await twice(() => importUpload(opened, rich))).toMatchObject(told);
    expect(await importUpload(opened, rich)).toMatchObject(told);
  });

  it('has put it there: who finishes a recording', async () => {
    const opened = await tools();
    const me = somebody();
    const begun = await recorded(opened, me, null);
    expect(await twice(() => keepWorkout(opened.live, begun))).toBe(begun._id);
    expect(await opened.list.statistics(me, ever, 'YEAR')).toMatchObject({
      totals: { workouts: 1, elapsedSeconds: 60 },
    });
  });
});

describe('when another recording has taken the place of the one that a workout had', () => {
  it('who made it is done all the same, and who is about to change it looks again', async () => {
    const opened = await tools();
    const me = somebody();
    const activities = { startedAt: Date.UTC(2026, 4, 3, 6), seed: 78, sport: 'RUNNING' } as const;
    const poor = await importOf(opened, me, activity({ ...activities, heartRate: false, format: 'GPX' }).bytes);
    const made = await importUpload(opened, poor);
    expect(made).toMatchObject({ status: 'COMPLETED', workoutId: poor.newWorkoutId });
    const known = await opened.workouts.get(poor.newWorkoutId);
    if (!known) throw new Error('no workout');
    await importUpload(opened, await importOf(opened, me, activity(activities).bytes));
    expect(await importUpload(opened, poor)).toMatchObject({ status: 'COMPLETED', workoutId: known._id });
    expect(await amendWorkout(opened, known, { given: { ...known.given, sport: 'TRAIL_RUNNING' } })).toBeUndefined();
  });

  it('who finishes a recording of one that is changed meanwhile looks again', async () => {
    const opened = await tools();
    const me = somebody();
    const id = await keepWorkout(opened.live, await recorded(opened, me, null));
    let isChanged = false;
    const amend: typeof opened.workouts.amend = async (known, ...rest) => {
      if (!isChanged) await amendWorkout(opened, known, { title: 'Mine', isTitleGiven: true });
      isChanged = true;
      return opened.workouts.amend(known, ...rest);
    };
    const workouts = { ...opened.workouts, amend };
    expect(await keepWorkout({ ...opened.live, workouts }, await recorded(opened, me, 150))).toBe(id);
    expect(await opened.workouts.get(id ?? '')).toMatchObject({ title: 'Mine', version: 3 });
  });
});

describe('a file that somebody else had first', () => {
  it('is theirs while their import of it is under way, and whose that comes next when nothing came of it', async () => {
    const opened = await tools();
    const { bytes } = activity({ durationSeconds: 300 });
    const begun = await importOf(opened, somebody(), bytes);
    crash.at = 'workouts.import.content-noted';
    await expect(importUpload(opened, begun)).rejects.toThrow('crashed');
    crash.at = '';
    const flagsOfNext = async (owner = somebody()) => {
      const next = await importOf(opened, owner, bytes);
      await importUpload(opened, next);
      return (await opened.workouts.get(next.newWorkoutId))?.flags.map(({ code }) => code);
    };
    expect(await flagsOfNext()).toEqual(['FOREIGN_FILE']);
    await opened.imports.finish(begun, { status: 'FAILED', workoutId: null, failure: null }, new Date());
    const heir = somebody();
    expect(await flagsOfNext(heir)).toEqual([]);
    expect(await flagsOfNext()).toEqual(['FOREIGN_FILE']);
  });

  it("is of one of those who import it at once when it is nobody's any more", async () => {
    const opened = await tools();
    const { bytes } = activity({ durationSeconds: 300 });
    const first = await importOf(opened, somebody(), bytes);
    await importUpload(opened, first);
    await opened.imports.finish(first, { status: 'COMPLETED', workoutId: null, failure: null }, new Date());
    const made = await opened.workouts.get(first.newWorkoutId);
    if (!made) throw new Error('no workout');
    await removeWorkout(opened, made);
    const next = await Promise.all([first.ownerId, somebody(), somebody()].map((who) => importOf(opened, who, bytes)));
    await Promise.all(next.map((each) => importUpload(opened, each)));
    const kept = await Promise.all(next.map(({ newWorkoutId }) => opened.workouts.get(newWorkoutId)));
    expect(kept.map((each) => each?.flags.map(({ code }) => code)).toSorted()).toEqual([
      [],
      ['FOREIGN_FILE'],
      ['FOREIGN_FILE'],
    ]);
  });
});
