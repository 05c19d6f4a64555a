import { failpoint } from '#platform/failpoints.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Notices } from '#platform/events/notices.ts';
import { givenBeside, saidBeside } from '../domain/amend.ts';
import { changesTravel, type WorkoutPlace } from '../domain/crossChecks.ts';
import type { Flag } from '../domain/flags.ts';
import { neighbourhoodOf, recognise, type Neighbour, type Recognition } from '../domain/recognise.ts';
import type { ImportResult, ImportStore } from '../store/imports.ts';
import type { ReaderPool } from '../files/pool.ts';
import { isReadAs, readAs } from '../recordings/analysing.ts';
import { clearLeftover, deleteUnnamed, noteComing, noteLeftover, recordingKeysOf } from '../recordings/leftovers.ts';
import type { LeftoverStore } from '../store/leftovers.ts';
import { archivedKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import type { ProfileStore } from '../store/profiles.ts';
import type { SourceStore } from '../store/sources.ts';
import type { TrackStore } from '../store/tracks.ts';
import type { WorkoutList } from '../store/workoutList.ts';
import type { WorkoutStore } from '../store/workouts.ts';
import type { Workout } from '../store/workoutDocument.ts';
import {
  changedEvents,
  completedEvents,
  makeWorkout,
  neighbourOf,
  replacementOf,
  type ReadFile,
  type SaidBeside,
} from './makeWorkout.ts';
import type { Candidate, Content } from './candidate.ts';
import type { OneAtATime } from './oneAtATime.ts';
import type { ToldProfile } from './profiles.ts';

/** What files are kept with. */
export interface KeepTools {
  readonly workouts: WorkoutStore;
  readonly imports: ImportStore;
  readonly list: WorkoutList;
  readonly sources: SourceStore;
  readonly tracks: TrackStore;
  readonly leftovers: LeftoverStore;
  readonly profiles: ProfileStore;
  readonly toldProfile: ToldProfile;
  readonly reader: ReaderPool;
  readonly notices: Notices;
  /** Limit on what a file unpacks to. */
  readonly maxBytes: number;
  readonly storage: ObjectStorage;
  readonly log: Logger;
  readonly oneAtATime: OneAtATime;
  /** Says that a document has pending events. */
  readonly wakeRelay: () => void;
  readonly now: () => Date;
}

/** What became of each. */
type Results = Map<Candidate, ImportResult>;

/**
 * What an import comes to of a file that a workout was there of. The workout is its own, made or given another recording,
 * when an earlier try got as far as that; it may have died before it had put it into the diary.
 */
export async function madeBy(
  { workouts }: Pick<KeepTools, 'workouts'>,
  { target, file }: Content,
  { _id: workoutId, importId, fileKey }: Workout,
): Promise<ImportResult> {
  const hasMade = importId === target._id;
  const hasReplaced = !hasMade && fileKey === fileKeyOf({ target, file });
  if (hasMade || hasReplaced) await workouts.note(workoutId);
  return { status: hasMade ? 'COMPLETED' : 'DUPLICATE', workoutId, failure: null, hasReplaced };
}

/**
 * Makes workouts of files of one person that were read. Each is compared with what the person has and with those before it,
 * as if they came one after the other; the new ones are written together.
 */
export async function keepAll(
  tools: KeepTools,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<Candidate, ImportResult>> {
  const [first] = candidates;
  if (!first) return new Map();
  return tools.oneAtATime(first.target.ownerId, () => keepInTurn(tools, first.target.ownerId, candidates));
}

async function keepInTurn(tools: KeepTools, ownerId: string, candidates: readonly Candidate[]): Promise<Results> {
  const others = await neighboursOf(tools, ownerId, candidates);
  const results: Results = new Map();
  let waiting = new Map<Candidate, Coming>();
  const writeWaiting = async (): Promise<void> => {
    const added = waiting;
    waiting = new Map();
    await insertAll(tools, added, results);
  };
  for (const [index, candidate] of candidates.entries()) {
    const twin = candidates.slice(0, index).find(({ sha256 }) => sha256 === candidate.sha256);
    const recognition = recogniseAmong(candidate, others);
    if (!twin && recognition.kind === 'NEW') {
      const { sourceKey, target } = candidate;
      const own = asNeighbour(candidate, target.newWorkoutId);
      waiting.set(candidate, { flags: recognition.flags, travels: own.filter((each) => changesTravel(each, others)) });
      others.push(...own.map((each) => ({ ...each, sourceKey })));
      continue;
    }
    // What it is compared with may be among those that wait.
    await writeWaiting();
    if (twin) results.set(candidate, duplicateOf(results.get(twin)?.workoutId ?? null));
    else if (recognition.kind === 'KNOWN')
      results.set(candidate, await keepKnown(tools, candidate, recognition, others));
  }
  await writeWaiting();
  return results;
}

const duplicateOf = (workoutId: string | null): ImportResult => ({ status: 'DUPLICATE', workoutId, failure: null });

/** What is doubtful about a new workout, and where it takes place if that changes what is doubtful about others. */
interface Coming {
  readonly flags: readonly Flag[];
  readonly travels: readonly WorkoutPlace[];
}

/** A neighbour, and what it came from. */
type Other = Neighbour & { readonly sourceKey: string };

async function neighboursOf(tools: KeepTools, ownerId: string, candidates: readonly Candidate[]): Promise<Other[]> {
  const spans = candidates.flatMap(({ read: { figures } }) => {
    const { startedAt, endedAt } = figures;
    if (startedAt === null || endedAt === null) return [];
    const { from, to } = neighbourhoodOf({ startedAt, endedAt });
    return [{ from: new Date(from), to: new Date(to) }];
  });
  const workouts = spans.length > 0 ? await tools.list.liesWithin(ownerId, spans) : [];
  return workouts.flatMap((workout) => {
    const neighbour = neighbourOf(workout);
    return neighbour ? [{ sourceKey: workout.sourceKey, ...neighbour }] : [];
  });
}

function asNeighbour({ read: { figures } }: Candidate, id: string): Neighbour[] {
  const { startedAt, endedAt } = figures;
  if (startedAt === null || endedAt === null) return [];
  return [{ ...figures, id, source: 'FILE', startedAt, endedAt, hasOwnTimes: true }];
}

function recogniseAmong({ read: { figures }, sourceKey, isForeign }: Candidate, others: readonly Other[]): Recognition {
  const { startedAt, endedAt } = figures;
  const around = startedAt !== null && endedAt !== null ? neighbourhoodOf({ startedAt, endedAt }) : undefined;
  // Of its own source: made by an earlier try of this import after all, or by somebody else's; the insert will say so.
  const near = others.filter(
    (other) =>
      around !== undefined &&
      other.sourceKey !== sourceKey &&
      other.endedAt >= around.from &&
      other.startedAt <= around.to,
  );
  return recognise(figures, 'FILE', near, isForeign);
}

async function insertAll(tools: KeepTools, added: ReadonlyMap<Candidate, Coming>, results: Results): Promise<void> {
  if (added.size === 0) return;
  const now = tools.now();
  const told = await Promise.all(
    [...added].map(async ([candidate, { flags }]) => {
      const file = await storeTrack(tools, candidate);
      const workout = makeWorkout(candidate.target, file, flags, { profile: candidate.profile, now });
      return { workout, events: completedEvents(workout, now) };
    }),
  );
  const unnoted = [...added.keys()].filter(({ isNoted }) => !isNoted);
  await tools.sources.note(
    unnoted.map(({ sourceKey, target: { ownerId, newWorkoutId: workoutId } }) => ({ sourceKey, ownerId, workoutId })),
  );
  failpoint('workouts.import.source-noted');
  const coming = await Promise.all(
    [...added].flatMap(([{ target }, { travels }]) => travels.map((place) => noteComing(tools, target.ownerId, place))),
  );
  const isNew = await tools.workouts.insertMany(told);
  failpoint('workouts.import.workout-inserted');
  tools.wakeRelay();
  for (const each of coming) await clearLeftover(tools, each);
  for (const [index, candidate] of [...added.keys()].entries()) {
    const { target } = candidate;
    if (isNew[index]) {
      results.set(candidate, { status: 'COMPLETED', workoutId: target.newWorkoutId, failure: null });
      continue;
    }
    const known = await tools.workouts.findBySource(candidate.sourceKey);
    if (!known) throw new Error(`workout ${target.newWorkoutId} is there, and is not`);
    await deleteUnnamed(tools, storedKeysOf(candidate), known._id);
    results.set(candidate, await madeBy(tools, candidate, known));
  }
}

async function keepKnown(
  tools: KeepTools,
  candidate: Candidate,
  { workoutId, tellsMore }: Extract<Recognition, { kind: 'KNOWN' }>,
  others: Other[],
): Promise<ImportResult> {
  const known = await tools.workouts.get(workoutId);
  if (!known) throw new Error(`workout ${workoutId} went away`);
  if (!tellsMore) {
    // The same file is the same workout from now on, whatever becomes of that: another sport, or another start.
    await noteSource(tools, candidate, workoutId);
    return { ...(await madeBy(tools, candidate, known)), status: 'DUPLICATE' };
  }
  const given = givenBeside(known.given, candidate.target.sport);
  const better = await asRecordingOf(tools, candidate, { ...known, given });
  const at = others.findIndex(({ id }) => id === workoutId);
  others.splice(at, 1);
  const said = { given, ...saidBeside(known, candidate.target) };
  await replace(tools, better, known, said, recogniseAmong(better, others).flags);
  others.push(...asNeighbour(better, workoutId).map((each) => ({ ...each, sourceKey: known.sourceKey })));
  return { ...duplicateOf(workoutId), hasReplaced: true };
}

/** A candidate with the figures that it has as the recording of a workout: of the sport that its owner said, in its zone. */
async function asRecordingOf(tools: KeepTools, candidate: Candidate, workout: Workout): Promise<Candidate> {
  if (isReadAs(candidate.read.figures, workout)) return candidate;
  const { bytes, storageKey } = candidate.file;
  const content = storageKey === null ? bytes.slice() : await tools.storage.get(storageKey);
  return candidate.readAnew(await readAs(tools, workout, content));
}

/** The same activity was recorded twice, and this recording tells more: it takes the place of the one there was. */
async function replace(
  tools: KeepTools,
  candidate: Candidate,
  known: Workout,
  said: SaidBeside,
  flags: readonly Flag[],
): Promise<void> {
  const replacement = replacementOf(known, await storeTrack(tools, candidate), flags, said);
  const changed = { ...known, ...replacement, version: known.version + 1 };
  const leftover = await noteLeftover(tools, known, recordingKeysOf(known));
  const events = changedEvents(changed, tools.now());
  const replaced = await tools.workouts.replaceRecording(known, replacement, events);
  failpoint('workouts.import.recording-replaced');
  if (!replaced) throw new Error(`workout ${known._id} changed meanwhile`);
  await noteSource(tools, candidate, known._id);
  tools.wakeRelay();
  await clearLeftover(tools, leftover);
}

/** Notes which workout a file is, that another one was made into. */
const noteSource = (
  { sources }: Pick<KeepTools, 'sources'>,
  { sourceKey, target: { ownerId } }: Candidate,
  workoutId: string,
): Promise<void> => sources.note([{ sourceKey, ownerId, workoutId }]);

/** Where a file lies once it is kept. */
const fileKeyOf = ({ target, file }: Content): string => file.storageKey ?? archivedKeyOf(target._id);

/** What is stored for a file on its way to become a workout, beside the file of an upload: that is there until the import is over. */
const storedKeysOf = ({ target, file }: Content): string[] => [
  trackKeyOf(target._id),
  ...(file.storageKey === null ? [fileKeyOf({ target, file })] : []),
];

async function storeTrack(tools: KeepTools, { target, file, read, sha256 }: Candidate): Promise<ReadFile> {
  const fileKey = fileKeyOf({ target, file });
  if (file.storageKey === null) await tools.storage.put(fileKey, file.bytes);
  const trackKey = await tools.tracks.put(target._id, read.track);
  failpoint('workouts.import.streams-stored');
  const { fileName, byteLength: fileByteLength } = file;
  return { figures: read.figures, source: 'FILE', fileKey, fileName, fileByteLength, trackKey, sha256 };
}
