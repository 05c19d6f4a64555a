import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The folder of real files: beside the repository, or where LAUREL_SAMPLES_DIR says. */
const folder = process.env['LAUREL_SAMPLES_DIR'] ?? path.resolve(import.meta.dirname, '../../../../shared/samples');

export const haveSamples = existsSync(path.join(folder, 'manifest.json'));

const session = z.object({
  sport: z.string(),
  start: z.string(),
  dist: z.number(),
  timer: z.number(),
  elapsed: z.number(),
  asc: z.number().optional(),
  desc: z.number().optional(),
  hr: z.number().optional(),
  max: z.number().optional(),
  kcal: z.number().optional(),
  laps: z.number().optional(),
});

const manifest = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      sha256: z.string(),
      expected: z.object({
        device_or_file: z
          .object({
            sessions: z.array(session).optional(),
            hrRecordAvg: z.number().nullable().optional(),
            laps: z.number().optional(),
            pts: z.number().optional(),
            lapTime: z.number().optional(),
            lapDist: z.number().optional(),
            hr: z.object({ n: z.number(), avg: z.number(), max: z.number() }).nullable().optional(),
          })
          .optional(),
        fitFileParser: z.unknown().optional(),
        recomputed: z
          .object({
            pts: z.number().optional(),
            len2d: z.number().optional(),
            elapsed: z.number().optional(),
            gain_raw: z.number().optional(),
            gain_h3: z.number().optional(),
            gain_h10: z.number().optional(),
            segs: z.number().optional(),
          })
          .optional(),
        hr: z.object({ n: z.number(), avg: z.number(), max: z.number() }).nullable().optional(),
        hrRecordAvg: z.number().nullable().optional(),
      }),
    }),
  ),
});

export type Sample = z.infer<typeof manifest>['files'][number] & { bytes: Uint8Array };

/** A real file by the number its name begins with, and what the manifest expects of it. */
export function sample(number: string): Sample {
  const entry = manifest
    .parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')))
    .files.find(({ file }) => file.startsWith(number));
  if (!entry) throw new Error(`no sample ${number}`);
  return { ...entry, bytes: Uint8Array.from(readFileSync(path.join(folder, entry.file))) };
}
