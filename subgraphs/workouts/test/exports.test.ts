import { execFile } from 'node:child_process';
import { open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { DataExportRequested, UserBlocked } from '#events/users.ts';
import { openAppendLog } from '#platform/events/appendLog.ts';
import { openBroker } from '#platform/events/broker.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { EXPORTS, filesGiven, hasGiven } from '#platform/events/exportParts.ts';
import { SAMPLES } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { openStorage } from '#platform/storage/open.ts';
import { StorageError } from '#platform/storage/storage.ts';
import { jsonGiven, unreadable } from '#platform/testing/exports.ts';
import { until } from '#platform/testing/until.ts';
import { zipOf } from '../../../test/support/zips.ts';
import { safeFileName } from '../domain/fileNames.ts';
import { exportPerson } from '../forgetting/export.ts';
import { createSampleLog } from '../live/samples.ts';
import { groupsOf } from './groupSupport.ts';
import { act, run, start } from './liveSupport.ts';
import { gpx, richGpx } from './runFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellUsersEvents } from './telling.ts';
import { activity, finished, importBytes, importUpload, upload } from './uploading.ts';

const workouts = useWorkouts();
const { service, close } = createService('test', 'silent');
afterAll(close);

/** Has somebody take their data along. */
async function askedFor(userId: string): Promise<string> {
  const exportId = uuidv7();
  const wish = createEvent(DataExportRequested, exportId, { version: 1, exportId, userId }, new Date());
  await tellUsersEvents(workouts.nats.url, [wish]);
  return exportId;
}

/** What somebody gets who takes their data along, of what is JSON but the files. */
async function exportOf(userId: string): Promise<Map<string, unknown>> {
  const exportId = await askedFor(userId);
  const given = await jsonGiven(await openBroker(service, workouts.nats.url), exportId, 'workouts');
  return new Map([...given].filter(([name]) => !name.startsWith('workouts/files/')));
}

/** The files of an export, when all are given. */
async function filesOf(exportId: string): Promise<Map<string, Buffer>> {
  const broker = await openBroker(service, workouts.nats.url);
  await until('the export', () => hasGiven(broker, exportId, 'workouts').catch(() => false));
  const files = new Map<string, Buffer>();
  for await (const { path: name, contents } of filesGiven(broker, exportId, 'workouts'))
    files.set(name, Buffer.concat(await Array.fromAsync(contents)));
  return new Map([...files].filter(([name]) => name.startsWith('workouts/files/')));
}

const identified = z.array(z.object({ _id: z.string() }));

it('who takes their data along gets each document once, with nothing packed in it', async () => {
  const owner = somebody();
  const zip = await zipOf([
    ['one.fit', activity().bytes],
    ['two.gpx', activity({ format: 'GPX' }).bytes],
  ]);
  await importBytes(workouts.url, owner, zip);
  const text = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { userErrors { code } } }';
  const asked = { sport: 'STRENGTH', startedAt: '2026-04-01T06:00:00Z', elapsedSeconds: 1800 };
  await query(workouts.url, owner, text, {
    input: { ...asked, description: 'Legs,\nheavy', metrics: { sets: [{ repetitions: 8 }] } },
  });
  const recorded = run(30);
  const batch = { deviceId: 'strap', batchId: 'morning', samples: run(30).samples, last: true };
  await act(workouts.url, owner, 'ingestDeviceData', batch);
  const workoutId = await start(workouts.url, owner, { startedAt: recorded.startedAt });
  await act(workouts.url, owner, 'recordSamples', { workoutId, samples: recorded.samples });
  const given = await exportOf(owner);

  const documents = [...given].filter(([name]) => !name.startsWith('workouts/samples/'));
  for (const [name, value] of documents) {
    expect([name, unreadable(value)]).toEqual([name, []]);
    const ids = identified.parse(value).map(({ _id }) => _id);
    expect([name, ids.length]).toEqual([name, new Set(ids).size]);
  }
  expect(given.get('workouts/imports.json')).toMatchObject([
    { archive: [{ fileName: 'one.fit' }, { fileName: 'two.gpx' }] },
  ]);
  const exported = JSON.stringify(given.get('workouts/workouts.json'));
  for (const told of ['"metrics":{"sets":[{"repetitions":8}]}', '"description":"Legs,\\nheavy"'])
    expect(exported).toContain(told);
  expect(JSON.stringify(given.get('workouts/liveWorkouts.json'))).toContain('"sequences":[[1,31]]');
  for (const name of ['diaryMonths', 'diaryTotals']) {
    expect(JSON.stringify(given.get(`workouts/${name}.json`))).toContain('"STRENGTH"');
  }
  const [samples] = [...given].filter(([name]) => name.startsWith('workouts/samples/')).map(([, value]) => value);
  expect(samples).toMatchObject([{ at: recorded.samples[0]?.at }, ...Array.from({ length: 30 }, () => ({}))]);
}, 30_000);

