import { describe, expect, it, onTestFinished } from 'vitest';
import { checkDeadline, withDeadline } from '#platform/deadline.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { createQueue, type Notices } from '#platform/events/notices.ts';
import { leaseOf, type Lease } from '#platform/lease.ts';
import { createOneAtATime } from '#platform/oneAtATime.ts';
import { StorageError } from '#platform/storage/storage.ts';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { failure } from '../domain/importFailure.ts';
import { createImportWorker, ReaderFault } from '../imports/worker.ts';
import { startImportQueue, type ImportQueueOptions } from '../imports/queue.ts';
import type { ImportResult, WorkoutImport } from '../store/importDocument.ts';
import { openImports, type ImportStore } from '../store/imports.ts';
import { somebody } from './support.ts';

const notices: Notices = {
  settled: async () => undefined,
  send: () => undefined,
  listen: () => createQueue<never>(() => undefined).iterator,
};
const completed = (wanted: WorkoutImport): ImportResult => ({
  status: 'COMPLETED',
  workoutId: wanted.newWorkoutId,
  failure: null,
});

const NOTHING_ASKED = { sport: null, title: null, visibility: null, isArchive: false, requestId: null };

async function store(): Promise<ImportStore> {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  return openImports(mongo);
}

function createImport(imports: ImportStore, ownerId = somebody(), held?: Lease) {
  const asked = { ...NOTHING_ASKED, createdAt: new Date() };
  return imports.create({ _id: somebody(), ownerId, newWorkoutId: somebody(), ...asked }, held);
}

const newImport = async (imports: ImportStore, ownerId = somebody()): Promise<string> =>
  (await createImport(imports, ownerId)).workoutImport._id;

/** The imports whose files were deleted. */
const cleared = new Set<string>();

/** A worker whose clock stands where the test puts it. */
function worker(
  imports: ImportStore,
  importFile: (wanted: WorkoutImport) => Promise<ImportResult>,
  clock = { now: Date.now() },
) {
  const { log } = testService();
  return createImportWorker({
    imports,
    notices,
    log,
    holder: somebody(),
    leaseMs: 5000,
    now: () => new Date(clock.now),
    importUpload: importFile,
    endClearing: (taken, end) => {
      cleared.add(taken._id);
      return end();
    },
  });
}

const lease = () => leaseOf(somebody(), new Date(), 5000);

const later = (clock: { now: number }, ms: number): void => void (clock.now += ms);

