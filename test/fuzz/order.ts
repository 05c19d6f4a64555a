// Which requests come after which.

/** After these the sender's session or account may be over, so that somebody else sends them. */
export const ENDING = new Set(['deleteAccount', 'logOut', 'logOutEverywhere', 'changePassword', 'changeEmail']);

/** What the same sender mostly does next, once it was accepted. */
export const FOLLOWING: Readonly<Record<string, readonly string[]>> = {
  createUpload: ['importWorkout', 'importWorkout', 'addWorkoutPhoto'],
  importWorkout: ['cancelImport', 'updateWorkout', 'createUpload'],
  logWorkout: ['updateWorkout', 'deleteWorkout', 'createUpload'],
  addWorkoutPhoto: ['removeWorkoutPhoto'],
  startWorkout: ['recordSamples', 'pauseWorkout'],
  recordSamples: ['finishWorkout', 'abandonWorkout', 'recordSamples'],
  scheduleWorkout: ['updateScheduledWorkout', 'cancelScheduledWorkout'],
  createSquad: ['inviteToSquad', 'renameSquad'],
  createCompetition: ['joinCompetition', 'cancelCompetition'],
  postMessage: ['editMessage', 'deleteMessage', 'markRoomRead'],
};