it('files are given as they were called, those of before as well, in names that any disk takes', async () => {
  const owner = somebody();
  const ofOne = run(120);
  const [first, second] = [Buffer.from(gpx(ofOne)), Buffer.from(richGpx(ofOne))];
  const zipped = Buffer.from(gpx(run(60)));
  const called = { 'Šmarna gora: up & down.gpx': first, 'evening.gpx': second };
  for (const [fileName, bytes] of Object.entries(called)) {
    const id = await upload(workouts.url, owner, bytes, fileName);
    await importUpload(workouts.url, owner, id);
    await finished(workouts.url, owner, id);
  }
  await importBytes(workouts.url, owner, await zipOf([['2026/rides/loop.gpx', zipped]]));
  const { samples, startedAt } = run(60);
  const workoutId = await start(workouts.url, owner, { startedAt });
  await act(workouts.url, owner, 'recordSamples', { workoutId, samples });
  await act(workouts.url, owner, 'finishWorkout', { workoutId });
  const files = await filesOf(await askedFor(owner));
  const ids = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;
  expect(new Map([...files].map(([name, bytes]) => [name.replaceAll(ids, '*'), bytes]))).toEqual(
    new Map([
      ['workouts/files/uploads/*.*-Šmarna gora_ up _ down.gpx', first],
      ['workouts/files/uploads/*.*-evening.gpx', second],
      ['workouts/files/archived/*/0-loop.gpx', zipped],
      ['workouts/files/recordings/*.json', expect.any(Buffer)],
    ]),
  );
});

it.each([
  ['a.FIT', 'a.FIT'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\rides\\one.tcx', 'one.tcx'],
  ['a\u0000\u202Egpx.exe?.gpx', 'a__gpx.exe_.gpx'],
  [`${'ž'.repeat(200)}.fit.gz`, `${'ž'.repeat(40)}.fit.gz`],
  ['.gpx', '.gpx'],
  ['..', ''],
  ['morning. ', 'morning'],
  ['\uD83D', '_'],
])('a file that was called %j is called %j in an archive', (fileName, safe) => {
  expect(safeFileName(fileName)).toBe(safe);
});

it('of a workout told by hand it is said in an archive how its figures came to be, as it is shown', async () => {
  const owner = somebody();
  const log = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { userErrors { code } } }';
  const told = { distanceMeters: 5000, kilocalories: 300 };
  const input = { sport: 'RUNNING', startedAt: '2026-04-01T06:00:00Z', elapsedSeconds: 1800, ...told };
  await query(workouts.url, owner, log, { input });
  expect((await exportOf(owner)).get('workouts/workouts.json')).toMatchObject([
    { distanceSource: 'MANUAL', movingTimeMethod: 'MANUAL', elevationMethod: null, energy: { source: 'MANUAL' } },
  ]);
});

it('who is in a group session reads how it stands, and who is not any more their own part, and nothing of what became of it', async () => {
  const { act: actInGroup, see, running } = groupsOf(workouts);
  const { id, host, joinCode, guests, report } = await running({ others: 2 });
  const [ben = '', cem = ''] = guests;
  for (const who of [host, ben, cem]) await report(who, 1, { distanceMeters: 200 });
  const blocking = { friendshipId: uuidv7(), userId: host, blockedId: ben, version: 1 };
  await tellUsersEvents(workouts.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
  await until('him to be out of it', async () => (await see(ben, id)) === null);
  await actInGroup(host, 'end', { groupSessionId: id });
  await until('the workouts', async () => ((await see(host, id))?.workouts.length ?? 0) > 0);
  const session = { _id: id, title: 'Around the lake', sport: 'RUNNING', isHost: false, isCreator: false };
  const part = { joinedAt: expect.any(String), liveId: expect.any(String) };
  expect((await exportOf(ben)).get('workouts/groupSessions.json')).toEqual([
    { ...session, participants: [{ ...part, userId: ben, status: 'LEFT', result: null, workoutId: null }] },
  ]);
  const standing = {
    ...{ joinCode, visibility: 'ONLY_ME', maxParticipants: 50, status: 'ENDED', startsAt: null },
    ...{ startedAt: expect.any(String), endedAt: expect.any(String), createdAt: expect.any(String) },
  };
  const noSets = { exercise: null, repetitions: null, allRepetitions: null };
  const figures = { elapsedSeconds: 60, distanceMeters: 200, heartRateBpm: null, ...noSets };
  const kept = { status: 'JOINED', result: figures, workoutId: expect.any(String) };
  expect((await exportOf(cem)).get('workouts/groupSessions.json')).toEqual([
    { ...session, ...standing, participants: [{ ...part, ...kept, userId: cem }] },
  ]);
}, 30_000);

it('however many documents of a person there are, their file is written one after the other', async () => {
  const [owner, mongo] = [somebody(), await openMongo(service, workouts.config.MONGO_URL)];
  const documents = Array.from({ length: 200 }, (_, i) => ({
    _id: `${owner} ${i}`,
    ownerId: owner,
    text: 'x'.repeat(500),
  }));
  await mongo.run((database) => database.collection<{ _id: string }>('schedules').insertMany(documents));
  const log = await openAppendLog(await openBroker(service, workouts.nats.url), SAMPLES);
  const things = { mongo, storage: await openStorage(service, workouts.config), samples: createSampleLog(log) };
  for await (const { path: name, contents } of exportPerson(things, owner)) {
    expect(name).toBe('workouts/schedules.json');
    const pieces = await Array.fromAsync(contents);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1000);
    expect(identified.parse(JSON.parse(Buffer.concat(pieces).toString()))).toHaveLength(200);
  }
});