describe('an import', () => {
  it('is worked on by one of many who try at once', async () => {
    const imports = await store();
    const id = await newImport(imports);
    let begun = 0;
    const work = () =>
      worker(imports, async (wanted) => {
        begun++;
        return completed(wanted);
      })(id);
    await Promise.all(Array.from({ length: 6 }, work));
    expect(begun).toBe(1);
    expect(await imports.get(id)).toMatchObject({ status: 'COMPLETED', isOpen: false, tries: 1 });
  });

  it('is taken over when whoever worked on it is gone, and not before', async () => {
    const imports = await store();
    const id = await newImport(imports);
    const clock = { now: Date.now() };
    await imports.claim(id, { holder: 'dead', now: new Date(clock.now), until: new Date(clock.now + 5000) });
    const work = worker(imports, async (wanted) => completed(wanted), clock);
    await work(id);
    expect((await imports.get(id))?.status).toBe('PROCESSING');
    later(clock, 5001);
    await work(id);
    expect(await imports.get(id)).toMatchObject({ status: 'COMPLETED', tries: 2 });
  });

  it('is begun without being taken anew by who took it when it was added, while that holds', async () => {
    const imports = await store();
    const clock = { now: Date.now() };
    const work = worker(imports, async (wanted) => completed(wanted), clock);
    const add = async () => {
      const asked = { ...NOTHING_ASKED, createdAt: new Date(clock.now) };
      const wanted = { _id: somebody(), ownerId: somebody(), newWorkoutId: somebody(), ...asked };
      return imports.create(wanted, leaseOf('me', new Date(clock.now), 5000));
    };
    const { workoutImport: first } = await add();
    expect(first).toMatchObject({ status: 'PROCESSING', leaseHolder: 'me', tries: 1 });
    await work(first._id);
    expect(await imports.get(first._id)).toMatchObject({ status: 'PROCESSING', tries: 1 });
    await work(first._id, first);
    expect(await imports.get(first._id)).toMatchObject({ status: 'COMPLETED', tries: 1 });
    const { workoutImport: second } = await add();
    later(clock, 5001);
    await work(second._id, second);
    expect(await imports.get(second._id)).toMatchObject({ status: 'COMPLETED', tries: 2 });
  });

  it('is tried again after a failure, later and later', async () => {
    const imports = await store();
    const id = await newImport(imports);
    const clock = { now: Date.now() };
    let failures = 2;
    const work = worker(
      imports,
      async (wanted) => {
        if (failures-- > 0) throw new Error('the store was away');
        return completed(wanted);
      },
      clock,
    );
    await work(id);
    await work(id);
    expect(await imports.get(id)).toMatchObject({ isOpen: true, tries: 1 });
    later(clock, 501);
    await work(id);
    later(clock, 501);
    await work(id);
    expect(await imports.get(id)).toMatchObject({ isOpen: true, tries: 2 });
    later(clock, 501);
    await work(id);
    expect(await imports.get(id)).toMatchObject({ status: 'COMPLETED', tries: 3 });
  });

  it.each([
    ['a store or the broker is away', Object.assign(new Error('nobody listens'), { code: 'ECONNREFUSED' })],
    ['the storage refuses', new StorageError('the storage failed', { cause: new Error('the keys have expired') })],
  ])('is tried again for as long as %s, for a day', async (_what, error) => {
    const imports = await store();
    const id = await newImport(imports);
    const clock = { now: Date.now() };
    let failing = true;
    const work = worker(imports, async (wanted) => (failing ? Promise.reject(error) : completed(wanted)), clock);
    for (let time = 0; time < 20; time++) {
      await work(id);
      later(clock, 3001);
    }
    expect(await imports.get(id)).toMatchObject({ isOpen: true, tries: 0 });
    failing = false;
    await work(id);
    expect(await imports.get(id)).toMatchObject({ status: 'COMPLETED' });
    const poison = await newImport(imports);
    failing = true;
    later(clock, 24 * 3_600_000);
    for (let time = 0; time < 13; time++) {
      await work(poison);
      later(clock, 30_001);
    }
    expect(await imports.get(poison)).toMatchObject({ status: 'FAILED', failure: { code: 'READER_FAILED' } });
  });

  it('that is told of as it is held is read again as soon as it is put off, and told of as it was ended', async () => {
    const imports = await store();
    const asked = { ...NOTHING_ASKED, _id: somebody(), ownerId: somebody(), newWorkoutId: somebody() };
    const waiting = await imports.create({ ...asked, createdAt: new Date() });
    const id = waiting.workoutImport._id;
    const told = async (): Promise<unknown> => {
      const [remembered, there] = [await imports.recall(id, 0), await imports.get(id)];
      expect(remembered).toEqual(there);
      return there?.status;
    };
    expect(await told()).toBe('PENDING');
    const taken = await imports.claim(id, leaseOf('me', new Date(), 5000));
    expect(await told()).toBe('PROCESSING');
    await imports.putOff(id, leaseOf('me', new Date(), 0), 'FAILED');
    expect(await told()).toBe('PROCESSING');
    if (taken) await imports.finish({ ...taken, version: 1 }, completed(taken), new Date());
    expect(await told()).toBe('COMPLETED');
  });

  it.each(['DUPLICATE', 'FAILED'] as const)('that ends as %s has its file deleted', async (status) => {
    const imports = await store();
    const id = await newImport(imports);
    const failed = failure('MALFORMED_FILE', 'It is no such file.');
    await worker(imports, async (wanted) => ({
      status,
      workoutId: status === 'DUPLICATE' ? wanted.newWorkoutId : null,
      failure: status === 'FAILED' ? failed : null,
    }))(id);
    expect(cleared).toContain(id);
  });

  it('fails when the readers break down on it three times, and keeps its file', async () => {
    const imports = await store();
    const id = await newImport(imports);
    const clock = { now: Date.now() };
    const work = worker(imports, () => Promise.reject(new ReaderFault('no')), clock);
    for (let i = 0; i < 3; i++) {
      await work(id);
      later(clock, 60_000);
    }
    expect(await imports.get(id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'READER_FAILED' },
      isOpen: false,
    });
    expect(cleared).not.toContain(id);
  });

  it('fails when its process died of it time and again, and keeps its file', async () => {
    const imports = await store();
    const id = await newImport(imports);
    const clock = { now: Date.now() };
    for (let i = 0; i < 12; i++) {
      await imports.claim(id, { holder: 'dead', now: new Date(clock.now), until: new Date(clock.now) });
    }
    await worker(imports, () => Promise.reject(new Error('must not be tried')), clock)(id);
    expect(await imports.get(id)).toMatchObject({ status: 'FAILED', failure: { code: 'READER_FAILED' } });
    expect(cleared).not.toContain(id);
  });
});

/** A queue that finds nothing left behind, unless it is given imports. */
const startQueue = (options: Pick<ImportQueueOptions, 'work' | 'concurrency'> & Partial<ImportQueueOptions>) =>
  startImportQueue({
    service: testService(),
    imports: { findOpen: async () => [], countOpen: async () => 0 },
    lease,
    now: () => new Date(),
    ...options,
  });

