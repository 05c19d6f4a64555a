import { expect, it, onTestFinished } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import { createNotices } from '#platform/events/notices.ts';
import { untilUnheard } from '#platform/testing/notices.ts';
import { startTestNats, testService } from '#platform/testing/stores.ts';
import { followImport } from '../imports/follow.ts';
import { importTopic } from '../imports/worker.ts';
import type { WorkoutImport } from '../store/importDocument.ts';
import { archiveOf } from './archiveImport.ts';

const now = (): Date => new Date();

async function open() {
  const nats = await startTestNats();
  onTestFinished(nats.dispose);
  const broker = await openBroker(testService('workouts'), nats.value.url);
  return { broker, notices: createNotices(broker) };
}

it('who follows an archive that is cancelled is told last what was done of it', async () => {
  const { notices } = await open();
  const held = { leaseHolder: 'a process', leaseUntil: new Date(Date.now() + 60_000) };
  let state: WorkoutImport = { ...archiveOf(40, 1, true), ...held };
  const recall = (): Promise<WorkoutImport> => Promise.resolve(state);
  const states = await followImport({ imports: { recall }, notices, now }, 'an-import', 'ana');
  await notices.settled();
  const heard: [status: string, version: number][] = [];
  for await (const { status, version } of states ?? []) {
    heard.push([status, version]);
    if (version === 3) continue;
    const isOpen = false;
    state = {
      ...state,
      status: 'CANCELLED',
      isOpen,
      version: version + 1,
      ...(version === 2 ? { leaseHolder: null } : {}),
    };
    notices.send(importTopic('an-import'), {});
  }
  expect(heard).toEqual([
    ['PROCESSING', 1],
    ['CANCELLED', 2],
    ['CANCELLED', 3],
  ]);
});

it('who follows an import hears no more when notices end, or they leave, and nothing is read for them', async () => {
  const { broker, notices } = await open();
  let reads = 0;
  const recall = (): Promise<WorkoutImport> => Promise.resolve(archiveOf(1, ++reads, true));
  const follow = async (): Promise<AsyncIterableIterator<WorkoutImport>> => {
    const states = await followImport({ imports: { recall }, notices, now }, 'an-import', 'ana');
    if (!states) throw new Error('it is theirs');
    await states.next();
    return states;
  };
  const left = await follow();
  const waiting = left.next();
  const before = reads;
  await left.return?.();
  expect((await waiting).done).toBe(true);
  await untilUnheard(broker, importTopic('an-import'));
  expect(reads).toBe(before);
  const ended = await follow();
  const after = reads;
  await broker.connection.close();
  expect((await ended.next()).done).toBe(true);
  expect(reads).toBe(after);
});

it.each([
  { files: 2000, least: 2, most: 6 },
  { files: 5, least: 12, most: 21 },
])(
  'who follows an archive of $files files is told $least to $most of 20 steps in a second, and always its end',
  async ({ files, least, most }) => {
    const { notices } = await open();
    let version = 1;
    const recall = (): Promise<WorkoutImport> => Promise.resolve(archiveOf(files, version, version < 20));
    const states = await followImport({ imports: { recall }, notices, now }, 'an-import', 'ana');
    await notices.settled();
    const steps = setInterval(() => {
      version += 1;
      notices.send(importTopic('an-import'), {});
      if (version === 20) clearInterval(steps);
    }, 50);
    const heard: number[] = [];
    for await (const state of states ?? []) heard.push(state.version);
    expect(heard.at(-1)).toBe(20);
    expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b));
    expect(heard.length).toBeGreaterThanOrEqual(least);
    expect(heard.length).toBeLessThanOrEqual(most);
  },
);
