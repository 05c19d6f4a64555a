import { failpoint } from '#platform/failpoints.ts';
import { asksForRecount } from '../domain/crossChecks.ts';
import type { Flag } from '../domain/flags.ts';
import { deleteUnnamed } from '../recordings/leftovers.ts';
import { insertNew, newWorkout, type SaidOfNew } from '../recordings/newWorkout.ts';
import type { ImportResult } from '../store/importDocument.ts';
import type { Candidate } from './candidate.ts';
import { asNeighbour, neighboursOf, recogniseAmong } from './comparing.ts';
import { duplicateOf, keepKnown, madeBy } from './keepKnown.ts';
import { storedKeysOf, storeTrack } from './storeFile.ts';
import type { KeepTools } from './tools.ts';

/** What became of each. */
type Results = Map<Candidate, ImportResult>;

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
  let waiting = new Map<Candidate, Judged>();
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
      const { flags } = recognition;
      const own = asNeighbour(candidate, target.newWorkoutId);
      waiting.set(candidate, { flags, isRecounted: own.some((each) => asksForRecount(each, others, flags)) });
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

/** What is doubtful about a new workout, and whether that and what is about others is to be counted again when it is there. */
interface Judged {
  readonly flags: readonly Flag[];
  readonly isRecounted: boolean;
}

async function insertAll(tools: KeepTools, added: ReadonlyMap<Candidate, Judged>, results: Results): Promise<void> {
  if (added.size === 0) return;
  const now = tools.now();
  const coming = await Promise.all(
    [...added].map(async ([candidate, { flags, isRecounted }]) => {
      const file = await storeTrack(tools, candidate);
      return { workout: newWorkout(saidOf(candidate), file, flags, now), isRecounted };
    }),
  );
  const unnoted = [...added.keys()].filter(({ isNoted }) => !isNoted);
  await tools.sources.note(
    unnoted.map(({ sourceKey, target: { ownerId, newWorkoutId: workoutId } }) => ({ sourceKey, ownerId, workoutId })),
  );
  failpoint('workouts.import.source-noted');
  const isNew = await insertNew(tools, coming);
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

const saidOf = ({ target, profile, sourceKey }: Candidate): SaidOfNew => ({
  _id: target.newWorkoutId,
  ownerId: target.ownerId,
  sourceKey,
  importId: target._id,
  sport: target.sport,
  title: target.title,
  visibility: target.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME',
});
