import type { EventData } from '#events/define.ts';
import { WorkoutChanged, WorkoutCompleted } from '#events/workouts.ts';
import { on, type Handler, type Received } from '#platform/events/handlers.ts';
import type { Contribution } from '../store/contributions.ts';
import { keepContribution, type GoalStore } from './keepContribution.ts';

/** A workout was completed or changed: its owner's goals count it as it is now. */
export function workoutRecorded(store: GoalStore): Handler[] {
  const handle = ({ id: eventId, data }: Received<EventData<typeof WorkoutChanged>>): Promise<void> => {
    const version = { id: data.workoutId, ownerId: data.ownerId, version: data.version };
    return keepContribution(store, eventId, version, contributionOf(data));
  };
  return [on(WorkoutCompleted, handle), on(WorkoutChanged, handle)];
}

/** What is not believed counts nothing. */
const contributionOf = (data: EventData<typeof WorkoutChanged>): Contribution | undefined =>
  data.worstFlag === 'HARD'
    ? undefined
    : {
        localDate: data.localDate,
        sport: data.sport,
        movingSeconds: data.movingSeconds,
        distanceMeters: data.distanceMeters,
        kilocalories: data.kilocalories,
        elevationGainMeters: data.elevationGainMeters,
      };
