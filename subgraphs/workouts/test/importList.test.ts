import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { zipOf, type ToZip } from '../../../test/support/zips.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes, importUpload, upload } from './uploading.ts';

const workouts = useWorkouts();

const page = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        status: z.string(),
        createdAt: z.iso.datetime(),
        workout: z.object({ id: z.string() }).nullable(),
        archive: z
          .object({
            totalFiles: z.int(),
            doneFiles: z.int(),
            files: z.array(z.object({ fileName: z.string(), status: z.string() })),
          })
          .nullable(),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), hasPreviousPage: z.boolean(), endCursor: z.string().nullable() }),
});

const LIST = `query($of: [_Any!]!, $first: Int!, $after: String, $statuses: [WorkoutImportStatus!]) {
  _entities(representations: $of) { ... on Viewer { workoutImports(first: $first, after: $after, statuses: $statuses) {
    edges { node { id status createdAt workout { id }
      archive { totalFiles doneFiles files(first: 2, skip: 1) { fileName status } } } }
    pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`;

/** A page of a person's imports as a viewer is told it; null for who is told nothing. */
async function listAs(viewer: Viewer, ownerId: string, args: object = {}) {
  const of = [{ __typename: 'Viewer', id: ownerId }];
  const { data, errors } = await ask(workouts.url, TEST_SECRET, viewer, LIST, { of, first: 20, ...args });
  expect(errors).toBeUndefined();
  const answer = z.object({ _entities: z.tuple([z.object({ workoutImports: page }).nullable()]) });
  return answer.parse(data)._entities[0]?.workoutImports ?? null;
}

async function list(ownerId: string, args: object = {}) {
  const found = await listAs(person(ownerId), ownerId, args);
  if (!found) throw new Error('no list');
  return { ...found, imports: found.edges.map(({ node }) => node), ids: found.edges.map(({ node }) => node.id) };
}

const begin = async (ownerId: string, uploadId: string): Promise<string> => {
  const { workoutImport } = await importUpload(workouts.url, ownerId, uploadId);
  return z.string().parse(workoutImport?.id);
};
/** Uploads what no reader knows. */
const anything = (ownerId: string): Promise<string> => upload(workouts.url, ownerId, new Uint8Array([1, 2, 3]));

describe('the imports of a person', () => {
  it('are listed by pages, the one that was asked for last first, also while others come', async () => {
    const owner = somebody();
    const [one, two, three, four] = [
      await anything(owner),
      await anything(owner),
      await anything(owner),
      await anything(owner),
    ];
    for (const each of [two, one, three]) await begin(owner, each);
    const first = await list(owner, { first: 2 });
    expect(first.ids).toEqual([three, one]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    await begin(owner, four);
    const next = await list(owner, { first: 2, after: first.pageInfo.endCursor });
    expect(next.ids).toEqual([two]);
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const all = await list(owner);
    expect(all.ids).toEqual([four, three, one, two]);
    const times = all.imports.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('are told to nobody else, and to no API key', async () => {
    const [owner, stranger] = [somebody(), somebody()];
    await begin(owner, await anything(owner));
    expect((await list(owner)).ids).toHaveLength(1);
    expect((await list(stranger)).ids).toEqual([]);
    expect(await listAs(person(stranger), owner)).toBeNull();
    expect(await listAs({ kind: 'device', userId: owner, keyId: 'key' }, owner)).toBeNull();
  });

  it('are found by where they stand: an archive under way, with how far it has come, and what became of the others', async () => {
    const owner = somebody();
    const { id: done, workout } = await importBytes(workouts.url, owner, activity().bytes);
    const { id: failed } = await importBytes(workouts.url, owner, new Uint8Array([1, 2, 3]));
    const names = Array.from({ length: 50 }, (_, i) => `${i}.fit`);
    const zip = await zipOf(names.map((name): ToZip => [name, activity({ durationSeconds: 1800 }).bytes]));
    const archive = await begin(owner, await upload(workouts.url, owner, zip));
    const underWay = { statuses: ['PENDING', 'PROCESSING'] };
    const [coming] = await until('some files to be done', async () => {
      const { imports } = await list(owner, underWay);
      return (imports[0]?.archive?.doneFiles ?? 0) > 0 && imports;
    });
    expect(coming).toMatchObject({ id: archive, archive: { totalFiles: 50 } });
    expect(coming?.archive?.files.map(({ fileName }) => fileName)).toEqual(names.slice(1, 3));
    const cancel = 'mutation($input: CancelImportInput!) { cancelImport(input: $input) { userErrors { code } } }';
    expect(await query(workouts.url, owner, cancel, { input: { importId: coming?.id } })).toEqual({
      cancelImport: { userErrors: [] },
    });
    expect((await list(owner, underWay)).ids).toEqual([]);
    expect((await list(owner, { statuses: ['CANCELLED', 'FAILED'] })).ids).toEqual([archive, failed]);
    expect((await list(owner, { statuses: ['COMPLETED'] })).imports).toMatchObject([
      { id: done, workout: { id: workout?.id }, archive: null },
    ]);
    expect((await list(owner, { statuses: [] })).ids).toEqual([archive, failed, done]);
  });
});
