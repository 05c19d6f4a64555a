import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, type Outcome, type Problem } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { findPresent, type GroupParticipant } from '../../domain/groups/session.ts';
import { isRunning } from '../../domain/live/running.ts';
import type { Sample } from '../../domain/live/sample.ts';
import { highest } from '../../domain/live/sequences.ts';
import { groupTopic } from '../../groups/tools.ts';
import { findProfile } from '../../profiles.ts';
import { recordSamples } from '../../live/record.ts';
import type { KeptGroupSession } from '../../store/groupSessions.ts';
import type { LiveWorkout } from '../../store/liveWorkouts.ts';
import { LARGEST_METERS, LARGEST_SEQUENCE, within } from '../live/inputs.ts';
import { seenGroup } from './seen.ts';

const MAX_EXERCISE_LENGTH = 100;
const LONGEST_SECONDS = 36 * 3600;
const MOST_REPETITIONS = 100_000;
/** That of the moment in which somebody begins: below all that are told. */
const FIRST_SEQUENCE = -1;

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
    const live = (await groups.lives.get(mine.liveId)) ?? (await begin(context, session, mine, input));
    if (!live || !isRunning(live)) return notRunning();
    const recorded = await recordSamples(groups, live, samplesOf(live, input));
    if (!recorded.ok) return { ok: false, problems: recorded.problems.map(asTold) };
    context.notices.send(groupTopic(session._id), { kind: 'PROGRESS', userId });
    return done({ acceptedSequence: highest(recorded.value.view.sequences) });
  },
});

const notRunning = (): Outcome<never> =>
  refused('GROUP_SESSION_CLOSED', 'The group session does not run, or not any more.', 'groupSessionId');

/** Begins the workout that somebody's reports become. Undefined when the session was over meanwhile. */
async function begin(
  { groups, now }: Context,
  session: KeptGroupSession,
  { userId, liveId, joinedAt }: GroupParticipant,
  { elapsedSeconds }: Input,
): Promise<LiveWorkout | undefined> {
  const { sport, title } = session;
  const profile = await findProfile({ ...groups, waitMs: groups.profileWaitMs }, userId);
  // Who has been at it for longer than that began before the host did.
  const from = Math.min(
    Math.max((session.startedAt ?? joinedAt).getTime(), joinedAt.getTime()),
    now().getTime() - elapsedSeconds * 1000,
  );
  await groups.lives.create({
    _id: liveId,
    ownerId: userId,
    source: 'LIVE',
    sport,
    title,
    visibility: profile?.defaultVisibility ?? 'ONLY_ME',
    isVisibilityGiven: false,
    timeZone: profile?.timeZone ?? 'UTC',
    startedAt: new Date(from),
    createdAt: now(),
  });
  failpoint('workouts.group.live-begun');
  // Whoever ends the session looks for it after saying so.
  const still = await groups.groupSessions.get(session._id);
  const isStill = still?.status === 'RUNNING' && findPresent(still, userId)?.liveId === liveId;
  if (isStill) return groups.lives.get(liveId);
  await groups.lives.abandon(liveId, 'RUNNING');
  return undefined;
}

/** What was told as a sample, after one of the moment in which they began: from there the distance counts. */
function samplesOf({ startedAt }: LiveWorkout, input: Input): Sample[] {
  const nothing = { latitude: null, longitude: null, elevation: null, cadence: null, power: null };
  const at = startedAt.getTime();
  const first = { ...nothing, heartRate: null, exercise: null, repetitions: null, distance: 0 };
  const told = {
    ...nothing,
    sequence: input.sequence,
    at: at + Math.round(input.elapsedSeconds * 1000),
    distance: input.distanceMeters,
    heartRate: input.heartRateBpm,
    exercise: input.exercise ?? null,
    repetitions: input.repetitions,
  };
  return told.distance === null ? [told] : [{ ...first, sequence: FIRST_SEQUENCE, at }, told];
}

/** A problem of samples as one of what was told. */
const asTold = (problem: Problem): Problem =>
  problem.code === 'WORKOUT_NOT_RUNNING'
    ? { ...problem, code: 'GROUP_SESSION_CLOSED', path: ['groupSessionId'] }
    : { ...problem, path: problem.path && ['elapsedSeconds'] };
