import { mutation as run } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { addWorkoutPhoto } from '../actions/addWorkoutPhoto.ts';
import { cancelImport } from '../actions/cancelImport.ts';
import { createUpload } from '../actions/createUpload.ts';
import { deleteWorkout } from '../actions/deleteWorkout.ts';
import { importWorkout } from '../actions/importWorkout.ts';
import { createGroupSession } from '../actions/groups/createGroupSession.ts';
import { endGroupSession } from '../actions/groups/endGroupSession.ts';
import { joinGroupSession } from '../actions/groups/joinGroupSession.ts';
import { leaveGroupSession } from '../actions/groups/leaveGroupSession.ts';
import { reportGroupSessionProgress } from '../actions/groups/reportGroupSessionProgress.ts';
import { startGroupSession } from '../actions/groups/startGroupSession.ts';
import { abandonWorkout } from '../actions/live/abandonWorkout.ts';
import { finishWorkout } from '../actions/live/finishWorkout.ts';
import { ingestDeviceData } from '../actions/live/ingestDeviceData.ts';
import { recordSamples } from '../actions/live/recordSamples.ts';
import { startWorkout } from '../actions/live/startWorkout.ts';
import { pauseWorkout, resumeWorkout } from '../actions/live/turning.ts';
import { logWorkout } from '../actions/logWorkout.ts';
import { removeWorkoutPhoto } from '../actions/removeWorkoutPhoto.ts';
import { updateWorkout } from '../actions/updateWorkout.ts';
import { cancelScheduledWorkout } from '../actions/training/cancelScheduledWorkout.ts';
import { renewTrainingCalendar } from '../actions/training/renewTrainingCalendar.ts';
import { scheduleWorkout } from '../actions/training/scheduleWorkout.ts';
import { updateScheduledWorkout } from '../actions/training/updateScheduledWorkout.ts';

export const mutation: MutationResolvers = {
  cancelImport: run(cancelImport, { workoutImport: null }),
  createUpload: run(createUpload, { upload: null }),
  startWorkout: run(startWorkout, { workout: null }),
  recordSamples: run(recordSamples, { acceptedSequence: null, workout: null }),
  pauseWorkout: run(pauseWorkout, { workout: null }),
  resumeWorkout: run(resumeWorkout, { workout: null }),
  finishWorkout: run(finishWorkout, { workout: null }),
  abandonWorkout: run(abandonWorkout, { abandonedWorkoutId: null }),
  ingestDeviceData: run(ingestDeviceData, { acceptedSamples: null, workout: null }),
  createGroupSession: run(createGroupSession, { groupSession: null }),
  joinGroupSession: run(joinGroupSession, { groupSession: null }),
  leaveGroupSession: run(leaveGroupSession, { groupSession: null }),
  startGroupSession: run(startGroupSession, { groupSession: null }),
  reportGroupSessionProgress: run(reportGroupSessionProgress, { acceptedSequence: null }),
  endGroupSession: run(endGroupSession, { groupSession: null }),
  logWorkout: run(logWorkout, { workout: null }),
  updateWorkout: run(updateWorkout, { workout: null }),
  addWorkoutPhoto: run(addWorkoutPhoto, { photo: null, workout: null }),
  removeWorkoutPhoto: run(removeWorkoutPhoto, { removedPhotoId: null, workout: null }),
  deleteWorkout: run(deleteWorkout, { deletedWorkoutId: null }),
  importWorkout: run(importWorkout, { workoutImport: null }),
  scheduleWorkout: run(scheduleWorkout, { scheduledWorkout: null }),
  updateScheduledWorkout: run(updateScheduledWorkout, { scheduledWorkout: null }),
  cancelScheduledWorkout: run(cancelScheduledWorkout, { cancelledScheduledWorkoutId: null }),
  renewTrainingCalendar: run(renewTrainingCalendar, { trainingCalendarUrl: null }),
};