it('a file that the storage gives but half of is given when it is whole again', async () => {
  const owner = somebody();
  const mongo = await openMongo(service, workouts.config.MONGO_URL);
  const storage = await openStorage(service, workouts.config);
  const log = await openAppendLog(await openBroker(service, workouts.nats.url), SAMPLES);
  const things = { mongo, storage, samples: createSampleLog(log) };
  const ofOne = run(120);
  const sent = [Buffer.from(gpx(ofOne)), Buffer.from(richGpx(ofOne))];
  for (const bytes of sent) await importBytes(workouts.url, owner, bytes);
  const files = async (): Promise<Map<string, Buffer>> => {
    const found = new Map<string, Buffer>();
    for await (const { path: name, contents } of exportPerson(things, owner))
      found.set(name, Buffer.concat(await Array.fromAsync(contents)));
    return new Map([...found].filter(([name]) => name.startsWith('workouts/files/')));
  };
  const whole = await files();
  expect([...whole.values()]).toEqual(sent);
  for (const [name, bytes] of whole) {
    const key = name.replace('workouts/files/', '').replace(/-a\.fit$/, '');
    await storage.put(key, bytes.subarray(0, bytes.length / 2));
    await expect(files()).rejects.toThrow(StorageError);
    await storage.put(key, bytes);
  }
  expect(await files()).toEqual(whole);
}, 30_000);

it('blocks are heard while the files of somebody else are copied for their archive, which begins before they are read to their end', async () => {
  const [owner, other, leaver] = [somebody(), somebody(), somebody()];
  const { workout: seen } = await importBytes(workouts.url, owner, activity().bytes, { visibility: 'EVERYONE' });
  const isSeen = async (): Promise<boolean> => {
    const { workout } = await query(workouts.url, other, 'query ($id: ID!) { workout(id: $id) { id } }', {
      id: seen?.id,
    });
    return workout !== null;
  };
  expect(await isSeen()).toBe(true);
  const folder = path.join(workouts.config.STORAGE_DIR, 'recordings');
  const before = await readdir(folder);
  const log = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { userErrors { code } } }';
  const input = { sport: 'YOGA', startedAt: '2026-04-01T06:00:00Z', elapsedSeconds: 1800 };
  await query(workouts.url, leaver, log, { input });
  const [original = ''] = (await readdir(folder)).filter((name) => !before.includes(name));
  // Whoever reads it waits until somebody writes.
  const file = path.join(folder, original);
  await rm(file);
  await promisify(execFile)('mkfifo', [file]);
  const [exportId, friendshipId, at] = [uuidv7(), uuidv7(), new Date()];
  const wish = { version: 1, exportId, userId: leaver };
  const block = { version: 1, friendshipId, userId: owner, blockedId: other };
  const broker = await openBroker(service, workouts.nats.url);
  for (const { subject, envelope } of [
    createEvent(DataExportRequested, exportId, wish, at),
    createEvent(UserBlocked, friendshipId, block, at),
  ]) {
    await broker.streams.publish(subject, JSON.stringify(envelope));
  }
  await until('the block', async () => !(await isSeen()));
  expect(await hasGiven(broker, exportId, 'workouts')).toBe(false);
  const recorded = Buffer.alloc(3 * 1024 * 1024, 'recorded');
  const writer = await open(file, 'w');
  await writer.writeFile(recorded);
  const subject = `exports.${exportId}.workouts`;
  await until('a piece of the file', async () => {
    const last = await broker.manager.streams.getMessage(EXPORTS.name, { last_by_subj: subject });
    return last && recorded.subarray(0, last.data.length).equals(last.data);
  });
  await writer.close();
  expect((await filesOf(exportId)).get(`workouts/files/recordings/${original}.json`)?.equals(recorded)).toBe(true);
}, 30_000);
