import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CITIES } from '../../../fixtures/simulate.ts';
import { zipOf } from '../../../test/support/zips.ts';
import { crossWorkoutFlags, touchedBy, type WorkoutPlace } from '../domain/crossChecks.ts';
import { workoutsOf } from './asking.ts';
import { act, run, start } from './liveSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';

const MINUTE = 60_000;
const BEGUN = Date.UTC(2026, 4, 1, 6);

const subgraph = useWorkouts();
const [ljubljana, , , tokyo = CITIES[0]] = CITIES;

/** A workout where and when it takes place; `startedAt` in minutes. */
interface Wanted {
  readonly startedAt: number;
  readonly minutes: number;
  readonly city: (typeof CITIES)[number];
  /** Whether its owner tells the times, and can tell others. */
  readonly isUntimed: boolean;
}

const sydney = { ...ljubljana, latitude: -33.87, longitude: 151.2 };
const newYork = { ...ljubljana, latitude: 40.78, longitude: -73.97 };

/** A run of 20 minutes; `startedAt` in minutes. */
const at = (startedAt: number, city = ljubljana): Wanted => ({ startedAt, minutes: 20, city, isUntimed: false });

const placeOf = ({ startedAt, minutes, city }: Wanted): WorkoutPlace => ({
  startedAt: BEGUN + startedAt * MINUTE,
  endedAt: BEGUN + (startedAt + minutes) * MINUTE,
  startPosition: city,
  endPosition: city,
});

const untimed = ({ latitude, longitude }: (typeof CITIES)[number]): Uint8Array =>
  Buffer.from(
    `<gpx version="1.1" creator="${somebody()}" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${[0, 1, 2]
      .map((step) => `<trkpt lat="${latitude + step * 1e-3}" lon="${longitude}"></trkpt>`)
      .join('')}</trkseg></trk></gpx>`,
  );

const done = z.object({ userErrors: z.array(z.object({ code: z.string() })) });

