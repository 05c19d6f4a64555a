import { failpoint } from '#platform/failpoints.ts';
import { clearLeftover, noteLeftoverOfImport } from '../recordings/leftovers.ts';
import type { WorkoutImport } from '../store/importDocument.ts';
import type { UploadStore } from '../store/uploads.ts';

type Tools = Parameters<typeof clearLeftover>[0] & { readonly uploads: Pick<UploadStore, 'recallStored'> };

/**
 * Ends an import, and deletes the file it came from unless that is a workout's by then: nobody could reach it any more. Noted
 * first, so that the next process does it when this one dies.
 */
export async function endClearing<Result>(
  tools: Tools,
  wanted: Pick<WorkoutImport, '_id' | 'ownerId'>,
  end: () => Promise<Result>,
): Promise<Result> {
  const upload = await tools.uploads.recallStored(wanted._id);
  const leftover = await noteLeftoverOfImport(tools, wanted, upload?.storageKey ? [upload.storageKey] : []);
  const result = await end();
  failpoint('workouts.import.ended');
  await clearLeftover(tools, leftover);
  return result;
}
