import { describe, expect, test } from 'vitest';
import { openAppendLog } from '#platform/events/appendLog.ts';
import { endExport, exportsUnderWay, giveToExport, jsonFile } from '#platform/events/exportParts.ts';
import { openKeys } from '#platform/events/keys.ts';
import { KEYS, type Stream } from '#platform/events/streams.ts';
import { isInFolder } from '#platform/testing/folder.ts';
import { until } from '#platform/testing/until.ts';
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

  test('that is erased while it is read is read without what was erased', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const log = await openAppendLog(broker, NOTES);
    const subjects = Array.from({ length: 60 }, (_, index) => `notes.${index}`);
    await Promise.all(subjects.map((subject) => log.append(subject, subject, 0)));
    const read = subjects.map(async (subject) => {
      const [found] = await Promise.all([log.read(subject), log.erase(subject)]);
      return found.length;
    });
    for (const count of await Promise.all(read)) expect(count).toBeLessThanOrEqual(1);
    expect((await broker.manager.streams.info(NOTES.name)).state.messages).toBe(0);
  });

  test('leaves nothing of what was erased on the disk that could be read, also where other subjects stand beside it', async () => {
    const nats = await useNats();
    const { broker } = await useBroker(nats.url);
    const log = await openAppendLog(broker, NOTES);
    const secretOf = async (subject: string): Promise<string> => {
      const key = await broker.manager.streams.getMessage(KEYS.name, { last_by_subj: `keys.${subject}` });
      return Buffer.from(key?.data ?? []).toString('latin1');
    };
    const place = 'at 46.05123, 14.50612';
    const first = await log.append('notes.mine', place, 0);
    await log.append('notes.others', place, 0);
    await log.append('notes.mine', place, first ?? -1);
    const [mine, others] = [await secretOf('notes.mine'), await secretOf('notes.others')];
    await until('both keys on the disk', () => isInFolder(nats.folder, others));
    expect([mine.length, await isInFolder(nats.folder, mine)]).toEqual([32, true]);
    await log.erase('notes.mine');
    expect(await log.read('notes.mine')).toEqual([]);
    expect(await isInFolder(nats.folder, mine)).toBe(false);
    expect(await isInFolder(nats.folder, place)).toBe(false);
    expect((await log.read('notes.others')).map(({ body }) => body)).toEqual([place]);
    await log.erase('notes.mine');
  });

  test('that is erased before it is purged shows nothing, and goes on with another key', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const log = await openAppendLog(broker, NOTES);
    const first = await log.append('notes.a', 'before', 0);
    await (await openKeys(broker)).erase('notes.a');
    expect(await log.read('notes.a')).toEqual([]);
    await log.erase('notes.a');
    expect((await broker.manager.streams.info(NOTES.name)).state.messages).toBe(0);
    await log.append('notes.a', 'after', 0);
    expect((await log.read('notes.a')).map(({ body }) => body)).toEqual(['after']);
    expect(first).toBe(1);
  });

  test('reads what was appended before messages were sealed, and erases it', async () => {
    const nats = await useNats();
    const { broker } = await useBroker(nats.url);
    const log = await openAppendLog(broker, NOTES);
    for (const subject of ['notes.old', 'notes.others', 'notes.old'])
      await broker.streams.publish(subject, JSON.stringify(`plain ${subject}`));
    expect((await log.read('notes.old')).map(({ body }) => body)).toEqual(['plain notes.old', 'plain notes.old']);
    await until('it on the disk', () => isInFolder(nats.folder, 'plain notes.old'));
    await log.erase('notes.old');
    expect(await isInFolder(nats.folder, 'plain notes.old')).toBe(false);
    expect(await isInFolder(nats.folder, 'plain notes.others')).toBe(true);
  });

  test('overwrites what was appended before messages were sealed also where sealed ones came after it', async () => {
    const nats = await useNats();
    const { broker } = await useBroker(nats.url);
    const log = await openAppendLog(broker, NOTES);
    const { seq } = await broker.streams.publish('notes.old', JSON.stringify('plain tamarind'));
    await log.append('notes.old', 'sealed', seq);
    await broker.streams.publish('notes.others', JSON.stringify('plain others'));
    await until('it on the disk', () => isInFolder(nats.folder, 'plain others'));
    expect(await isInFolder(nats.folder, 'plain tamarind')).toBe(true);
    await log.erase('notes.old');
    expect(await log.read('notes.old')).toEqual([]);
    expect(await isInFolder(nats.folder, 'plain tamarind')).toBe(false);
    expect(await isInFolder(nats.folder, 'plain others')).toBe(true);
  });
});

describe('what is given to an export', () => {
  test('is not left on the disk when it is replaced or the export is made', async () => {
    const nats = await useNats();
    const { broker } = await useBroker(nats.url);
    const give = (exportId: string, word: string): Promise<void> =>
      giveToExport(broker, { exportId, domain: 'tests' }, files(word));
    await give('mine', 'jacaranda');
    await give('others', 'magnolia');
    await until('both on the disk', () => isInFolder(nats.folder, 'magnolia'));
    await give('mine', 'wisteria');
    await until('the new one on the disk', () => isInFolder(nats.folder, 'wisteria'));
    expect(await isInFolder(nats.folder, 'jacaranda')).toBe(false);
    await endExport(broker, 'mine');
    expect(await isInFolder(nats.folder, 'wisteria')).toBe(false);
    expect(await isInFolder(nats.folder, 'magnolia')).toBe(true);
    expect(await exportsUnderWay(broker)).toEqual(['others']);
  });
});

async function* files(word: string) {
  for (const path of ['tests/one.json', 'tests/two.json']) yield jsonFile(path, [word]);
}
