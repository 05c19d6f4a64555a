import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { withEvents } from '#platform/mongo/pendingEvents.ts';
import { createTestMongo } from '#platform/testing/stores.ts';
import { compareKeys, WORKOUT_ORDERS, type ListKey } from '../domain/diary/order.ts';
import { startOfPeriod, STATISTICS_PERIODS } from '../domain/diary/periods.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { BEST_EFFORT_METERS } from '../domain/formulas/bestEfforts.ts';
import { openDiaries, type DiaryStore } from '../store/diaries.ts';
import { packText, unpackText } from '../store/packedText.ts';
import { rememberWorkouts } from '../store/rememberedWorkouts.ts';
import { createWorkoutList, type WorkoutList } from '../store/workoutList.ts';
import { formerMonths } from '../store/workouts.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { workoutOf } from './workouts.ts';

/** A crash at a step: what was written before it stays, what comes after it is not done. */
const crash = vi.hoisted(() => ({ after: Infinity }));
vi.mock('#platform/failpoints.ts', () => ({
  failpoint: () => {
    if (crash.after-- === 0) throw new Error('crashed');
  },
}));
afterEach(() => {
  crash.after = Infinity;
});

const OWNER = '0197aaaa-0000-7000-8000-000000000001';
const SPORTS = ['RUNNING', 'CYCLING', 'YOGA'] as const;
const DAY_MS = 86_400_000;
const FROM = Date.UTC(2025, 10, 20);

/** What is done to a workout: figures it has from then on, or nothing any more. */
const state = fc.record({
  startedAt: fc.integer({ min: 0, max: 80 * 48 }).map((halfHours) => new Date(FROM + halfHours * 1_800_000)),
  sport: fc.constantFrom(...SPORTS),
  distanceMeters: fc.option(fc.integer({ min: 1, max: 4 }).map((n) => n * 1000)),
  elapsedSeconds: fc.integer({ min: 1, max: 5 }).map((n) => n * 600),
  zoneHours: fc.constantFrom(-9, 0, 13),
  isHard: fc.boolean(),
  isTimed: fc.boolean(),
  effort: fc.option(fc.integer({ min: 60, max: 64 })),
});
const histories = fc.array(
  fc.record({ states: fc.array(state, { minLength: 1, maxLength: 3 }), isDeleted: fc.boolean() }),
  { minLength: 1, maxLength: 9 },
);
type State = typeof state extends fc.Arbitrary<infer Value> ? Value : never;

/** All versions of a workout, oldest first. */
function versionsOf(index: number, { states, isDeleted }: { states: State[]; isDeleted: boolean }): Workout[] {
  const _id = `0197bbbb-0000-7000-8000-${String(index).padStart(12, '0')}`;
  const versions: Workout[] = [];
  for (const [at, each] of states.entries()) versions.push(versionOf(_id, at + 1, each, versions.at(-1)));
  const last = versions.at(-1);
  if (isDeleted && last) versions.push({ ...last, version: last.version + 1, isTombstone: true });
  return versions;
}

function versionOf(_id: string, version: number, from: State, before: Workout | undefined): Workout {
  const createdAt = new Date(FROM);
  const startedAt = from.isTimed ? from.startedAt : null;
  const listPosition = listPositionOf(startedAt, createdAt, _id);
  const local = new Date(from.startedAt.getTime() + from.zoneHours * 3_600_000).toISOString().slice(0, 10);
  return workoutOf({
    _id,
    ownerId: OWNER,
    version,
    createdAt,
    startedAt,
    listPosition,
    formerMonths: before ? formerMonths(before, listPosition) : [],
    sport: from.sport,
    status: from.isTimed ? 'COMPLETED' : 'NEEDS_TIMES',
    localDate: from.isTimed ? local : null,
    distanceMeters: from.distanceMeters,
    elapsedSeconds: from.isTimed ? from.elapsedSeconds : null,
    movingSeconds: from.isTimed ? from.elapsedSeconds / 2 : null,
    flags: from.isHard ? [{ code: 'TELEPORT', severity: 'HARD', message: '' }] : [],
    bestEfforts:
      from.effort === null ? [] : [{ distanceMeters: 1000, elapsedSeconds: from.effort, startOffsetSeconds: 0 }],
    ...withEvents([]),
  });
}

