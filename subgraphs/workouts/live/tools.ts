import type { RecordingTools } from '../recordings/tools.ts';
import type { DeviceBatchStore } from '../store/deviceBatches.ts';
import type { LiveStore } from '../store/liveWorkouts.ts';
import type { LoosePictureStore } from '../store/loosePictures.ts';
import type { Finishing } from './finishing.ts';
import type { SampleLimits } from './limits.ts';
import type { SampleLog } from './samples.ts';
import type { LiveViews } from './views.ts';

/** What running workouts are recorded and ended with. */
export interface LiveTools extends RecordingTools {
  readonly lives: LiveStore;
  readonly deviceBatches: DeviceBatchStore;
  readonly loosePictures: LoosePictureStore;
  readonly samples: SampleLog;
  readonly limits: SampleLimits;
  readonly views: LiveViews;
  readonly finishing: Finishing;
  /** Who holds the leases: this process. */
  readonly holder: string;
  /** How long one is taken for at a time. */
  readonly leaseMs: number;
  /** So long after the last sign of life a workout closes itself. */
  readonly idleMs: number;
}

/** Where it is said that a running workout has moved on. */
export const liveTopic = (workoutId: string): string => `workouts.live.${workoutId}`;
