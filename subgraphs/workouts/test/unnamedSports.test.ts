import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../test/support/zips.ts';
import { statisticsOf } from './asking.ts';
import { act, run } from './liveSupport.ts';
import { gpx, plain, richGpx } from './runFiles.ts';
import { somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';

const workouts = useWorkouts();
let day = 0;

/** A file with something else in its text. */
function inText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  expect(text).toContain(from);
  return new TextEncoder().encode(text.replace(from, to));
}

/** Files of one walk, so fast that it is guessed to be a run; of some nobody names the sport. */
function walk() {
  const options = { seed: 6100 + day, startedAt: Date.UTC(2026, 3, 1 + day, 6), sport: 'WALKING', speed: 3 } as const;
  day += 1;
  const file = (format: 'FIT' | 'TCX' | 'GPX', heartRate: boolean): Uint8Array =>
    activity({ ...options, format, heartRate }).bytes;
  const ofType = (type: string, heartRate: boolean): Uint8Array =>
    inText(file('GPX', heartRate), '<type>walking</type>', `<type>${type}</type>`);
  return {
    named: (heartRate = true) => file('FIT', heartRate),
    // As Garmin writes of all but running and cycling.
    'a TCX of another sport': (heartRate = true) => inText(file('TCX', heartRate), 'Sport="Walking"', 'Sport="Other"'),
    'a GPX without a type': (heartRate = true) => inText(file('GPX', heartRate), '<type>walking</type>', ''),
    'a GPX of a type that nobody knows': (heartRate = true) => ofType('Fußweg', heartRate),
    skateboarding: () => ofType('skateboarding', true),
  };
}
const UNNAMED = ['a TCX of another sport', 'a GPX without a type', 'a GPX of a type that nobody knows'] as const;

/** How many workouts somebody has of each sport. */
const sportsOf = async (owner: string): Promise<Record<string, number>> => {
  const { bySport } = await statisticsOf(workouts.url, owner);
  return Object.fromEntries(bySport.map(({ sport, totalWorkouts }) => [sport, totalWorkouts]));
};

describe('a recording whose sport nobody names', () => {
  it('alone is of the sport that is guessed, or another one', async () => {
    for (const [file, sport] of [
      [walk()[UNNAMED[0]], 'OTHER'],
      [walk()[UNNAMED[1]], 'RUNNING'],
      [walk()[UNNAMED[2]], 'OTHER'],
    ] as const) {
      const owner = somebody();
      await importBytes(workouts.url, owner, file());
      expect(await sportsOf(owner)).toEqual({ [sport]: 1 });
    }
  });

  it.each(
    UNNAMED.flatMap((kind) =>
      (['first', 'last'] as const).flatMap((order) =>
        (['more', 'less'] as const).map((tells) => [kind, order, tells] as const),
      ),
    ),
  )('is one workout with one that names it, of that sport: %s, %s, that tells %s', async (kind, order, tells) => {
    const owner = somebody();
    const files = walk();
    const [unnamed, named] = [files[kind](tells === 'more'), files.named(tells === 'less')];
    const [one, other] = order === 'first' ? [unnamed, named] : [named, unnamed];
    const { workout } = await importBytes(workouts.url, owner, one);
    expect(await importBytes(workouts.url, owner, other)).toMatchObject({ status: 'DUPLICATE', workout });
    expect(await sportsOf(owner)).toEqual({ WALKING: 1 });
    for (const again of [one, other])
      expect(await importBytes(workouts.url, owner, again)).toMatchObject({ status: 'DUPLICATE', workout });
  });

  it('stays by itself where it names a sport that we do not have', async () => {
    const owner = somebody();
    const files = walk();
    for (const bytes of [files.skateboarding(), files.named()])
      expect(await importBytes(workouts.url, owner, bytes)).toMatchObject({ status: 'COMPLETED' });
    expect(await sportsOf(owner)).toEqual({ OTHER: 1, WALKING: 1 });
  });

  it('is so among the files of an archive, whatever their order', async () => {
    const files = walk();
    const bytes = [files[UNNAMED[0]](), files.named(false), files[UNNAMED[1]](false), files[UNNAMED[2]](false)];
    for (const order of [bytes, bytes.toReversed()]) {
      const owner = somebody();
      await importBytes(workouts.url, owner, await zipOf(order.map((each, i) => [`${i}.x`, each] as const)));
      expect(await sportsOf(owner)).toEqual({ WALKING: 1 });
    }
  });

  it('stays of the sport that its owner names, beside another one', async () => {
    const owner = somebody();
    const files = walk();
    await importBytes(workouts.url, owner, files[UNNAMED[0]](), { sport: 'ROWING' });
    expect(await importBytes(workouts.url, owner, files.named())).toMatchObject({ status: 'COMPLETED' });
    expect(await sportsOf(owner)).toEqual({ ROWING: 1, WALKING: 1 });
  });

  it.each(
    (['first', 'last'] as const).flatMap((order) =>
      (['more', 'less'] as const).map((tells) => [order, tells] as const),
    ),
  )('is so of what a device sends, too: %s, that tells %s', async (order, tells) => {
    const owner = somebody();
    const way = run(600);
    const file = inText(tells === 'more' ? gpx(way) : richGpx(way), '<type>running</type>', '<type>walking</type>');
    const { samples, startedAt: batchId } = tells === 'more' ? way : plain(way);
    const send = () => act(workouts.url, owner, 'ingestDeviceData', { deviceId: 'd', batchId, samples, last: true });
    const importFile = () => importBytes(workouts.url, owner, file);
    for (const bring of order === 'first' ? [send, importFile] : [importFile, send]) await bring();
    await expect.poll(() => sportsOf(owner)).toEqual({ WALKING: 1 });
  });
});
