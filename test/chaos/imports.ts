import type { ActivityFile } from '#client/activities.ts';
import { ImportWorkoutDocument, WorkoutImportDocument } from '#client/__generated__/graphql.ts';
import { explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { persistently } from './persistence.ts';

/** Imports a file though processes die on the way: every step is repeated until it works. @returns the workout's id. */
export async function importStubbornly(person: Person, file: ActivityFile): Promise<string> {
  const uploadId = await persistently('an upload', () => person.client.upload(file.fileName, file.bytes));
  const importId = await persistently('an import', async () => {
    const { importWorkout } = await person.client.run(ImportWorkoutDocument, { input: { uploadId } });
    if (!importWorkout.workoutImport) throw new Error(explain(importWorkout.userErrors));
    return importWorkout.workoutImport.id;
  });
  return persistently('the end of an import', async () => {
    const { workoutImport } = await person.client.run(WorkoutImportDocument, { id: importId });
    if (workoutImport?.status === 'FAILED')
      throw new Error(`${file.fileName}: ${workoutImport.failure?.message ?? ''}`);
    if (!workoutImport?.workout) throw new Error(`${file.fileName} is ${workoutImport?.status ?? 'gone'}`);
    return workoutImport.workout.id;
  });
}
