import { failpoint } from '#platform/failpoints.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { givenBeside, saidBeside, type Said } from '../domain/amend.ts';
import { overlapShare } from '../domain/crossChecks.ts';
import { areHoursApart } from '../domain/duplicates.ts';
import type { WorkoutFigures } from '../domain/figures.ts';
import { inOrder, type Sample } from '../domain/live/sample.ts';
import { include, type Ranges } from '../domain/live/sequences.ts';
import { addToSets, metricsOf, type ExerciseSet } from '../domain/live/sets.ts';
import { namedSport } from '../domain/namedSport.ts';
import { MAX_PHOTOS } from '../domain/photos.ts';
import { recognise, type Recognition, type SaidOfRecording } from '../domain/recognise.ts';
import type { Sport } from '../domain/sport.ts';
import type { AnalysedFile } from '../files/analyseFile.ts';
import { writeLaurel } from '../files/laurel/laurelFile.ts';
import { findProfile } from '../profiles.ts';
import { isReadAs, readAs, requestFor } from '../recordings/analysing.ts';
import type { ReadFile } from '../recordings/figures.ts';
import { deleteUnnamed } from '../recordings/leftovers.ts';
import { neighboursOf, type Near } from '../recordings/neighbours.ts';
import { comingBeside, insertNew, newWorkout, type SaidOfNew } from '../recordings/newWorkout.ts';
import { replaceRecording } from '../recordings/replace.ts';
import { sayBeside } from '../recordings/sayBeside.ts';
import { NOTHING_GIVEN } from '../store/workoutDocument.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import { recordingKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import { recordingOf, withoutSamples } from './recordingOf.ts';
import type { KeptBatch } from './samples.ts';
import type { LiveTools } from './tools.ts';

/** So much of its time two recordings have in common that may be the same activity. */
const COMMON_SHARE = 0.5;

/**
 * Makes the workout of an ended one, from SAMPLES, as of a file: track, figures, flags, duplicates. May be begun again at
 * any point with the same effect. Answers the id of the workout it has become; undefined when there is nothing to keep.
 */
export async function keepWorkout(tools: LiveTools, live: LiveWorkout): Promise<string | undefined> {
  const there = await tools.workouts.get(live._id);
  if (there) {
    // Who made it may have died before it stood in the diary.
    await tools.workouts.note(there._id);
    return there._id;
  }
  const keptIn = await keep(tools, live);
  // Of what another workout tells better, or nothing can be made of, nothing is kept.
  if (keptIn !== live._id)
    await deleteUnnamed(tools, [recordingKeyOf(live._id), trackKeyOf(live._id)], keptIn ?? live._id);
  failpoint('workouts.finish.cleared');
  return keptIn;
}

async function keep(tools: LiveTools, live: LiveWorkout): Promise<string | undefined> {
  const batches = await tools.samples.read(live._id);
  const samples = inOrder(
    batches.map((batch) => batch.samples),
    live.timer,
  );
  if (samples.length === 0 && (live.source === 'DEVICE' || live.closedAt === null)) return undefined;
  const read = await analyse(tools, live, samples);
  if (!read) return undefined;
  const recorded = { live, read, metrics: metricsOf(samples.reduce<readonly ExerciseSet[]>(addToSets, [])) };
  failpoint('workouts.finish.analysed');
  // A device that sends again what it has sent is told so.
  if (live.source === 'DEVICE') await tools.lives.noteSequences(live._id, sequencesIn(batches));
  failpoint('workouts.finish.sequences-noted');
  return tools.oneAtATime(live.ownerId, () =>
    untilUnchanged(`the workout beside ${live._id}`, () => insert(tools, recorded)),
  );
}

/** What was recorded, and the sets of exercises in it, as JSON; null without any. */
type Recorded = { readonly live: LiveWorkout; readonly read: AnalysedFile; readonly metrics: string | null };

const sequencesIn = (batches: readonly KeptBatch[]): Ranges =>
  include(
    [],
    batches.flatMap(({ samples }) => samples.map(({ sequence }) => sequence)),
  );

async function analyse(
  tools: LiveTools,
  live: LiveWorkout,
  samples: readonly Sample[],
): Promise<AnalysedFile | undefined> {
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, live.ownerId, true);
  const request = requestFor(tools, 'LAUREL', NOTHING_GIVEN, profile);
  const whole = recordingOf(live, samples);
  for (const file of [whole, withoutSamples(whole)]) {
    const bytes = writeLaurel(file);
    await tools.storage.put(recordingKeyOf(live._id), bytes);
    failpoint('workouts.finish.recording-stored');
    const read = await tools.reader.read(bytes, request);
    if (read.kind === 'ANALYSED') return read;
    tools.log.warn({ workoutId: live._id, code: read.code }, 'the samples of a workout make no track');
    // What took too long or too much may be tried again; only what cannot be believed is left out.
    if (read.code !== 'BOGUS_TIMES' && read.code !== 'NO_USABLE_POINTS')
      throw new Error(`reading the samples failed: ${read.code}`);
  }
  // Tried again, it would come to the same for ever.
  tools.log.error({ workoutId: live._id }, 'nothing can be made of a workout: it is given up');
  return undefined;
}

/**
 * Keeps it as a workout, or as another recording of one that is there, and answers its id. Undefined when that one changes at the
 * same time: look again then.
 */
