import { setImmediate as letOthersBy } from 'node:timers/promises';
import { z } from 'zod';
import type { AppendLog } from '#platform/events/appendLog.ts';
import type { Sample } from '../domain/live/sample.ts';

const figure = z.number().nullable();
const batch = z.object({
  samples: z.array(
    z.object({
      sequence: z.int(),
      at: z.number(),
      latitude: figure,
      longitude: figure,
      elevation: figure,
      heartRate: figure,
      cadence: figure,
      power: figure,
      distance: figure,
      // of samples from before these there are none
      exercise: z.string().nullable().default(null),
      repetitions: figure.default(null),
    }),
  ),
});

/** A batch of samples as the stream keeps it. */
export interface KeptBatch {
  readonly through: number;
  readonly samples: readonly Sample[];
}

/** The samples of workouts, in the stream SAMPLES. */
export interface SampleLog {
  /** Keeps a batch after the last one known. Answers where it stands; undefined when another has come first. */
  keep(workoutId: string, samples: readonly Sample[], after: number): Promise<number | undefined>;
  /** All batches of a workout, in the order they came. */
  read(workoutId: string): Promise<KeptBatch[]>;
  /** The workouts of which anything is kept. */
  workoutIds(): Promise<string[]>;
  /** Erases all batches of a workout, on the broker's disk too. */
  forget(workoutId: string): Promise<void>;
}

export const createSampleLog = (log: AppendLog): SampleLog => {
  const prefix = 'samples.';
  const subject = (workoutId: string): string => `${prefix}${workoutId}`;
  return {
    keep: (workoutId, samples, after) => log.append(subject(workoutId), { samples }, after),
    read: async (workoutId) => {
      const batches: KeptBatch[] = [];
      for (const { sequence, body } of await log.read(subject(workoutId))) {
        batches.push({ through: sequence, samples: batch.parse(body).samples });
        await letOthersBy();
      }
      return batches;
    },
    workoutIds: async () => (await log.subjects()).map((each) => each.slice(prefix.length)),
    forget: (workoutId) => log.erase(subject(workoutId)),
  };
};
