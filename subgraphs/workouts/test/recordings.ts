import { analyse } from '../domain/analyse.ts';
import { paceCurveOf } from '../domain/formulas/pace.ts';
import { METERS_PER, splitsOf, type Split } from '../domain/formulas/splits.ts';
import type { AnalysisContext, WorkoutFigures } from '../domain/figures.ts';
import type { FlagCode } from '../domain/flags.ts';
import { makeColumns, NO_TOTALS, type PointColumn, type Recording } from '../domain/recording.ts';
import { TRACK_COLUMNS, type Track, type TrackColumn } from '../domain/track.ts';
import { analyseFile, type AnalysedFile, type FileRequest } from '../files/analyseFile.ts';
import { readRecording } from '../files/readRecording.ts';

export const START = Date.UTC(2026, 3, 11, 6, 30);
export const NOW = Date.UTC(2026, 3, 12);

export type PointValues = Partial<Record<PointColumn, number>>;

/** A recording of the given segments; `time` in seconds after START. */
export function recordingOf(segments: readonly PointValues[][], rest: Partial<Recording> = {}): Recording {
  const rows = segments.flat();
  const points = makeColumns((name) =>
    Float64Array.from(rows, (row) => (name === 'time' ? START + (row.time ?? NaN) * 1000 : (row[name] ?? NaN))),
  );
  let count = 0;
  const segmentStarts = segments.map((segment) => {
    count += segment.length;
    return count - segment.length;
  });
  return {
    format: 'GPX',
    sport: 'RUNNING',
    name: null,
    creator: null,
    barometer: false,
    clock: 'UTC',
    points: { ...points, length: rows.length },
    segmentStarts,
    laps: [],
    totals: NO_TOTALS,
    timerEvents: [],
    damage: [],
    ...rest,
  };
}

/** Degrees of latitude in one metre. */
export const METER = 1 / 111_195.08;

/** A straight line north at constant speed, a point every `every` seconds. */
export function straightLine(seconds: number, metersPerSecond: number, every = 1, from = 0): PointValues[] {
  return Array.from({ length: Math.floor(seconds / every) + 1 }, (_, i) => ({
    time: from + i * every,
    latitude: 46 + (from + i * every) * metersPerSecond * METER,
    longitude: 14.5,
  }));
}

type TrackRow = Partial<Record<TrackColumn, number>>;

/** A track of one segment for each array of rows. */
export function trackOf(...segments: readonly TrackRow[][]): Track {
  const rows = segments.flat();
  const column = (name: TrackColumn): Float64Array => Float64Array.from(rows, (row) => row[name] ?? NaN);
  let count = 0;
  const segmentStarts = segments.map((segment) => {
    count += segment.length;
    return count - segment.length;
  });
  const columns = new Map(TRACK_COLUMNS.map((name) => [name, column(name)]));
  const get = (name: TrackColumn): Float64Array => columns.get(name) ?? new Float64Array(rows.length);
  return {
    length: rows.length,
    segmentStarts,
    startedAt: START,
    offset: get('offset'),
    latitude: get('latitude'),
    longitude: get('longitude'),
    elevation: get('elevation'),
    distance: get('distance'),
    speed: get('speed'),
    heartRate: get('heartRate'),
    cadence: get('cadence'),
    power: get('power'),
    temperature: get('temperature'),
  };
}

/** What a recording that must not be refused becomes. */
export function analysisOf(recording: Recording, context: Partial<AnalysisContext> = {}) {
  const analysis = analyse(recording, { now: NOW, ...context });
  if (analysis.kind === 'REFUSED') throw new Error(`refused: ${analysis.code}`);
  return analysis;
}

/** The code a recording is refused with, or null when it becomes a workout. */
export function refusal(recording: Recording): string | null {
  const analysis = analyse(recording, { now: NOW });
  return analysis.kind === 'REFUSED' ? analysis.code : null;
}

/** The figures of a recording that must not be refused. */
export const figuresOf = (...args: Parameters<typeof analysisOf>): WorkoutFigures => analysisOf(...args).figures;

/** The splits in kilometres of a recording that must not be refused. */
export const kilometersOf = (...args: Parameters<typeof analysisOf>): Split[] =>
  splitsOf(paceCurveOf(analysisOf(...args).track), METERS_PER.KILOMETER);

/** What a file that must not be refused becomes. */
export function analysed(bytes: Uint8Array, request: Partial<FileRequest> = {}): AnalysedFile {
  const outcome = analyseFile(bytes, { writtenBy: 'OTHERS', now: NOW, ...request });
  if (outcome.kind === 'REFUSED') throw new Error(`refused: ${outcome.code}`);
  return outcome;
}

/** The recording in a file that must not be refused. */
export function recordingIn(content: Uint8Array | string): Recording {
  const outcome = readRecording(typeof content === 'string' ? new TextEncoder().encode(content) : content, 'OTHERS');
  if (outcome.kind === 'REFUSED') throw new Error(`refused: ${outcome.code}`);
  return outcome.recording;
}

/** The code a file is refused with, or null when it is read. */
export function refusalOf(content: Uint8Array | string, request: Partial<FileRequest> = {}): string | null {
  const outcome = analyseFile(typeof content === 'string' ? new TextEncoder().encode(content) : content, {
    writtenBy: 'OTHERS',
    now: NOW,
    ...request,
  });
  return outcome.kind === 'REFUSED' ? outcome.code : null;
}

export const flagCodes = ({ flags }: Pick<WorkoutFigures, 'flags'>): FlagCode[] => flags.map(({ code }) => code);