async function insert(tools: LiveTools, recorded: Recorded): Promise<string | undefined> {
  const { live, read, metrics } = recorded;
  const neighbours = await neighboursOf(tools, { id: live._id, ownerId: live.ownerId }, read.figures);
  const recognition = recognise(read.figures, saidOfRecording(live), neighbours, false);
  const twin = twinAmong(live, read.figures, recognition, neighbours);
  if (twin) return (await keepAsTwin(tools, recorded, twin, neighbours)) ? twin.id : undefined;
  const file = await storeTrack(tools, live, read);
  const workout = newWorkout({ ...saidOfNew(live), metrics }, file, recognition.flags, tools.now());
  await insertNew(tools, [comingBeside(workout, neighbours)]);
  for (const { mediaId } of live.photos) await tools.loosePictures.settle(mediaId);
  return live._id;
}

/** The workout that was recorded at the same time, and whether this recording tells more. */
type Twin = Near & { readonly tellsMore: boolean };

/** Who starts twice has done two things, unless it was at the same time; a watch may have had its clock in a wrong zone. */
function twinAmong(
  { source }: LiveWorkout,
  figures: WorkoutFigures,
  recognition: Recognition,
  neighbours: readonly Near[],
): Twin | undefined {
  if (recognition.kind !== 'KNOWN') return undefined;
  const { workoutId, tellsMore } = recognition;
  const same = neighbours.find(({ id }) => id === workoutId);
  const { startedAt, endedAt, startPosition, endPosition } = figures;
  const place = { startedAt: startedAt ?? 0, endedAt: endedAt ?? 0, startPosition, endPosition };
  if (!same) return undefined;
  const isShifted = source === 'DEVICE' && areHoursApart(place.startedAt, same.startedAt);
  return isShifted || overlapShare(place, same) >= COMMON_SHARE ? { ...same, tellsMore } : undefined;
}

/** @returns as `passOn`. */
async function keepAsTwin(
  tools: LiveTools,
  recorded: Recorded,
  { id, tellsMore }: Twin,
  neighbours: readonly Near[],
): Promise<boolean> {
  const others = neighbours.filter((other) => other.id !== id);
  const sport = namedSport(recorded.read.figures, saidSport(recorded.live));
  if (!tellsMore) await sayBeside(tools, id, { ...saidOf(recorded), namedSport: sport });
  else if (!(await replace(tools, id, recorded, others))) return false;
  return passOn(tools, recorded.live, id);
}

/** What the person who started it called it; what a device calls it is no more than what a file does. */
const saidSport = ({ source, sport }: LiveWorkout): Sport | null => (source === 'LIVE' ? sport : null);

const saidOfRecording = (live: LiveWorkout): SaidOfRecording => ({ source: live.source, sport: saidSport(live) });

const saidOfNew = (live: LiveWorkout): SaidOfNew => ({
  _id: live._id,
  ownerId: live.ownerId,
  sourceKey: `live:${live._id}`,
  sport: saidSport(live),
  title: live.title,
  visibility: live.visibility,
  photos: live.photos,
});

/** What its owner said of it beside that. */
const saidOf = ({ live: { title, visibility, isVisibilityGiven }, metrics }: Recorded): Said => ({
  title,
  metrics,
  visibility: isVisibilityGiven ? visibility : null,
});

async function storeTrack(tools: LiveTools, live: LiveWorkout, { figures, track }: AnalysedFile): Promise<ReadFile> {
  const trackKey = await tools.tracks.put(live._id, track);
  failpoint('workouts.finish.track-stored');
  const fileKey = recordingKeyOf(live._id);
  return { figures, source: live.source, fileKey, fileName: null, fileByteLength: null, trackKey };
}

/**
 * Gives the photos of a recording to the workout that was there of the same activity, as many as find a place; the others stay
 * loose, so that its owner may put them on it in place of others before they are cleared away. @returns false when that changed
 * meanwhile, or is gone.
 */
async function passOn(tools: LiveTools, { photos }: LiveWorkout, id: string): Promise<boolean> {
  if (photos.length === 0) return true;
  const known = await tools.workouts.get(id);
  if (!known) return false;
  const there = new Set(known.photos.map(({ mediaId }) => mediaId));
  const all = [...known.photos, ...photos.filter(({ mediaId }) => !there.has(mediaId))].slice(0, MAX_PHOTOS);
  if (all.length > known.photos.length && !(await tools.workouts.amend(known, { photos: all }, []))) return false;
  failpoint('workouts.finish.photos-passed');
  tools.wakeRelay();
  for (const { mediaId } of all) await tools.loosePictures.settle(mediaId);
  return true;
}

/** The same activity was recorded in another way too, and this recording tells more. @returns as `passOn`. */
async function replace(tools: LiveTools, id: string, recorded: Recorded, others: readonly Near[]): Promise<boolean> {
  const { live, read } = recorded;
  const known = await tools.workouts.get(id);
  if (!known) return false;
  const given = givenBeside(known, known.given.sport ?? saidSport(live), read.figures);
  const wanted = { ...known, given };
  const better = isReadAs(read.figures, wanted)
    ? read
    : await readAs(tools, wanted, await tools.storage.get(recordingKeyOf(live._id)), 'LAUREL');
  const { flags } = recognise(better.figures, saidOfRecording(live), others, false);
  const said = { given, ...saidBeside(known, saidOf(recorded)) };
  return replaceRecording(tools, known, await storeTrack(tools, live, better), flags, said);
}
