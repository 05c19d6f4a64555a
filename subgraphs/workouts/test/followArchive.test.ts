import { expect, it, onTestFinished } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { openBroker } from '#platform/events/broker.ts';
import { createNotices } from '#platform/events/notices.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { followImport } from '../imports/follow.ts';
import { importTopic } from '../imports/worker.ts';
import type { WorkoutImport } from '../store/imports.ts';

/** An import of an archive with so many files. */
const archiveOf = (files: number, version: number, isOpen: boolean): WorkoutImport => ({
  _id: uuidv7(),
  ownerId: 'ana',
  status: isOpen ? 'PROCESSING' : 'COMPLETED',
  newWorkoutId: uuidv7(),
  sport: null,
  title: null,
  visibility: null,
  workoutId: null,
  failure: null,
  hasReplaced: false,
  archive: JSON.stringify(
    Array.from({ length: files }, (_, index) => ({
      fileName: `activities/2026/${index}-morning-run.fit`,
      status: 'COMPLETED',
      workoutId: uuidv7(),
      failure: null,
    })),
  ),
  isArchive: true,
  isOpen,
  tries: 1,
  faults: 0,
  leaseHolder: null,
  leaseUntil: new Date(0),
  version,
  requestId: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
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
    const states = await followImport({ imports: { get: recall, recall }, notices }, 'an-import', 'ana');
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
