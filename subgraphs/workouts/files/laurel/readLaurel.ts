import { NO_TOTALS, type Recording } from '../../domain/recording.ts';
import { PointsBuilder } from '../pointsBuilder.ts';
import { RefusedFile } from '../refusal.ts';
import { LAUREL_COLUMNS, parseLaurel, type LaurelFile } from './laurelFile.ts';

/** Reads what Laurel itself recorded. @throws RefusedFile */
export function readLaurel(content: Uint8Array): Recording {
  const file = parseLaurel(content);
  if (!file) throw new RefusedFile('MALFORMED_FILE', 'the recording is damaged');
  return {
    format: 'LAUREL',
    sport: file.sport,
    name: null,
    creator: null,
    barometer: false,
    clock: 'UTC',
    ...pointsOf(file),
    laps: [],
    totals: {
      ...NO_TOTALS,
      startedAt: file.startedAt,
      elapsedSeconds: file.elapsedSeconds,
      timerSeconds: timerSeconds(file),
      distanceMeters: file.distanceMeters,
      kilocalories: file.kilocalories,
    },
    timerEvents: [],
    damage: [],
    byHand: file.byHand,
  };
}

/** Nothing is known of the way while the person paused: a segment begins where they went on. */
function pointsOf(file: LaurelFile) {
  const builder = new PointsBuilder();
  const resumes = file.timer.filter(({ kind }) => kind === 'RESUME').map(({ at }) => at);
  let passed = 0;
  for (const [i, time] of file.time.entries()) {
    const before = passed;
    while (passed < resumes.length && (resumes[passed] ?? Infinity) <= time) passed += 1;
    if (passed > before) builder.breakSegment();
    const row = builder.addRow();
    builder.columns.time[row] = time;
    for (const name of LAUREL_COLUMNS) builder.columns[name][row] = file[name][i] ?? NaN;
  }
  return { points: builder.build(), segmentStarts: builder.segmentStarts };
}

/** Without the pauses; null when there were none, so that the samples tell who stood still. */
function timerSeconds({ timer, startedAt, elapsedSeconds, time }: LaurelFile): number | null {
  const end = elapsedSeconds === null ? time.at(-1) : startedAt + elapsedSeconds * 1000;
  const start = Math.min(startedAt, time[0] ?? startedAt);
  if (timer.length === 0 || end === undefined) return null;
  let paused = 0;
  let since: number | null = null;
  for (const { at, kind } of timer) {
    if (kind === 'PAUSE') since ??= clamp(at, start, end);
    else if (since !== null) {
      paused += clamp(at, start, end) - since;
      since = null;
    }
  }
  if (since !== null) paused += end - since;
  return Math.max(0, (end - start - paused) / 1000);
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
