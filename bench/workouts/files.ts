import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '#services/config.ts';
import type { ActivityFile } from '#client/activities.ts';
import { generateActivity, type ActivityOptions } from '../../fixtures/generate.ts';
import { CITIES } from '../../fixtures/simulate.ts';
import { fitCrc } from '../../subgraphs/workouts/files/fit/crc.ts';

const DAY_MS = 86_400_000;

/** A file that imports are measured with, and what a self-hosted tracker that many people use needs for it. */
export interface SampleFile extends ActivityFile {
  readonly trackerMs: number;
  /** What fit-file-parser needs for it, warm, on the machine where the tracker was measured; null where nobody measured it. */
  readonly parserMs: number | null;
}

interface Wanted {
  readonly number: string;
  readonly trackerMs: number;
  readonly parserMs: number | null;
  /** What is taken of like size where the sample is not there. */
  readonly like: Omit<ActivityOptions, 'seed' | 'startedAt'>;
}

const WANTED: readonly Wanted[] = [
  { number: '01', trackerMs: 540, parserMs: 10, like: { durationSeconds: 5400, intervalSeconds: 1, pauses: 0 } },
  {
    number: '03',
    trackerMs: 1600,
    parserMs: 24,
    like: { sport: 'CYCLING', durationSeconds: 4 * 3600, intervalSeconds: 1, pauses: 48 },
  },
  { number: '20', trackerMs: 100, parserMs: null, like: { format: 'TCX', durationSeconds: 2000, intervalSeconds: 4 } },
  { number: '30', trackerMs: 100, parserMs: null, like: { format: 'GPX', durationSeconds: 1500, intervalSeconds: 4 } },
];

/** The samples 01, 03, 20 and 30 of the folder of real files; generated ones where there is none. */
export function sampleFiles(): SampleFile[] {
  const folder = process.env['LAUREL_SAMPLES_DIR'] ?? path.join(root, '..', 'shared', 'samples');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return WANTED.map(({ number, trackerMs, parserMs, like }) => {
    const fileName = names.find((name) => name.startsWith(`${number}-`));
    if (fileName !== undefined)
      return { fileName, trackerMs, parserMs, bytes: new Uint8Array(readFileSync(path.join(folder, fileName))) };
    const { bytes, fileName: made } = generateActivity({ ...like, seed: 1, startedAt: Date.UTC(2026, 0, 1) });
    return { fileName: `${number}-generated-${made}`, trackerMs, parserMs: null, bytes };
  });
}

/**
 * The same recording with another content, so that nobody is taken for the second who has it: the nth version of the
 * profile that a FIT was written with, a remark at the end of the others.
 */
export function nthCopy({ fileName, bytes }: ActivityFile, nth: number): ActivityFile {
  if (!fileName.endsWith('.fit'))
    return { fileName, bytes: Uint8Array.from(Buffer.concat([bytes, Buffer.from(`<!-- ${nth} -->\n`)])) };
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  view.setUint16(2, nth, true);
  // Zero stands for a header whose sum was not computed.
  if (copy[0] === 14) view.setUint16(12, 0, true);
  view.setUint16(copy.length - 2, fitCrc(copy, 0, copy.length - 2), true);
  return { fileName, bytes: copy };
}

const INSTANT = /\b\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** The same recording so many days earlier; TCX and GPX only. */
export function daysEarlier({ fileName, bytes }: ActivityFile, days: number): ActivityFile {
  const text = new TextDecoder().decode(bytes);
  const moved = text.replaceAll(INSTANT, (instant) => new Date(Date.parse(instant) - days * DAY_MS).toISOString());
  return { fileName: `${days}-${fileName}`, bytes: new TextEncoder().encode(moved) };
}

const SPORTS = ['RUNNING', 'CYCLING', 'WALKING'] as const;

/** The nth of many small files of one person, each at its own time, in a few sports. */
export function smallFile(nth: number, startedAt: number, format?: ActivityOptions['format']): ActivityFile {
  const { bytes, fileName } = generateActivity({
    seed: nth,
    startedAt,
    city: CITIES[0],
    sport: SPORTS[nth % SPORTS.length],
    durationSeconds: 600 + (nth % 7) * 60,
    intervalSeconds: 10,
    ...(format ? { format } : {}),
  });
  return { fileName, bytes };
}