/** A diary as two processes have it open, each with its own memory of what it has read. */
async function openDiary() {
  const { service, close } = createService('workouts', 'silent');
  closers.push(close);
  const mongo = await openMongo(service, createTestMongo());
  const diaries = [await openDiaries(mongo), await openDiaries(mongo)] as const;
  let there = new Map<string, Workout>();
  const getMany = (ids: readonly string[]) => Promise.resolve(ids.flatMap((id) => there.get(id) ?? []));
  const listOf = (store: DiaryStore): WorkoutList =>
    createWorkoutList(store, { getMany, getVersions: rememberWorkouts(getMany).get });
  const exist = (workouts: Workout[]): void => {
    there = new Map(workouts.map((workout) => [workout._id, workout]));
  };
  return { diaries, lists: [listOf(diaries[0]), listOf(diaries[1])] as const, exist };
}
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const isCounted = (workout: Workout): boolean => workout.localDate !== null;
const sumOf = (workouts: readonly Workout[], figure: (workout: Workout) => number | null): number =>
  workouts.reduce((sum, workout) => sum + (figure(workout) ?? 0), 0);
const totalsOf = (workouts: readonly Workout[]) => ({
  workouts: workouts.length,
  elapsedSeconds: sumOf(workouts, ({ elapsedSeconds }) => elapsedSeconds),
  movingSeconds: sumOf(workouts, ({ movingSeconds }) => movingSeconds),
  distanceMeters: sumOf(workouts, ({ distanceMeters }) => distanceMeters),
  kilocalories: sumOf(workouts, ({ energy }) => energy?.kilocalories ?? null),
  elevationGainMeters: sumOf(workouts, ({ elevationGainMeters }) => elevationGainMeters),
});

/** The record of one kind, sought in the naive way. */
function recordOf(workouts: readonly Workout[], value: (workout: Workout) => number | null, sign: 1 | -1) {
  const tried = workouts.flatMap((workout) => {
    const found = workout.flags.length > 0 ? null : value(workout);
    return found === null ? [] : [{ value: found, workoutId: workout._id, position: workout.listPosition }];
  });
  return tried.sort((a, b) => sign * (b.value - a.value) || (a.position < b.position ? -1 : 1))[0];
}

