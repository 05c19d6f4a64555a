import { isDeepStrictEqual } from 'node:util';
import { effortsIn, visiblePart } from '../../domain/privacyZones.ts';
import type { WorkoutFigures } from '../../domain/figures.ts';
import { paceCurveOf } from '../../domain/formulas/pace.ts';
import { routeOf } from '../../domain/formulas/route.ts';
import { METERS_PER, splitsOf } from '../../domain/formulas/splits.ts';
import { STREAM_KINDS, streamsOf } from '../../domain/formulas/streams.ts';
import { spikeSpeed } from '../../domain/sport.ts';
import type { Track } from '../../domain/track.ts';
import { decodeTrack } from '../../domain/trackCodec.ts';
import { analyseFile } from '../../files/analyseFile.ts';
import type { FileWriter } from '../../files/readRecording.ts';
import { NOW } from '../recordings.ts';

/** What is kept of a workout must stay far below the 16 MiB of a document. */
const LARGEST_FIGURES = 2 * 1024 * 1024;

/**
 * Reads and analyses a file and computes all that is ever computed of it.
 * @returns the code it is refused with, or `READ`
 * @throws when it can be neither read nor refused, or what is read makes no sense: the message says why
 */
export function judge(bytes: Uint8Array, writtenBy: FileWriter): string {
  const before = bytes.length;
  const outcome = analyseFile(bytes, { writtenBy, now: NOW });
  must(bytes.length === before, 'the file was changed');
  if (outcome.kind === 'REFUSED') {
    must(outcome.message.length > 0 && outcome.message.length < 300, 'a refusal without a sentence');
    return outcome.code;
  }
  judgeFigures(outcome.figures);
  judgeTrack(decodeTrack(outcome.track), outcome.figures);
  return 'READ';
}

function judgeFigures(figures: WorkoutFigures): void {
  const json = JSON.stringify(figures);
  must(isDeepStrictEqual(JSON.parse(json), figures), 'figures that JSON cannot hold');
  must(json.length < LARGEST_FIGURES, `figures of ${json.length} bytes`);
  for (const text of [figures.name, figures.creator]) {
    must(text === null || (text.isWellFormed() && !/\p{Cc}/u.test(text) && text.length <= 120), 'a text that is none');
  }
  const { startedAt, endedAt, elapsedSeconds, movingSeconds, distanceMeters, energy } = figures;
  must((startedAt === null) === figures.needsTimes, 'times and the need of them');
  must(startedAt === null || (startedAt >= Date.UTC(2000, 0, 1) && startedAt < Date.UTC(2200, 0, 1)), 'the start');
  must(startedAt === null || endedAt === null || endedAt >= startedAt, 'an end before the start');
  must(figures.localDate === null || /^\d{4}-\d\d-\d\d$/.test(figures.localDate), 'the local date');
  must((movingSeconds ?? 0) <= (elapsedSeconds ?? 0), 'moved for longer than it took');
  must((distanceMeters ?? 0) >= 0 && (energy?.kilocalories ?? 0) >= 0, 'less than nothing');
  must((figures.elevationGainMeters ?? 0) >= 0 && (figures.elevationLossMeters ?? 0) >= 0, 'a climb below nothing');
  judgeParts(figures);
}

function judgeParts({ heartRate, laps, bestEfforts }: WorkoutFigures): void {
  if (heartRate) {
    must(
      heartRate.averageBpm >= 30 && heartRate.averageBpm <= heartRate.maxBpm + 0.5 && heartRate.maxBpm <= 230,
      'heart rates',
    );
  }
  must(
    laps.every((lap) => (lap.elapsedSeconds ?? 0) >= 0 && (lap.distanceMeters ?? 0) >= 0),
    'a lap below nothing',
  );
  const rising = bestEfforts.every(
    (effort, i) => effort.elapsedSeconds >= (bestEfforts[i - 1]?.elapsedSeconds ?? 0) && effort.startOffsetSeconds >= 0,
  );
  must(rising, 'a longer effort that took less time');
}

function judgeTrack(track: Track, { sport, startedAt, startPosition, bestEfforts, heartRate }: WorkoutFigures): void {
  const inZones = heartRate?.zones.reduce((sum, { seconds }) => sum + seconds, 0) ?? 0;
  const span = track.offset.findLast((offset) => !Number.isNaN(offset)) ?? 0;
  must(inZones <= span + 1, 'longer in the zones than there are points');
  const bounds = routeOf(track, 5)?.bounds;
  must(!bounds || (bounds.south >= -90 && bounds.south <= bounds.north && bounds.north <= 90), 'latitudes');
  must(!bounds || (Math.abs(bounds.west) <= 180 && Math.abs(bounds.east) <= 180), 'longitudes');
  const cuts = Object.values(METERS_PER).flatMap((unit) => splitsOf(paceCurveOf(track), unit));
  must(
    cuts.every((split) => split.elapsedSeconds >= 0 && split.distanceMeters > 0),
    'a split below nothing',
  );
  const streams = streamsOf(track, STREAM_KINDS, 100);
  const rising = streams.every(({ offsetsSeconds }) =>
    offsetsSeconds.every((offset, i) => i === 0 || offset > (offsetsSeconds[i - 1] ?? NaN)),
  );
  must(rising, 'a stream that goes back in time');
  if (!startPosition) return;
  const visible = visiblePart(track, [{ ...startPosition, radiusMeters: 200 }], spikeSpeed(sport));
  must(visible.length <= track.length, 'more to see than there is');
  const end = visible.offset.findLast((offset) => !Number.isNaN(offset)) ?? 0;
  must(
    effortsIn(visible, bestEfforts, startedAt ?? 0).every(
      ({ startOffsetSeconds: from, elapsedSeconds }) => from === 0 || (from > 0 && from + elapsedSeconds <= end + 0.01),
    ),
    'a best effort that reaches out of what is to be seen',
  );
  routeOf(visible, 5);
  streamsOf(visible, STREAM_KINDS, 50);
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
