import { describe, expect, inject, test } from 'vitest';
import { generateActivity } from '../fixtures/generate.ts';
import { zipOf, type ToZip } from './support/zips.ts';
import {
  ArchiveImportDocument,
  ArchiveImportUpdatedDocument,
  CancelImportDocument,
  ImportWorkoutDocument,
  WorkoutDocument,
  WorkoutImportsDocument,
  WorkoutsDocument,
  type ArchiveImportQuery,
} from '#client/__generated__/graphql.ts';
import { explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** An activity of a day of its own. */
const activity = (day: number, durationSeconds = 600, format: 'FIT' | 'GPX' = 'FIT'): Uint8Array => {
  const startedAt = Date.UTC(2026, 0, day, 7);
  return generateActivity({ seed: 9000 + day, sport: 'RUNNING', format, startedAt, durationSeconds }).bytes;
};

async function begin({ client }: Person, files: readonly ToZip[]): Promise<string> {
  const uploadId = await client.upload('all.zip', await zipOf(files), 'WORKOUT_ARCHIVE');
  const { importWorkout } = await client.run(ImportWorkoutDocument, { input: { uploadId } });
  if (!importWorkout.workoutImport) throw new Error(explain(importWorkout.userErrors));
  return importWorkout.workoutImport.id;
}

const stateOf = async ({ client }: Person, id: string) =>
  (await client.run(ArchiveImportDocument, { id })).workoutImport;

const done = (person: Person, id: string) =>
  until('the archive to be done', async () => {
    const state = await stateOf(person, id);
    return state?.status === 'COMPLETED' && state;
  });

const fatesOf = (state: ArchiveImportQuery['workoutImport']) =>
  Object.fromEntries(
    (state?.archive?.files ?? []).map(({ fileName, status, failure }) => [fileName, failure?.code ?? status]),
  );

const workoutsOf = async ({ client }: Person): Promise<number> =>
  (await client.run(WorkoutsDocument, { first: 100 })).viewer?.workouts?.edges.length ?? 0;

describe('an archive', () => {
  test('tells as it goes what becomes of each file, and makes workouts of those that are some', async () => {
    const [ana, ben] = [await newPerson(gatewayUrl, 'ana'), await newPerson(gatewayUrl, 'ben')];
    const id = await begin(ana, [
      ['2026/good.fit', activity(1)],
      ['again.fit', activity(1)],
      ['cut.gpx', activity(2, 600, 'GPX').slice(0, 900)],
      ['notes.txt', new TextEncoder().encode('Bring water.')],
      ['inner.zip', await zipOf([['a.fit', activity(3)]])],
    ]);
    const counts: number[] = [];
    for await (const { workoutImportUpdated } of ana.client.listen(ArchiveImportUpdatedDocument, { id })) {
      counts.push(workoutImportUpdated.archive?.doneFiles ?? 0);
      if (workoutImportUpdated.status === 'COMPLETED') break;
    }
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    const state = await stateOf(ana, id);
    expect(state?.archive).toMatchObject({ totalFiles: 5, doneFiles: 5 });
    expect(fatesOf(state)).toEqual({
      '2026/good.fit': 'COMPLETED',
      'again.fit': 'DUPLICATE',
      'cut.gpx': 'MALFORMED_FILE',
      'notes.txt': 'UNKNOWN_FORMAT',
      'inner.zip': 'NESTED_ARCHIVE',
    });
    expect(await workoutsOf(ana)).toBe(1);
    const [foreign] = (await done(ben, await begin(ben, [['mine.fit', activity(1)]])))?.archive?.files ?? [];
    expect(foreign?.status).toBe('COMPLETED');
    const { workout } = await ben.client.run(WorkoutDocument, { id: foreign?.workout?.id ?? '' });
    expect(workout?.flags).toMatchObject([{ code: 'FOREIGN_FILE', severity: 'HARD' }]);
    // An import is its owner's business.
    expect(await stateOf(ben, id)).toBeNull();
    const { cancelImport } = await ben.client.run(CancelImportDocument, { input: { importId: id } });
    expect(cancelImport.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['importId'] }]);
  });

  test('that is found among those under way and cancelled keeps what was done', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const id = await begin(
      ana,
      Array.from({ length: 60 }, (_, day): ToZip => [`${day}.fit`, activity(day + 1, 1800)]),
    );
    const importId = await until('a file to be done', async () => {
      const { viewer } = await ana.client.run(WorkoutImportsDocument, {
        first: 1,
        statuses: ['PENDING', 'PROCESSING'],
      });
      const node = viewer?.workoutImports?.edges[0]?.node;
      return (node?.archive?.doneFiles ?? 0) > 0 && node?.id;
    });
    expect(importId).toBe(id);
    const { cancelImport } = await ana.client.run(CancelImportDocument, { input: { importId } });
    expect(cancelImport).toMatchObject({ userErrors: [], workoutImport: { status: 'CANCELLED' } });
    const made = await until('the last note', async () => {
      const done = (await stateOf(ana, id))?.archive?.doneFiles;
      return done === (await workoutsOf(ana)) && done;
    });
    expect(made).toBeLessThan(60);
    expect((await stateOf(ana, id))?.status).toBe('CANCELLED');
  });

  test('that is a bomb, cut off or empty is refused, saying so', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const bomb = Array.from({ length: 3 }, (_, i): ToZip => [`${i}.gpx`, new Uint8Array(20_000_000)]);
    const refused = async (files: readonly ToZip[]) => {
      const id = await begin(ana, files);
      return until('the end', async () => {
        const state = await stateOf(ana, id);
        return state?.status === 'FAILED' && state.failure?.code;
      });
    };
    expect(await refused(bomb)).toBe('ARCHIVE_TOO_LARGE');
    expect(await refused([])).toBe('EMPTY_ARCHIVE');
    expect(await workoutsOf(ana)).toBe(0);
  });
});
