import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Notices } from '#platform/events/notices.ts';
import type { ReaderPool } from '../files/pool.ts';
import type { ImportStore } from '../store/imports.ts';
import type { LeftoverStore } from '../store/leftovers.ts';
import type { ProfileStore } from '../store/profiles.ts';
import type { SourceStore } from '../store/sources.ts';
import type { TrackStore } from '../store/tracks.ts';
import type { WorkoutList } from '../store/workoutList.ts';
import type { WorkoutStore } from '../store/workouts.ts';
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
