import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { line, parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { SPORTS } from '../domain/sport.ts';
import { MAX_TITLE_LENGTH } from '../domain/title.ts';
import { decideImport, importableUntil } from '../domain/upload.ts';
import { VISIBILITIES } from '../domain/visibility.ts';

/** Begins to make a workout of an uploaded file; an upload that was imported before answers with that import. */
export const importWorkout = defineAction({
  input: z.object({
    uploadId: z.string(),
    sport: z.enum(SPORTS).nullish(),
    title: line(MAX_TITLE_LENGTH).nullish(),
    visibility: z.enum(VISIBILITIES).nullish(),
  }),
  run: async (context: Context, input) => {
    const { viewer, uploads, waitingUploads, imports, queue, requestId, now, maxWaitingImports } = context;
    const { userId: ownerId } = requirePerson(viewer);
    const { sport = null, title = null, visibility = null } = input;
    if ((await queue.depth(ownerId)) >= maxWaitingImports)
      return refused('LIMIT_REACHED', 'Too many of your imports wait to be done; try again when some are.', 'uploadId');
    const uploadId = parseId(input.uploadId);
    const found = uploadId === undefined ? undefined : await uploads.recallStored(uploadId);
    const decided = decideImport(found, ownerId, now());
    if (!decided.ok) return decided;
    const { _id } = decided.value;
    // What was imported in time answers with that import.
    if (importableUntil(decided.value, context.unusedUploadMs) <= now() && !(await imports.get(_id)))
      return refused('UPLOAD_EXPIRED', 'The upload was not imported in time.', 'uploadId');
    const wanted = {
      _id,
      ownerId,
      newWorkoutId: uuidv7(),
      sport,
      title,
      visibility,
      isArchive: decided.value.isArchive,
      requestId,
      createdAt: now(),
    };
    failpoint('workouts.import.before-insert');
    const workoutImport = await queue.addNew(async (lease) => {
      const created = await imports.create(wanted, lease);
      failpoint('workouts.import.inserted');
      return created;
    });
    await waitingUploads.settle(_id);
    return done({ workoutImport });
  },
});
