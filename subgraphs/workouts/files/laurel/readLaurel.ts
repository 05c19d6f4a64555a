import { NO_TOTALS, type Recording, type TimerEvent } from '../../domain/recording.ts';
import { PointsBuilder } from '../pointsBuilder.ts';
import { RefusedFile } from '../refusal.ts';
import { LAUREL_COLUMNS, parseLaurel, type LaurelFile } from './laurelFile.ts';

/** Reads what Laurel itself recorded. @throws RefusedFile */
export function readLaurel(content: Uint8Array): Recording {
  const file = parseLaurel(content);
  if (!file) throw new RefusedFile('MALFORMED_FILE', 'The recording is damaged.');
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
      timerSeconds: timerSeconds(timerEvents(file)),
      ...(file.byHand ? {} : totalsOf(file)),
    },
    timerEvents: timerEvents(file),
    damage: [],
    byHand: file.byHand,
    told: file.byHand ? totalsOf(file) : null,
  };
}

const totalsOf = ({ distanceMeters, kilocalories }: LaurelFile) => ({ distanceMeters, kilocalories });

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

/** When the timer ran: none at all without a pause, so that the samples tell who stood still. */
function timerEvents(file: LaurelFile): TimerEvent[] {
  const { timer, startedAt, elapsedSeconds, time } = file;
  const end = elapsedSeconds === null ? time.at(-1) : startedAt + elapsedSeconds * 1000;
  if (timer.length === 0 || end === undefined) return [];
  const start = Math.min(startedAt, time[0] ?? startedAt);
  const within = (at: number): number => Math.min(Math.max(at, start), end);
  const turns = timer.map(({ at, kind }) => ({ at: within(at), kind: kind === 'PAUSE' ? 'STOP' : 'START' }) as const);
  return withoutEmptyRuns([
    { at: start, kind: 'START' },
    ...turns,
    ...(turns.at(-1)?.kind === 'START' ? [{ at: end, kind: 'STOP' } as const] : []),
  ]);
}

/** Who starts and pauses in one instant pauses: what of the two comes first is told by their order alone. */
function withoutEmptyRuns(events: readonly TimerEvent[]): TimerEvent[] {
  const isEmpty = (start: TimerEvent | undefined, stop: TimerEvent | undefined): boolean =>
    start?.kind === 'START' && stop?.kind === 'STOP' && start.at === stop.at;
  return events.filter((event, i) => !isEmpty(event, events[i + 1]) && !isEmpty(events[i - 1], event));
}

/** Without the pauses; null when there were none. */
function timerSeconds(events: readonly TimerEvent[]): number | null {
  if (events.length === 0) return null;
  const milliseconds = events.reduce((sum, { at, kind }) => sum + (kind === 'STOP' ? at : -at), 0);
  return Math.max(0, milliseconds / 1000);
}
