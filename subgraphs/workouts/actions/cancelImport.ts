import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { endClearing } from '../imports/leaving.ts';
import { importTopic } from '../imports/worker.ts';

/** Cancels an import that waits, or what is left of an archive, opened or not. What was imported of it stays. */
export const cancelImport = defineAction({
  input: z.object({ importId: z.string() }),
  run: async ({ viewer, imports, uploads, recordings, notices, now }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(input.importId);
    const found = id === undefined ? undefined : await imports.get(id);
    if (found?.ownerId !== userId) return refused('NOT_FOUND', 'There is no such import.', 'importId');
    if (found.status === 'CANCELLED') return done({ workoutImport: found });
    const refuse = () => refused('IMPORT_CLOSED', 'The import is done, or its file is being read already.', 'importId');
    if (!found.isOpen) return refuse();
    const cancelled = await endClearing({ ...recordings, uploads }, found, () => imports.cancel(found._id, now()));
    failpoint('workouts.import.cancelled');
    // Another call may have been faster.
    const closed = cancelled ? undefined : await imports.get(found._id);
    if (closed?.status === 'CANCELLED') return done({ workoutImport: closed });
    if (!cancelled) return refuse();
    notices.send(importTopic(found._id), { version: cancelled.version });
    return done({ workoutImport: cancelled });
  },
});
