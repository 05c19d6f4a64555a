import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { line, newParagraphs, parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { decideGiven, decideTold } from '../domain/amend.ts';
import { isRunning } from '../domain/live/running.ts';
import { decideMetrics } from '../domain/metrics.ts';
import { SPORTS } from '../domain/sport.ts';
import { LONGEST_SECONDS } from '../domain/times.ts';
import { madeTitle, MAX_DESCRIPTION_LENGTH, MAX_TITLE_LENGTH } from '../domain/title.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { findOwn } from '../live/load.ts';
import { beingFinished, notRunning } from '../live/record.ts';
import { showLive, type ShownWorkout } from '../live/shown.ts';
import { liveTopic, type LiveTools } from '../live/tools.ts';
import { amendWorkout, type Amendment } from '../recordings/amend.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { distanceMeters, kilocalories } from './figureInputs.ts';
import { startInput } from './startInput.ts';

const inputSchema = z.object({
  workoutId: z.string(),
  sport: z.enum(SPORTS).optional(),
  title: line(MAX_TITLE_LENGTH).nullish(),
  description: newParagraphs(MAX_DESCRIPTION_LENGTH),
  visibility: z.enum(VISIBILITIES).optional(),
  startedAt: startInput().optional(),
  elapsedSeconds: z.number().min(1).max(LONGEST_SECONDS).optional(),
  distanceMeters: distanceMeters().nullish(),
  kilocalories: kilocalories().nullish(),
  metrics: z.unknown().optional(),
});
type Input = z.infer<typeof inputSchema>;

/** Changes what an owner may say of a workout; null takes away what it can do without. */
export const updateWorkout = defineAction({
  input: inputSchema,
  run: async (context: Context, input) => {
    const { userId } = requirePerson(context.viewer);
    const id = parseId(input.workoutId);
    // One after the other in this process: many at once would only get in each other's way.
    return context.recordings.oneAtATime(`workout ${id}`, () =>
      untilUnchanged(`workout ${id}`, () => update(context, userId, id, input)),
    );
  },
});

/** Undefined when somebody else changes it at the same time: look again then. */
async function update(
  { recordings, live }: Context,
  userId: string,
  id: string | undefined,
  input: Input,
): Promise<Outcome<{ workout: ShownWorkout }> | undefined> {
  const { workout: known, live: running } = await findOwn(live, id, userId);
  if (running && isRunning(running)) return updateRunning(live, running, input);
  if (running?.status === 'FINISHING') return beingFinished();
  if (!known) return refused('NOT_FOUND', 'There is no such workout.', 'workoutId');
  const amendment = amendmentOf(known, input);
  if (!amendment.ok) return amendment;
  if (Object.keys(amendment.value).length === 0) return done({ workout: known });
  const workout = await amendWorkout(recordings, known, amendment.value);
  return workout && done({ workout });
}

const TOLD_WHEN_FINISHED = [
  'description',
  'startedAt',
  'elapsedSeconds',
  'distanceMeters',
  'kilocalories',
  'metrics',
] as const;

/** Of a running workout nothing but what its owner calls it and whom it is shown to can be told anew. */
async function updateRunning(
  { lives, views, notices }: LiveTools,
  { _id }: LiveWorkout,
  input: Input,
): Promise<Outcome<{ workout: ShownWorkout }>> {
  const early = TOLD_WHEN_FINISHED.find((field) => (input[field] ?? null) !== null);
  if (early) return refused('INVALID_INPUT', 'This can be told when the workout is finished.', early);
  const { sport, title, visibility } = input;
  const said = {
    ...(sport ? { sport } : {}),
    ...(title === undefined ? {} : { title }),
    ...(visibility ? { visibility, isVisibilityGiven: true } : {}),
  };
  const amended = await lives.amend(_id, said);
  failpoint('workouts.live.amended');
  if (!amended) return notRunning('workoutId');
  notices.send(liveTopic(_id), { version: amended.version });
  return done({ workout: showLive(amended, await views.soon(amended)) });
}

function amendmentOf(known: Workout, input: Input): Outcome<Amendment> {
  const { description, visibility } = input;
  const anew = recordedAnew(known, input);
  if (!anew.ok) return anew;
  const metrics = input.metrics === undefined ? done(undefined) : metricsOf(input.metrics);
  if (!metrics.ok) return metrics;
  return done({
    ...anew.value,
    ...titledAnew(known, input.title),
    ...(description === undefined ? {} : { description }),
    ...(visibility ? { visibility } : {}),
    ...(metrics.value === undefined ? {} : { metrics: metrics.value }),
  });
}

/** What it is called from now on; of null, what we call it. */
function titledAnew(known: Workout, title: string | null | undefined): Pick<Amendment, 'title' | 'isTitleGiven'> {
  if (title === undefined) return {};
  return title === null ? { title: madeTitle(known), isTitleGiven: false } : { title, isTitleGiven: true };
}

/** What is given in place of the recording; where that is what was told by hand, times are told anew, like the rest of it. */
function recordedAnew(known: Workout, input: Input): Outcome<Pick<Amendment, 'given' | 'told'>> {
  const { sport = null, startedAt = null, elapsedSeconds = null, distanceMeters, kilocalories } = input;
  const isTold = known.source === 'MANUAL';
  const times = isTold ? { startedAt: null, elapsedSeconds: null } : { startedAt, elapsedSeconds };
  const given = decideGiven(known, { sport, ...times });
  if (!given.ok) return given;
  const told = decideTold(known, { ...(isTold ? { startedAt, elapsedSeconds } : {}), distanceMeters, kilocalories });
  if (!told.ok) return told;
  return done({ ...(given.value ? { given: given.value } : {}), ...(told.value ? { told: told.value } : {}) });
}

/** Null takes them away. */
const metricsOf = (value: unknown): Outcome<string | null> => (value === null ? done(null) : decideMetrics(value));
