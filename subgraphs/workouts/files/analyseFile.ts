import { analyse } from '../domain/analyse.ts';
import type { GivenTimes, Profile, WorkoutFigures } from '../domain/figures.ts';
import type { ToldTotals } from '../domain/recording.ts';
import type { Sport } from '../domain/sport.ts';
import { encodeTrack } from '../domain/trackCodec.ts';
import { DEFAULT_MAX_BYTES, readRecording, type FileWriter } from './readRecording.ts';
import { refusal, type Refusal } from './refusal.ts';
import { timeZoneAt } from './timeZone.ts';

/** What a file is read for; plain data, so that it can cross to a worker. */
export type FileRequest = {
  writtenBy: FileWriter;
  /** ms since 1970; what lies more than 5 min after it is in the future. */
  now: number;
  /** Limit on the file and on what it unpacks to. Default 25 MiB. */
  maxBytes?: number;
  /** Replaces the sport the file says. */
  sport?: Sport | null;
  profile?: Profile;
  /** What the owner says of a recording without usable times. */
  givenTimes?: GivenTimes | null;
  /** What the owner told of the activity before there was a recording of it. */
  told?: ToldTotals | null;
  /** The person's zone, for files without positions. Default UTC. */
  timeZone?: string;
};

/** `track` is the encoded track (`decodeTrack`): streams and route come from it. */
export type AnalysedFile = { kind: 'ANALYSED'; figures: WorkoutFigures; track: Uint8Array };

export type AnalysedOrRefused = AnalysedFile | Refusal;

/** Reads and analyses a file in this thread. A hostile file may take long: services use `openReaderPool`. */
export function analyseFile(bytes: Uint8Array, request: FileRequest): AnalysedOrRefused {
  const outcome = readRecording(bytes, request.writtenBy, request.maxBytes ?? DEFAULT_MAX_BYTES);
  if (outcome.kind === 'REFUSED') return outcome;
  const { now, sport, profile, givenTimes, told, timeZone } = request;
  const analysis = analyse(outcome.recording, { now, sport, profile, givenTimes, told, timeZone, timeZoneAt });
  if (analysis.kind === 'REFUSED') return refusal(analysis.code, analysis.message);
  return { kind: 'ANALYSED', figures: analysis.figures, track: encodeTrack(analysis.track) };
}
