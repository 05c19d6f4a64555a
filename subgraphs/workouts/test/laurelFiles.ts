import type { LAUREL_COLUMNS } from '../files/laurel/laurelFile.ts';
import { writeLaurel, type LaurelFile } from '../files/laurel/laurelFile.ts';
import { START } from './recordings.ts';

type Sample = Partial<Record<(typeof LAUREL_COLUMNS)[number], number | null>> & { time: number };

/** A recording in our own format: of samples by seconds after START, and what is told as a whole. */
export function laurelFile(samples: readonly Sample[], rest: Partial<LaurelFile> = {}): Uint8Array {
  const column = (name: (typeof LAUREL_COLUMNS)[number]): (number | null)[] =>
    samples.map((each) => each[name] ?? null);
  return writeLaurel({
    laurel: 1,
    byHand: false,
    sport: 'RUNNING',
    startedAt: START,
    elapsedSeconds: null,
    distanceMeters: null,
    kilocalories: null,
    timer: [],
    time: samples.map(({ time }) => START + time * 1000),
    latitude: column('latitude'),
    longitude: column('longitude'),
    elevation: column('elevation'),
    distance: column('distance'),
    heartRate: column('heartRate'),
    cadence: column('cadence'),
    power: column('power'),
    ...rest,
  });
}
