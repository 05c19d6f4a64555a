import { z } from 'zod';
import { SPORTS } from '../../domain/sport.ts';

/** The columns of samples that a recording made through Laurel can hold, in the units of domain/recording.ts. */
export const LAUREL_COLUMNS = [
  'latitude',
  'longitude',
  'elevation',
  'distance',
  'heartRate',
  'cadence',
  'power',
] as const;

const instant = z.number();
const column = z.array(z.number().nullable());
const figure = z.number().nullable();

const laurelFile = z.object({
  laurel: z.literal(1),
  /** Whether the owner told it all by hand. */
  byHand: z.boolean(),
  sport: z.enum(SPORTS).nullable(),
  /** Instants are in ms since 1970. */
  startedAt: instant,
  /** What is told as a whole; null where it comes from the samples. */
  elapsedSeconds: figure,
  distanceMeters: figure,
  kilocalories: figure,
  /** When the person paused and went on, in order of time. */
  timer: z.array(z.object({ at: instant, kind: z.enum(['PAUSE', 'RESUME']) })),
  time: z.array(instant),
  latitude: column,
  longitude: column,
  elevation: column,
  distance: column,
  heartRate: column,
  cadence: column,
  power: column,
});

/**
 * What was recorded live, sent by a device or entered by hand, kept as a file is: so that all that is done with files, such
 * as computing their figures anew, is done with it. Samples are in columns, in order of time.
 */
export type LaurelFile = z.infer<typeof laurelFile>;

export const writeLaurel = (file: LaurelFile): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ ...file, laurel: 1 }));

/** Undefined when it does not hold what it should. */
export function parseLaurel(content: Uint8Array): LaurelFile | undefined {
  try {
    const file = laurelFile.parse(JSON.parse(new TextDecoder().decode(content)));
    return LAUREL_COLUMNS.every((name) => file[name].length === file.time.length) ? file : undefined;
  } catch {
    return undefined;
  }
}