describe('a diary', () => {
  it(
    'comes to the same as a recount, in whatever order changes come, come again, or break off',
    { timeout: 120_000 },
    () =>
      fc.assert(
        fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async (all, dice) => {
          const { diaries, lists, exist } = await openDiary();
          const roll = (sides: number): number => (dice.next().value ?? 0) % sides;
          const versions = all.map((history, index) => versionsOf(index, history));
          const deliveries = versions.flat().flatMap((each) => (roll(3) === 0 ? [each, each] : [each]));
          for (const each of deliveries.toSorted(() => roll(3) - 1)) {
            crash.after = roll(2) === 0 ? roll(5) : Infinity;
            await diaries[roll(2)]?.note(each).catch(() => undefined);
            const reader = lists[roll(2)];
            await reader?.statistics(OWNER, { from: '2000-01-01', to: '2100-01-01', sports: undefined }, 'DAY');
            await reader?.page(OWNER, {}, { order: 'LONGEST_TIME_FIRST', after: undefined, limit: 3 });
          }
          crash.after = Infinity;
          const last = versions.flatMap((each) => each.at(-1) ?? []);
          for (const each of last) await diaries[roll(2)]?.note(each);
          const present = last.filter(({ isTombstone }) => !isTombstone);
          exist(present);
          const from = new Date(FROM + roll(60) * DAY_MS).toISOString().slice(0, 10);
          const to = new Date(Date.parse(from) + roll(60) * DAY_MS).toISOString().slice(0, 10);
          const counted = present.filter((each) => (each.localDate ?? '') >= from && (each.localDate ?? '~') <= to);
          for (const list of lists) {
            for (const groupBy of STATISTICS_PERIODS) {
              const found = await list.statistics(OWNER, { from, to, sports: undefined }, groupBy);
              expect(found.totals).toEqual(totalsOf(counted));
              const periods = Map.groupBy(counted, ({ localDate }) => startOfPeriod(localDate ?? '', groupBy));
              expect(Object.fromEntries(found.periods.map((each) => [each.startDate, each.totals]))).toEqual(
                Object.fromEntries([...periods].map(([start, some]) => [start, totalsOf(some)])),
              );
            }
            for (const sport of SPORTS) {
              const found = await list.statistics(OWNER, { from, to, sports: [sport] }, 'YEAR');
              const some = counted.filter((each) => each.sport === sport);
              expect(found.totals).toEqual(totalsOf(some));
              const record = (kind: string) => {
                const { value, workoutId, position } = found.records.find((each) => each.kind === kind) ?? {};
                return value === undefined ? undefined : { value, workoutId, position };
              };
              expect(record('LONGEST_DISTANCE')).toEqual(recordOf(some, (each) => each.distanceMeters, 1));
              expect(record('LONGEST_TIME')).toEqual(recordOf(some, (each) => each.elapsedSeconds, 1));
              const effort = (each: Workout) => each.bestEfforts[0]?.elapsedSeconds ?? null;
              expect(record('FASTEST_1_KILOMETER')).toEqual(recordOf(some, effort, -1));
            }
            expect(present.filter(isCounted).length).toBe(
              (await list.statistics(OWNER, { from: '2000-01-01', to: '2100-01-01', sports: undefined }, 'DAY')).totals
                .workouts,
            );
            for (const order of WORKOUT_ORDERS) {
              const { listed } = await list.page(OWNER, {}, { order, after: undefined, limit: 100 });
              expect(listed.map(({ workout }) => workout)).toEqual(
                listed.map(({ workout: { _id } }) => last.find((each) => each._id === _id)),
              );
              expect(listed.map(({ workout }) => workout._id).sort()).toEqual(present.map(({ _id }) => _id).sort());
              expect(listed.map(({ key }) => key)).toEqual(listed.map(({ key }) => key).toSorted(compareKeys));
            }
          }
        }),
        { numRuns: 12 },
      ),
  );

  it(
    'lists each workout that stays once, in order, while others come, change and go between pages',
    { timeout: 120_000 },
    () =>
      fc.assert(
        fc.asyncProperty(histories, histories, fc.integer({ min: 1, max: 4 }), async (staying, moving, limit) => {
          const { diaries, lists, exist } = await openDiary();
          const stay = staying.flatMap(
            ({ states }, index) => versionsOf(index, { states, isDeleted: false }).at(-1) ?? [],
          );
          const moves = moving.map((history, index) => versionsOf(100 + index, history));
          for (const each of [...stay, ...moves.flatMap((some) => some[0] ?? [])]) await diaries[0].note(each);
          exist([...stay, ...moves.flatMap((some) => some.at(-1) ?? [])]);
          for (const order of WORKOUT_ORDERS) {
            const seen: Workout[] = [];
            const keys: ListKey[] = [];
            let hasMore = true;
            for (let turn = 0; hasMore; turn++) {
              const page = await (turn % 2 === 0 ? lists[0] : lists[1]).page(
                OWNER,
                {},
                { order, after: keys.at(-1), limit },
              );
              keys.push(...page.listed.map(({ key }) => key));
              seen.push(...page.listed.map(({ workout }) => workout));
              ({ hasMore } = page);
              const change = moves[turn % moves.length]?.[1];
              if (change) await diaries[turn % 3 === 0 ? 1 : 0].note(change);
            }
            const mine = seen.filter(({ _id }) => stay.some((each) => each._id === _id));
            expect(mine.map(({ _id }) => _id).sort()).toEqual(stay.map(({ _id }) => _id).sort());
            const figure = ({ distanceMeters, elapsedSeconds, listPosition }: Workout): string | number => {
              if (order === 'NEWEST_FIRST' || order === 'OLDEST_FIRST') return listPosition;
              return (order.includes('DISTANCE') ? distanceMeters : elapsedSeconds) ?? NaN;
            };
            const known = mine.map(figure).filter((value) => !Number.isNaN(value));
            const rising = known.toSorted((a, b) => (a < b ? -1 : 1));
            const isRising = order === 'OLDEST_FIRST' || order.startsWith('SHORTEST');
            expect(known).toEqual(isRising ? rising : rising.reverse());
            const firstUnknown = mine.map(figure).findIndex((value) => Number.isNaN(value));
            if (firstUnknown >= 0) expect(firstUnknown).toBe(known.length);
          }
        }),
        { numRuns: 8 },
      ),
  );

  it('knows a record over each standard distance', async () => {
    const { diaries, lists } = await openDiary();
    const startedAt = new Date(FROM);
    const bestEfforts = BEST_EFFORT_METERS.map((distanceMeters) => ({
      distanceMeters,
      elapsedSeconds: distanceMeters / 3,
      startOffsetSeconds: 0,
    }));
    await diaries[0].note(
      workoutOf({
        ownerId: OWNER,
        startedAt,
        listPosition: listPositionOf(startedAt, startedAt, 'x'),
        localDate: '2025-11-20',
        bestEfforts,
      }),
    );
    const { records } = await lists[1].statistics(
      OWNER,
      { from: '2025-11-20', to: '2025-11-20', sports: undefined },
      'DAY',
    );
    expect(
      records.filter(({ kind }) => kind.startsWith('FASTEST')).map(({ value }) => Math.round(value * 3000) / 1000),
    ).toEqual([...BEST_EFFORT_METERS]);
  });
});

