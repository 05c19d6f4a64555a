import { givenBeside, saidBeside } from '../domain/amend.ts';
import { namedSport } from '../domain/namedSport.ts';
import type { Recognition } from '../domain/recognise.ts';
import { isReadAs, readAs } from '../recordings/analysing.ts';
import { neighbourOf } from '../recordings/neighbours.ts';
import { replaceRecording } from '../recordings/replace.ts';
import { sayBeside } from '../recordings/sayBeside.ts';
import type { ImportResult } from '../store/importDocument.ts';
import type { Workout } from '../store/workoutDocument.ts';
import type { Candidate, Content } from './candidate.ts';
import { asNeighbour, recogniseAmong, type Other } from './comparing.ts';
import { fileKeyOf, storeTrack } from './storeFile.ts';
import type { KeepTools } from './tools.ts';

/**
 * What an import comes to of a file that a workout was there of. The workout is its own, made or given another recording,
 * when an earlier try got as far as that; it may have died before it had put it into the diary.
 */
export async function madeBy(
  { workouts }: Pick<KeepTools, 'workouts'>,
  { target, file }: Content,
  { _id: workoutId, importId, fileKey, formerFiles }: Workout,
): Promise<ImportResult> {
  const hasMade = importId === target._id;
  const own = fileKeyOf({ target, file });
  const hasReplaced = !hasMade && [fileKey, ...formerFiles.map((former) => former.fileKey)].includes(own);
  if (hasMade || hasReplaced) await workouts.note(workoutId);
  return { status: hasMade ? 'COMPLETED' : 'DUPLICATE', workoutId, failure: null, hasReplaced };
}

/** What an import comes to whose activity is there already. */
export const duplicateOf = (workoutId: string | null): ImportResult => ({
  status: 'DUPLICATE',
  workoutId,
  failure: null,
});

/** Keeps a file of an activity that is there: the recording that tells more stays. */
export async function keepKnown(
  tools: KeepTools,
  candidate: Candidate,
  { workoutId, tellsMore }: Extract<Recognition, { kind: 'KNOWN' }>,
  others: Other[],
): Promise<ImportResult> {
  const known = await tools.workouts.get(workoutId);
  if (!known) throw new Error(`workout ${workoutId} went away`);
  if (!tellsMore) {
    const { namedSport: sport } = candidate;
    const named = await sayBeside(tools, workoutId, { visibility: null, title: null, namedSport: sport });
    const neighbour = named && neighbourOf(named);
    if (neighbour) putAmong(others, { ...neighbour, sourceKey: named.sourceKey });
    // The same file is the same workout from now on, whatever becomes of that: another sport, or another start.
    await noteSource(tools, candidate, workoutId);
    return { ...(await madeBy(tools, candidate, known)), status: 'DUPLICATE' };
  }
  const given = givenBeside(known, candidate.target.sport, candidate.read.figures);
  const better = await asRecordingOf(tools, candidate, { ...known, given });
  const said = { given, ...saidBeside(known, candidate.target) };
  const { flags } = recogniseAmong(
    better,
    others.filter(({ id }) => id !== workoutId),
  );
  if (!(await replaceRecording(tools, known, await storeTrack(tools, better), flags, said)))
    throw new Error(`workout ${workoutId} changed meanwhile`);
  await noteSource(tools, better, workoutId);
  for (const each of asNeighbour(better, workoutId)) {
    const named = namedSport(better.read.figures, given.sport);
    putAmong(others, { ...each, namedSport: named, sourceKey: known.sourceKey });
  }
  return { ...duplicateOf(workoutId), hasReplaced: true };
}

/** Puts a workout as it is from now on among those that others are compared with. */
function putAmong(others: Other[], other: Other): void {
  const at = others.findIndex(({ id }) => id === other.id);
  others.splice(at, 1, other);
}

/** A candidate with the figures that it has as the recording of a workout: of the sport that its owner said, in its zone. */
async function asRecordingOf(tools: KeepTools, candidate: Candidate, workout: Workout): Promise<Candidate> {
  if (isReadAs(candidate.read.figures, workout)) return candidate;
  const { bytes, byteLength, storageKey } = candidate.file;
  const content = storageKey === null ? bytes.slice() : await tools.storage.get(storageKey, byteLength);
  return candidate.readAnew(await readAs(tools, workout, content, 'OTHERS'));
}

/** Notes which workout a file is, that another one was made into. */
const noteSource = (
  { sources }: Pick<KeepTools, 'sources'>,
  { sourceKey, target: { ownerId } }: Candidate,
  workoutId: string,
): Promise<void> => sources.note([{ sourceKey, ownerId, workoutId }]);
