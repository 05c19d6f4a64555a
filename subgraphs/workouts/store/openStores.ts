import type { Mongo } from '#platform/mongo/connection.ts';
import type { FreshEvents } from '#platform/mongo/freshEvents.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { openContents } from './contents.ts';
import { openDiaries } from './diaries.ts';
import { openImports } from './imports.ts';
import { openGroupSessions } from './groupSessions.ts';
import { openDeviceBatches } from './deviceBatches.ts';
import { openLiveWorkouts } from './liveWorkouts.ts';
import { openLoosePictures } from './loosePictures.ts';
import { openLeftovers } from './leftovers.ts';
import { openProfiles } from './profiles.ts';
import { openSources } from './sources.ts';
import { openSchedules } from './schedules.ts';
import { openRelations } from './relations.ts';
import type { TrackStore } from './tracks.ts';
import { openUploads } from './uploads.ts';
import { openWaitingUploads } from './waitingUploads.ts';
import { createWorkoutList } from './workoutList.ts';
import { openWorkouts } from './workouts.ts';

/** Opens all that workouts keeps in MongoDB; tracks lie in the object storage. */
export async function openStores(mongo: Mongo, tracks: TrackStore, log: Logger, fresh?: FreshEvents) {
  const diaries = await openDiaries(mongo);
  const [
    uploads,
    imports,
    workouts,
    contents,
    sources,
    profiles,
    leftovers,
    loosePictures,
    waitingUploads,
    schedules,
    relations,
    lives,
    deviceBatches,
    groupSessions,
  ] = await Promise.all([
    openUploads(mongo, fresh),
    openImports(mongo),
    openWorkouts(mongo, diaries, log, fresh),
    openContents(mongo),
    openSources(mongo),
    openProfiles(mongo),
    openLeftovers(mongo),
    openLoosePictures(mongo),
    openWaitingUploads(mongo),
    openSchedules(mongo),
    openRelations(mongo),
    openLiveWorkouts(mongo, fresh),
    openDeviceBatches(mongo),
    openGroupSessions(mongo, fresh),
  ]);
  return {
    uploads,
    imports,
    workouts,
    list: createWorkoutList(diaries, workouts),
    contents,
    sources,
    profiles,
    leftovers,
    loosePictures,
    waitingUploads,
    schedules,
    relations,
    lives,
    deviceBatches,
    groupSessions,
    tracks,
  };
}
