import { expect, it, onTestFinished } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import { createNotices, createQueue, type Notice } from '#platform/events/notices.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { followImport } from '../imports/follow.ts';
import { importTopic } from '../imports/worker.ts';
import type { WorkoutImport } from '../store/imports.ts';
import { archiveOf } from './archiveImport.ts';

const now = (): Date => new Date();

it('who follows an archive that is cancelled is told last what was done of it', async () => {
  const nats = await startTestNats();
  onTestFinished(nats.dispose);
  const { service, close } = createService('workouts', 'silent');
  const notices = createNotices(await openBroker(service, nats.value.url));
  const held = { leaseHolder: 'a process', leaseUntil: new Date(Date.now() + 60_000) };
  let state: WorkoutImport = { ...archiveOf(40, 1, true), ...held };
  const recall = (): Promise<WorkoutImport> => Promise.resolve(state);
  const states = await followImport({ imports: { get: recall, recall }, notices, now }, 'an-import', 'ana');
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
  await close();
});

it('who follows an import hears no more when notices end, and nothing is read for them', async () => {
  let reads = 0;
  const recall = (): Promise<WorkoutImport> => Promise.resolve(archiveOf(1, ++reads, true));
  const { end, iterator } = createQueue<Notice>(() => undefined);
  const ended = { listen: () => iterator };
  end();
  const states = await followImport({ imports: { get: recall, recall }, notices: ended, now }, 'an-import', 'ana');
  expect(await Array.fromAsync(states ?? [])).toHaveLength(1);
  expect(reads).toBe(1);
});

it.each([
  { files: 2000, least: 2, most: 6 },
  { files: 5, least: 12, most: 21 },
])(
  'who follows an archive of $files files is told $least to $most of 20 steps in a second, and always its end',
  async ({ files, least, most }) => {
    const nats = await startTestNats();
    onTestFinished(nats.dispose);
    const { service, close } = createService('workouts', 'silent');
    const notices = createNotices(await openBroker(service, nats.value.url));
    let version = 1;
    const recall = (): Promise<WorkoutImport> => Promise.resolve(archiveOf(files, version, version < 20));
    const states = await followImport({ imports: { get: recall, recall }, notices, now }, 'an-import', 'ana');
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
    await close();
  },
);