describe('the queue', () => {
  it('does no more at a time than it may, and all in the end', async () => {
    let [now, most] = [0, 0];
    const done: string[] = [];
    const queue = startQueue({
      concurrency: 3,
      work: async (id) => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now--;
        done.push(id);
        return 'NOTHING';
      },
    });
    for (let i = 0; i < 20; i++) queue.add(`i${i}`, `person ${i % 3}`);
    await until('all to be done', () => done.length === 20);
    expect(most).toBe(3);
  });

  it('gives each person who waits a turn before anybody has another, also between the parts of an archive', async () => {
    const begun: string[] = [];
    const parts = new Map([['archive', 4]]);
    const queue = startQueue({
      concurrency: 1,
      work: async (id) => {
        begun.push(id);
        await new Promise(setImmediate);
        const left = (parts.get(id) ?? 1) - 1;
        parts.set(id, left);
        return left > 0 ? 'MORE' : 'NOTHING';
      },
    });
    queue.add('archive', 'ana');
    for (const id of ['a1', 'a2', 'a3']) queue.add(id, 'ana');
    for (const id of ['b1', 'b2']) queue.add(id, 'ben');
    await until('all to be done', () => begun.length === 9);
    expect(begun.filter((id) => id.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(begun.indexOf('b2')).toBeLessThan(5);
  });

  it('takes up what was left behind also while many wait all the time', async () => {
    const imports = await store();
    const left = await newImport(imports);
    await imports.claim(left, leaseOf('dead', new Date(), 1));
    const waiting = await Promise.all(Array.from({ length: 60 }, () => newImport(imports)));
    let isBegun = false;
    const queue = startQueue({
      imports,
      concurrency: 1,
      work: async (id) => {
        isBegun ||= id === left;
        await new Promise(setImmediate);
        return isBegun ? 'NOTHING' : 'MORE';
      },
    });
    for (const id of waiting) queue.add(id, 'ana');
    await until('what was left behind to be begun', () => isBegun);
  });

  it('counts a person’s imports with those that an earlier process left behind', async () => {
    const imports = await store();
    const ownerId = somebody();
    for (let i = 0; i < 70; i++) await newImport(imports, ownerId);
    await newImport(imports);
    const opened = Promise.withResolvers<void>();
    const queue = startQueue({
      imports,
      concurrency: 2,
      work: async (id) => {
        await opened.promise;
        const taken = await imports.claim(id, lease());
        if (taken) await imports.finish(taken, completed(taken), new Date());
        return 'NOTHING';
      },
    });
    expect(await queue.depth(ownerId)).toBe(70);
    opened.resolve();
    await until('nobody to wait', async () => (await queue.depth(ownerId)) === 0);
  });

  it('takes of several that are added at once only those that begin at once, and those first', async () => {
    const imports = await store();
    const opened = Promise.withResolvers<void>();
    const begun: { id: string; isTaken: boolean }[] = [];
    const queue = startQueue({
      imports,
      concurrency: 2,
      work: async (id, taken) => {
        begun.push({ id, isTaken: taken?._id === id });
        await opened.promise;
        return 'NOTHING';
      },
    });
    const add = () => queue.addNew((held) => createImport(imports, somebody(), held));
    await expect(queue.addNew(() => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    const added = await Promise.all([add(), add(), add(), add()]);
    expect(added.map(({ leaseHolder }) => leaseHolder !== null)).toEqual([true, true, false, false]);
    expect(begun.map((each) => each.isTaken)).toEqual([true, true]);
    opened.resolve();
    // They are left open here: what looks for such ones begins them again after a while.
    await until('all to be begun', () => begun.length >= 4);
    expect(new Set(begun.map(({ id }) => id))).toEqual(new Set(added.map(({ _id }) => _id)));
  });

  it('goes on with what was added, and with what comes after it, when who added it waits no longer', async () => {
    const asked = Promise.withResolvers<void>();
    const done: string[] = [];
    const queue = startQueue({
      concurrency: 1,
      work: async (id) => {
        await asked.promise;
        checkDeadline();
        done.push(id);
        return 'NOTHING';
      },
    });
    withDeadline(0, () => ['first', 'second'].forEach((id) => queue.add(id, 'ana')));
    asked.resolve();
    await until('both to be done', () => done.length === 2);
  });

  it('finds what was left behind without being told', async () => {
    const imports = await store();
    const id = await newImport(imports);
    const work = worker(imports, async (wanted) => completed(wanted));
    startQueue({ imports, work, concurrency: 1 });
    await until('the import to be done', async () => (await imports.get(id))?.status === 'COMPLETED');
  });
});

describe('one at a time', () => {
  it('keeps the order of a key, also after a failure, and lets other keys go on', async () => {
    const oneAtATime = createOneAtATime();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = oneAtATime('a', async () => {
      await gate.promise;
      order.push('a1');
      throw new Error('no');
    });
    const second = oneAtATime('a', async () => void order.push('a2'));
    await oneAtATime('b', async () => void order.push('b'));
    gate.resolve();
    await expect(first).rejects.toThrow('no');
    await second;
    expect(order).toEqual(['b', 'a1', 'a2']);
  });
});
