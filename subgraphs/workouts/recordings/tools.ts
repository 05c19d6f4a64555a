import type { Notices } from '#platform/events/notices.ts';
import type { OneAtATime } from '#platform/oneAtATime.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { ReaderPool } from '../files/pool.ts';
import type { ToldProfile } from '../profiles.ts';
import type { GroupSessionStore } from '../store/groupSessions.ts';
import type { ImportStore } from '../store/imports.ts';
import type { LeftoverStore } from '../store/leftovers.ts';
import type { LiveStore } from '../store/liveWorkouts.ts';
import type { ProfileStore } from '../store/profiles.ts';
import type { TrackStore } from '../store/tracks.ts';
import type { WorkoutList } from '../store/workoutList.ts';
import type { WorkoutStore } from '../store/workouts.ts';

/** What recordings are kept, changed and removed with. */
export interface RecordingTools {
  readonly workouts: WorkoutStore;
  readonly imports: Pick<ImportStore, 'get'>;
  readonly list: WorkoutList;
  readonly profiles: ProfileStore;
  readonly toldProfile: ToldProfile;
  readonly tracks: TrackStore;
  readonly leftovers: LeftoverStore;
  readonly lives: Pick<LiveStore, 'toldOf' | 'takeBack'>;
  readonly groupSessions: Pick<GroupSessionStore, 'get' | 'change'>;
  readonly storage: ObjectStorage;
  readonly reader: ReaderPool;
  readonly notices: Notices;
  readonly log: Logger;
  readonly oneAtATime: OneAtATime;
  /** Says that a document has pending events. */
  readonly wakeRelay: () => void;
  readonly now: () => Date;
  /** Limit on what a file unpacks to. */
  readonly maxBytes: number;
  /** How long a profile is waited for that has not come yet. */
  readonly profileWaitMs: number;
}
