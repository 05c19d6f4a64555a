// Where things lie in the object storage.

/** The track that goes by a name: that of the import or recording it was made of, or of the workout and a version of it. */
export const trackKeyOf = (name: string): string => `tracks/${name}`;

/** What was recorded of a workout as it happened, or told by hand. */
export const recordingKeyOf = (workoutId: string): string => `recordings/${workoutId}`;

/** A file that came in an archive, by the archive's import and its number there. */
export const archivedKeyOf = (importId: string): string => `archived/${importId}`;
