import { z } from 'zod';
import { done, refused, type Outcome, type Problem } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { findPresent } from '../../domain/groups/session.ts';
import { isRunning } from '../../domain/live/running.ts';
import type { Sample } from '../../domain/live/sample.ts';
import { highest } from '../../domain/live/sequences.ts';
import { HEART_RATE_RANGE } from '../../domain/sanity.ts';
import { beginWorkout, isStillIn } from '../../groups/begin.ts';
import { groupTopic } from '../../groups/tools.ts';
import { recordSamples } from '../../live/record.ts';
import type { LiveWorkout } from '../../store/liveWorkouts.ts';
import { LARGEST_METERS, LARGEST_SEQUENCE, within } from '../live/inputs.ts';
import { seenGroup } from './seen.ts';

const MAX_EXERCISE_LENGTH = 100;
const LONGEST_SECONDS = 36 * 3600;
const MOST_REPETITIONS = 100_000;
/** Of the moment in which somebody begins, below all that are told: that they began, and that they had gone no way then. */
const BEGUN = -2;
const NO_WAY = -1;
const [LOWEST_BPM, HIGHEST_BPM] = HEART_RATE_RANGE;

const inputSchema = z.object({
  groupSessionId: z.string(),
  sequence: z.int().min(0).max(LARGEST_SEQUENCE),
  elapsedSeconds: z.number().min(0).max(LONGEST_SECONDS),
  distanceMeters: within(0, LARGEST_METERS),
  heartRateBpm: within(0, 300),
  exercise: line(MAX_EXERCISE_LENGTH).nullish(),
  repetitions: within(0, MOST_REPETITIONS),
});
type Input = z.infer<typeof inputSchema>;

/** Keeps how far somebody has come in a group session that runs: it is on disk when this answers. Repeats, gaps and any order do no harm. */
export const reportGroupSessionProgress = defineAction({
  input: inputSchema,
  run: async (context: Context, input) => {
    const { groups } = context;
    const { userId } = requirePerson(context.viewer);
    const seen = await seenGroup(context, input.groupSessionId);
    if (!seen.ok) return seen;
    const session = seen.value;
    const mine = findPresent(session, userId);
    if (!mine) return refused('FORBIDDEN', 'You do not take part.', 'groupSessionId');
    if (session.status !== 'RUNNING') return notRunning();
    const allowed = await groups.limits.take(userId, mine.liveId);
    if (!allowed.ok) return allowed;
    const known = await groups.lives.get(mine.liveId);
    if (known && !isRunning(known)) return (await isStillIn(groups, session, mine)) ? alreadyOver() : notRunning();
    const live = known ?? (await beginWorkout(groups, session, mine, input.elapsedSeconds));
    if (!live) return notRunning();
    const recorded = await recordSamples(groups, live, samplesOf(live, input));
    if (!recorded.ok) return { ok: false, problems: recorded.problems.map(asTold) };
    const { live: told, view } = recorded.value;
    const tell = (): void => context.notices.send(groupTopic(session._id), { kind: 'PROGRESS', userId });
    tell();
    // What came late is seen a moment later.
    if (view.isBehind) void groups.views.upToDate(told).then(tell, () => undefined);
    return done({ acceptedSequence: highest(view.sequences) });
  },
});

const notRunning = (): Outcome<never> =>
  refused('GROUP_SESSION_CLOSED', 'The group session does not run, or not any more.', 'groupSessionId');

/** Who ends their own workout, or is silent for long, takes part to the end with what they have told by then. */
const alreadyOver = (): Outcome<never> =>
  refused('WORKOUT_NOT_RUNNING', 'Your part of the session is over: it is kept as a workout.', 'groupSessionId');

/** What was told as a sample, after those of the moment in which they began: from there time and distance count. */
function samplesOf({ startedAt }: LiveWorkout, input: Input): Sample[] {
  const { distanceMeters: distance, heartRateBpm: bpm, repetitions, exercise = null, elapsedSeconds, sequence } = input;
  const nothing = { latitude: null, longitude: null, elevation: null, cadence: null, power: null };
  const at = startedAt.getTime();
  const begun = { ...nothing, at, distance: null, heartRate: null, exercise: null, repetitions: null };
  const heartRate = bpm !== null && bpm >= LOWEST_BPM && bpm <= HIGHEST_BPM ? bpm : null;
  const told = {
    ...nothing,
    sequence,
    at: at + Math.round(elapsedSeconds * 1000),
    distance,
    heartRate,
    exercise,
    repetitions,
  };
  const noWay = distance === null ? [] : [{ ...begun, sequence: NO_WAY, distance: 0 }];
  return [{ ...begun, sequence: BEGUN }, ...noWay, told];
}

/** A problem of samples as one of what was told. */
const asTold = (problem: Problem): Problem =>
  problem.code === 'WORKOUT_NOT_RUNNING'
    ? { ...problem, code: 'GROUP_SESSION_CLOSED', path: ['groupSessionId'] }
    : { ...problem, path: problem.path && ['elapsedSeconds'] };