it('a diary of many years is listed whole, and in part, whatever the order', async () => {
  const { diaries, lists, exist } = await openDiary();
  const monthly = Array.from({ length: 40 }, (_, month) =>
    workoutOf({
      _id: `0197bbbb-0000-7000-8000-${String(month).padStart(12, '0')}`,
      ownerId: OWNER,
      startedAt: new Date(Date.UTC(2022, month, 3)),
      listPosition: listPositionOf(new Date(Date.UTC(2022, month, 3)), new Date(FROM), String(month)),
      distanceMeters: 1000 + ((month * 7) % 40),
      ...withEvents([]),
    }),
  );
  exist(monthly);
  await diaries[0].note(...monthly);
  const longest = async (from?: Date): Promise<(number | null)[]> => {
    const page = { order: 'LONGEST_DISTANCE_FIRST' as const, after: undefined, limit: 50 };
    const { listed } = await lists[1].page(OWNER, from ? { from } : {}, page);
    return listed.map(({ workout }) => workout.distanceMeters);
  };
  const falling = (workouts: readonly Workout[]): number[] =>
    workouts.map(({ distanceMeters }) => distanceMeters ?? 0).toSorted((a, b) => b - a);
  expect(await longest()).toEqual(falling(monthly));
  expect(await longest(new Date(Date.UTC(2022, 10, 1)))).toEqual(falling(monthly.slice(10)));
  expect(await longest(new Date(Date.UTC(2024, 10, 1)))).toEqual(falling(monthly.slice(34)));
});

it('what has not changed is not read again, and what another process has written is seen at once', async () => {
  const { diaries, lists, exist } = await openDiary();
  const workouts = Array.from({ length: 5 }, (_, index) => {
    const startedAt = new Date(FROM + index * 30 * DAY_MS);
    return workoutOf({
      ownerId: OWNER,
      startedAt,
      listPosition: listPositionOf(startedAt, startedAt, String(index)),
      localDate: startedAt.toISOString().slice(0, 10),
      distanceMeters: 1000 + index,
    });
  });
  exist(workouts);
  await diaries[0].note(...workouts);
  const reads = vi.spyOn(mongoose.mongo.Collection.prototype, 'findOne');
  closers.push(() => {
    reads.mockRestore();
    return Promise.resolve();
  });
  const longest = async (): Promise<[metersFirst: number | null | undefined, total: number, reads: number]> => {
    reads.mockClear();
    const page = await lists[0].page(OWNER, {}, { order: 'LONGEST_DISTANCE_FIRST', after: undefined, limit: 2 });
    const range = { from: '2025-01-01', to: '2026-12-31', sports: undefined };
    const { totals } = await lists[0].statistics(OWNER, range, 'YEAR');
    return [page.listed[0]?.workout.distanceMeters, totals.distanceMeters, reads.mock.calls.length];
  };
  await longest();
  expect(await longest()).toEqual([1004, 5010, 2]);
  const [changed, ...others] = workouts.map((each) => ({ ...each, version: 2, distanceMeters: 9000 }));
  if (!changed) throw new Error('nothing was made');
  exist([changed, ...workouts.slice(1)]);
  await diaries[1].note(changed);
  expect(await longest()).toEqual([9000, 13_010, 4]);
  expect(await longest()).toEqual([9000, 13_010, 2]);
  exist(workouts.map((each) => [changed, ...others].find(({ _id }) => _id === each._id) ?? each));
  await diaries[1].note(...others);
  expect(await longest()).toEqual([9000, 45_000, 10]);
});

it('workouts that were read are remembered in their version, until they are changed here', async () => {
  const workout = workoutOf({ version: 3 });
  const read = vi.fn(() => Promise.resolve([workout]));
  const remembered = rememberWorkouts(read);
  const wanted = { id: workout._id, version: 3 };
  expect([await remembered.get([wanted]), await remembered.get([wanted])]).toEqual([[workout], [workout]]);
  expect(read).toHaveBeenCalledTimes(1);
  await remembered.get([{ ...wanted, version: 4 }]);
  expect(read).toHaveBeenCalledTimes(2);
  remembered.forget(workout._id);
  await remembered.get([wanted]);
  expect(read).toHaveBeenCalledTimes(3);
});

it('a packed text says what was packed, and JSON as it stands is read too', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (value) => {
      expect(JSON.stringify(unpackText(packText(value)))).toBe(JSON.stringify(value));
    }),
  );
  expect(unpackText('[{"a":1}]')).toEqual([{ a: 1 }]);
});
