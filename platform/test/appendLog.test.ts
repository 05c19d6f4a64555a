import { describe, expect, test } from 'vitest';
import { openAppendLog } from '#platform/events/appendLog.ts';
import type { Stream } from '#platform/events/streams.ts';
import { useBroker, useNats } from './support.ts';

const NOTES: Stream = { name: 'NOTES', subjects: ['notes.*'] };

describe('a log of many subjects', () => {
  test('is read in order, each subject by itself, and over many batches', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const log = await openAppendLog(broker, NOTES);
    let after = 0;
    for (let body = 0; body < 600; body++) after = (await log.append('notes.a', body, after)) ?? -1;
    await log.append('notes.b', 'other', 0);
    expect((await log.read('notes.a')).map(({ body }) => body)).toEqual(Array.from({ length: 600 }, (_, body) => body));
    expect((await log.read('notes.b')).map(({ body }) => body)).toEqual(['other']);
    expect(await log.read('notes.c')).toEqual([]);
  });

  test('takes nothing after what is not its last message', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const log = await openAppendLog(broker, NOTES);
    const first = await log.append('notes.a', 1, 0);
    expect(await log.append('notes.a', 2, 0)).toBeUndefined();
    expect(await log.append('notes.a', 2, first ?? 0)).toBeGreaterThan(first ?? 0);
    expect(await log.read('notes.a')).toHaveLength(2);
  });

  test('that is purged while it is read is read without what was purged', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const log = await openAppendLog(broker, NOTES);
    const subjects = Array.from({ length: 60 }, (_, index) => `notes.${index}`);
    await Promise.all(subjects.map((subject) => log.append(subject, subject, 0)));
    const read = subjects.map(async (subject) => {
      const [found] = await Promise.all([log.read(subject), log.purge(subject)]);
      return found.length;
    });
    for (const count of await Promise.all(read)) expect(count).toBeLessThanOrEqual(1);
    expect((await broker.manager.streams.info(NOTES.name)).state.messages).toBe(0);
  });
});