async function change(owner: string, name: 'updateWorkout' | 'deleteWorkout', input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`;
  const data = await query(subgraph.url, owner, text, { input });
  expect(done.parse(data[name]).userErrors).toEqual([]);
}

const giveTimes = (owner: string, workoutId: string, { startedAt, minutes }: Wanted) =>
  change(owner, 'updateWorkout', {
    workoutId,
    startedAt: new Date(BEGUN + startedAt * MINUTE).toISOString(),
    elapsedSeconds: minutes * 60,
  });

const bytesOf = (wanted: Wanted): Uint8Array =>
  wanted.isUntimed
    ? untimed(wanted.city)
    : activity({
        startedAt: placeOf(wanted).startedAt,
        durationSeconds: wanted.minutes * 60,
        city: wanted.city,
        sport: 'RUNNING',
      }).bytes;

async function add(owner: string, wanted: Wanted): Promise<string> {
  const { status, workout } = await importBytes(subgraph.url, owner, bytesOf(wanted));
  if (!workout || status !== 'COMPLETED') throw new Error(`the import is ${status}`);
  if (wanted.isUntimed) await giveTimes(owner, workout.id, wanted);
  return workout.id;
}

const flagged = z.object({ workout: z.object({ flags: z.array(z.object({ code: z.string() })) }) });
async function doubtsOf(owner: string, id: string): Promise<string[]> {
  const found = await query(subgraph.url, owner, 'query($id: ID!) { workout(id: $id) { flags { code } } }', { id });
  const codes = flagged.parse(found).workout.flags.map(({ code }) => code);
  return codes.filter((code) => code === 'OVERLAP' || code === 'IMPLAUSIBLE_TRAVEL');
}

describe('what workouts make doubtful about each other', { timeout: 180_000 }, () => {
  it('is a way that nobody travels, for the one that starts later, whichever comes first, until the other goes', async () => {
    const owner = somebody();
    const there = await add(owner, at(60, tokyo));
    const here = await add(owner, at(0));
    expect(await doubtsOf(owner, here)).toEqual([]);
    expect(await doubtsOf(owner, there)).toEqual(['IMPLAUSIBLE_TRAVEL']);
    const between = await add(owner, at(30, tokyo));
    expect(await doubtsOf(owner, there)).toEqual([]);
    expect(await doubtsOf(owner, between)).toEqual(['IMPLAUSIBLE_TRAVEL']);
    await change(owner, 'deleteWorkout', { workoutId: here });
    expect(await doubtsOf(owner, between)).toEqual([]);
  });

  it('is a way that nobody travels also among the files of one archive, whatever their order', async () => {
    const owner = somebody();
    const [late, early] = [bytesOf(at(60, tokyo)), bytesOf(at(0))];
    await importBytes(subgraph.url, owner, await zipOf([late, early].map((bytes, index) => [`${index}.fit`, bytes])));
    const listed = await workoutsOf(subgraph.url, owner);
    expect(await Promise.all(listed.map(({ id }) => doubtsOf(owner, id)))).toEqual([['IMPLAUSIBLE_TRAVEL'], []]);
  });

  it.each([
    ['a file of it', [], [at(741, sydney), at(89, newYork), at(700)], [[], [], ['IMPLAUSIBLE_TRAVEL']]],
    ['one that was there', [at(89, sydney), at(741)], [at(500), at(700)], [[], ['IMPLAUSIBLE_TRAVEL'], [], []]],
  ])(
    'is the same for %s after an archive in any order as after its files one by one',
    async (_whom, there, files, expected) => {
      const orders = files.flatMap((first) => {
        const rest = files.filter((each) => each !== first);
        return [
          [first, ...rest],
          [first, ...rest.toReversed()],
        ];
      });
      for (const order of orders) {
        const owner = somebody();
        for (const each of there) await importBytes(subgraph.url, owner, bytesOf(each));
        const entries = order.map((each, index) => [`${index}.fit`, bytesOf(each)] as const);
        await importBytes(subgraph.url, owner, await zipOf(entries));
        const listed = await workoutsOf(subgraph.url, owner);
        const oldestFirst = listed.toReversed().map(({ id }) => doubtsOf(owner, id));
        expect(await Promise.all(oldestFirst)).toEqual(expected);
      }
    },
  );

  it('is a way that nobody travels also from what is recorded as it happens', async () => {
    const owner = somebody();
    const { samples, startedAt } = run(300);
    const after = activity({ startedAt: Date.parse(startedAt) + 60 * MINUTE, durationSeconds: 1200, city: tokyo });
    const { workout } = await importBytes(subgraph.url, owner, after.bytes);
    const workoutId = await start(subgraph.url, owner, { startedAt });
    await act(subgraph.url, owner, 'recordSamples', { workoutId, samples });
    expect((await act(subgraph.url, owner, 'finishWorkout', { workoutId })).workout?.id).toBe(workoutId);
    await expect.poll(() => doubtsOf(owner, workout?.id ?? '')).toEqual(['IMPLAUSIBLE_TRAVEL']);
  });

  it('is what a recount says, in whatever order they come, are moved and go', async () => {
    // A grid on which none ends as another begins, and none is another one's recording.
    const slot = fc.integer({ min: 0, max: 15 }).map((place) => (place < 12 ? place * 15 : 1440 + place * 15));
    const wanted = fc.record({
      startedAt: slot,
      minutes: fc.constantFrom(10, 40),
      city: fc.constantFrom(ljubljana, tokyo),
      isUntimed: fc.boolean(),
    });
    const step = fc.record({ what: fc.constantFrom('add', 'add', 'move', 'delete'), which: fc.nat(9), wanted });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
        const owner = somebody();
        const there: { readonly id: string; readonly wanted: Wanted }[] = [];
        const isFree = ({ startedAt }: Wanted) => there.every((each) => each.wanted.startedAt !== startedAt);
        for (const { what, which, wanted: next } of steps) {
          const known = there[which % Math.max(1, there.length)];
          if (what === 'add' && isFree(next)) there.push({ id: await add(owner, next), wanted: next });
          else if (what === 'delete' && known) {
            await change(owner, 'deleteWorkout', { workoutId: known.id });
            there.splice(there.indexOf(known), 1);
          } else if (what === 'move' && known?.wanted.isUntimed && isFree(next)) {
            await giveTimes(owner, known.id, next);
            const { startedAt, minutes } = next;
            there[there.indexOf(known)] = { ...known, wanted: { ...known.wanted, startedAt, minutes } };
          }
        }
        for (const [index, { id, wanted: one }] of there.entries()) {
          const placed = there.map((each) => placeOf(each.wanted));
          const others = placed.toSpliced(index, 1);
          const expected = crossWorkoutFlags(placeOf(one), others, placed.slice(0, index)).map(({ code }) => code);
          expect(await doubtsOf(owner, id)).toEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is looked at again wherever another one can change it', () => {
    const place = fc
      .record({ from: fc.nat(30), length: fc.nat(8), city: fc.constantFrom(ljubljana, tokyo, null) })
      .map(({ from, length, city }) => ({
        startedAt: BEGUN + from * 10 * MINUTE,
        endedAt: BEGUN + (from + length) * 10 * MINUTE,
        startPosition: city,
        endPosition: city,
      }));
    const codes = (one: WorkoutPlace, others: readonly WorkoutPlace[]): string[] =>
      crossWorkoutFlags(one, others).map(({ code }) => code);
    fc.assert(
      fc.property(place, fc.array(place, { maxLength: 8 }), (changing, others) => {
        const touched = touchedBy(changing, others);
        for (const one of others) {
          const rest = others.filter((other) => other !== one);
          if (!touched.includes(one)) expect(codes(one, [...rest, changing])).toEqual(codes(one, rest));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
