import { expect, it, onTestFinished } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import { createNotices } from '#platform/events/notices.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { followImport } from '../imports/follow.ts';
import { importTopic } from '../imports/worker.ts';
import type { WorkoutImport } from '../store/imports.ts';
import { archiveOf } from './archiveImport.ts';

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
