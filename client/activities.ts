import {
  ImportWorkoutDocument,
  WorkoutImportUpdatedDocument,
  type ImportOutcomeFragment,
} from './__generated__/graphql.ts';
import { explain, type LaurelClient } from './laurel.ts';

/** An activity file: its name and its bytes. */
export interface ActivityFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** How an import came out. */
export type FinishedImport = ImportOutcomeFragment;

const FINAL: ReadonlySet<string> = new Set(['COMPLETED', 'DUPLICATE', 'FAILED', 'CANCELLED']);

/**
 * Uploads a file, imports it and follows the import until it is done.
 *
 * @throws when the upload or the import is refused; a file that cannot be read is an answer with status FAILED,
 * an import that was cancelled one with CANCELLED.
 */
export async function importActivity(client: LaurelClient, file: ActivityFile): Promise<FinishedImport> {
  const uploadId = await client.upload(file.fileName, file.bytes);
  const { importWorkout } = await client.run(ImportWorkoutDocument, { input: { uploadId } });
  if (!importWorkout.workoutImport) throw new Error(explain(importWorkout.userErrors));
  const { id } = importWorkout.workoutImport;
  for await (const { workoutImportUpdated } of client.listen(WorkoutImportUpdatedDocument, { id })) {
    if (FINAL.has(workoutImportUpdated.status)) return workoutImportUpdated;
  }
  throw new Error(`${file.fileName}: nothing more was told of the import before it was done`);
}
