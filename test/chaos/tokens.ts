import type { WorkoutSummaryFragment } from '#client/__generated__/graphql.ts';
import { formatTokens } from '../../subgraphs/rewards/domain/amount.ts';
import { dayTokens } from '../../subgraphs/rewards/domain/dayTokens.ts';
import type { Workout } from '../../subgraphs/rewards/domain/workout.ts';

/** What somebody's workouts earn in all, counted at once. The files of these tests all have positions. */
export function earnedTokens(summaries: readonly WorkoutSummaryFragment[]): string {
  const workouts = summaries.flatMap((summary) =>
    summary.startedAt === null ? [] : [toWorkout(summary, summary.startedAt)],
  );
  const dates = workouts.map(({ localDate }) => localDate).sort();
  const [from, to] = [dates[0], dates.at(-1)];
  if (from === undefined || to === undefined) return formatTokens(0n);
  const days = [...dayTokens(workouts, { from, to }).values()];
  return formatTokens(days.reduce((sum, amount) => sum + amount, 0n));
}

function toWorkout(summary: WorkoutSummaryFragment, startedAt: string): Workout {
  const { sport, source, timeZone, movingSeconds, distanceMeters, heartRate, flags } = summary;
  const severities = flags.map(({ severity }) => severity);
  return {
    sport,
    source,
    localDate: new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(startedAt)),
    movingMilliseconds: BigInt(Math.round((movingSeconds ?? 0) * 1000)),
    distanceMillimeters: distanceMeters === null ? null : BigInt(Math.round(distanceMeters * 1000)),
    hasPositions: true,
    hasHeartRate: heartRate !== null,
    worstFlag: (['HARD', 'SOFT', 'INFO'] as const).find((severity) => severities.includes(severity)) ?? null,
  };
}
