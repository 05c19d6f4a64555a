import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { ImportWorkoutDocument } from '#client/__generated__/graphql.ts';
import type { ActivityFile } from '#client/activities.ts';
import { explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { zipOf } from '../../test/support/zips.ts';
import { ask } from './people.ts';

const PROGRESS = 'query($id: ID!) { workoutImport(id: $id) { status archive { totalFiles doneFiles } } }';

const progressSchema = z.object({
  workoutImport: z.object({
    status: z.string(),
    archive: z.object({ totalFiles: z.int(), doneFiles: z.int() }).nullable(),
  }),
});

/** Uploads files as one archive and waits until all of them are done with. */
export async function importArchive(url: string, person: Person, files: readonly ActivityFile[]): Promise<void> {
  const zip = await zipOf(files.map(({ fileName, bytes }) => [fileName, bytes]));
  const uploadId = await person.client.upload('archive.zip', zip);
  const { importWorkout } = await person.client.run(ImportWorkoutDocument, { input: { uploadId } });
  const id = importWorkout.workoutImport?.id;
  if (id === undefined) throw new Error(explain(importWorkout.userErrors));
  for (;;) {
    const { workoutImport } = progressSchema.parse(await ask(url, person.accessToken, PROGRESS, { id }));
    if (workoutImport.status === 'COMPLETED') return;
    if (workoutImport.status !== 'PENDING' && workoutImport.status !== 'PROCESSING')
      throw new Error(`the archive ended ${workoutImport.status}`);
    await setTimeout(200);
  }
}
