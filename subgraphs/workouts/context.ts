import type { Notices } from '#platform/events/notices.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { ImportQueue } from './imports/queue.ts';
import type { Loaders } from './loaders.ts';
import type { ImportStore } from './store/imports.ts';
import type { UploadStore } from './store/uploads.ts';
import type { WorkoutList } from './store/workoutList.ts';
import type { WorkoutStore } from './store/workouts.ts';
import type { UploadUrls } from './uploads/uploadUrl.ts';

/** What all requests share. */
export interface Shared {
  readonly uploads: UploadStore;
  readonly imports: ImportStore;
  readonly workouts: WorkoutStore;
  readonly list: WorkoutList;
  readonly queue: ImportQueue;
  readonly notices: Notices;
  readonly urls: UploadUrls;
  readonly maxUploadBytes: number;
  readonly maxArchiveBytes: number;
  readonly maxWaitingImports: number;
  readonly now: () => Date;
}

/** What resolvers get, made anew for each request and each event of a subscription. */
export interface Context extends Shared {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: Loaders;
}
