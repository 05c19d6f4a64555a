import type { Notices } from '#platform/events/notices.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { SignedUrls } from '#platform/server/signedUrls.ts';
import type { GroupTools } from './groups/tools.ts';
import type { ImportQueue } from './imports/queue.ts';
import type { Loaders } from './loaders.ts';
import type { LiveTools } from './live/tools.ts';
import type { PhotoTools } from './photos/photos.ts';
import type { RecordingTools } from './recordings/tools.ts';
import type { ImportStore } from './store/imports.ts';
import type { LoosePictureStore } from './store/loosePictures.ts';
import type { ProfileStore } from './store/profiles.ts';
import type { ScheduleStore } from './store/schedules.ts';
import type { UploadStore } from './store/uploads.ts';
import type { WaitingUploadStore } from './store/waitingUploads.ts';
import type { WorkoutList } from './store/workoutList.ts';
import type { WorkoutStore } from './store/workouts.ts';
import type { CalendarUrls } from './training/calendarUrl.ts';

/** What all requests share. */
export interface Shared {
  readonly uploads: UploadStore;
  readonly waitingUploads: WaitingUploadStore;
  readonly loosePictures: LoosePictureStore;
  readonly photos: PhotoTools;
  readonly imports: ImportStore;
  readonly workouts: WorkoutStore;
  readonly profiles: ProfileStore;
  readonly schedules: ScheduleStore;
  readonly list: WorkoutList;
  readonly recordings: RecordingTools;
  readonly live: LiveTools;
  readonly groups: GroupTools;
  readonly queue: ImportQueue;
  readonly notices: Notices;
  readonly urls: SignedUrls;
  readonly originalUrls: SignedUrls;
  readonly calendarUrls: CalendarUrls;
  /** Where the site is reached. */
  readonly publicUrl: string;
  readonly maxUploadBytes: number;
  readonly maxArchiveBytes: number;
  readonly maxWaitingImports: number;
  /** How long an upload waits for its import, in ms. */
  readonly unusedUploadMs: number;
  readonly now: () => Date;
}

/** What resolvers get, made anew for each request and each event of a subscription. */
export interface Context extends Shared {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: Loaders;
}
