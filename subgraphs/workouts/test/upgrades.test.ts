import { expect, it, onTestFinished } from 'vitest';
import { openMongo } from '#platform/mongo/connection.ts';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { openDiaries } from '../store/diaries.ts';
import { openGroupSessions } from '../store/groupSessions.ts';
import { IMPORTS, openImports } from '../store/imports.ts';
import { LIVE_WORKOUTS, openLiveWorkouts } from '../store/liveWorkouts.ts';
import { openWorkouts, WORKOUTS } from '../store/workouts.ts';
import { archiveOf } from './archiveImport.ts';
import { somebody } from './support.ts';
import { workoutOf } from './workouts.ts';

it('archives from before their files were counted are listed with how many there are', async () => {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  const { counts, ...archive } = archiveOf(3, 7, true);
  const page = { before: undefined, statuses: undefined, limit: 10 };
  await mongo.run(async (database) => {
    const single = { ...archive, _id: somebody(), newWorkoutId: '0', archive: null, isArchive: false };
    await database.collection<{ _id: string }>(IMPORTS).insertMany([archive, single]);
  });
  const [counted, uncounted] = await (await openImports(mongo)).list(archive.ownerId, page);
  expect(counted).toMatchObject({ _id: archive._id, version: 7, counts });
  expect(counted).not.toHaveProperty('archive');
  expect(uncounted?.counts).toBeNull();
});

it('recordings from before they named their group session are found by it, and only the first start looks for them', async () => {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  const lives = await openLiveWorkouts(mongo);
  const [ownerId, now] = [somebody(), new Date()];
  const record = async (): Promise<string> => {
    const liveId = somebody();
    const said = { sport: 'RUNNING', title: null, visibility: 'FRIENDS', isVisibilityGiven: true } as const;
    await lives.create({
      _id: liveId,
      ownerId,
      source: 'LIVE',
      ...said,
      timeZone: 'UTC',
      startedAt: now,
      createdAt: now,
    });
    await mongo.run((database) =>
      database
        .collection<{ _id: string }>(LIVE_WORKOUTS)
        .updateOne({ _id: liveId }, { $unset: { groupSessionId: '' } }),
    );
    return liveId;
  };
  const [alone, before, later] = [await record(), await record(), await record()];
  /** A session of a recording, kept by a store that was opened a moment ago. */
  const keep = async (liveId: string): Promise<string> => {
    const sessions = await openGroupSessions(mongo);
    const participant = {
      userId: ownerId,
      status: 'JOINED',
      joinedAt: now,
      liveId,
      result: null,
      workoutId: null,
    } as const;
    const _id = somebody();
    await sessions.insert(
      {
        ...{
          _id,
          joinCode: _id,
          hostId: ownerId,
          creatorId: ownerId,
          title: 'x',
          sport: 'RUNNING',
          visibility: 'FRIENDS',
        },
        ...{ maxParticipants: 2, status: 'RUNNING', startsAt: null, startedAt: now, endedAt: null, createdAt: now },
        ...{ participants: [participant], isPending: true, lookAt: now },
      },
      [],
    );
    return _id;
  };
  const earlier = await keep(before);
  await mongo.run((database) => database.collection('upgrades').deleteMany({}));
  const afterwards = await keep(later);
  await openGroupSessions(mongo);
  expect((await lives.ofGroup(earlier)).map(({ _id }) => _id)).toEqual([before]);
  expect(await lives.ofGroup(afterwards)).toEqual([]);
  expect((await lives.get(alone))?.groupSessionId).toBeNull();
});

it('workouts from before still tell whether their recording names no sport', async () => {
  const service = testService();
  const mongo = await openMongo(service, createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  const { isSportUnnamed, ...workout } = workoutOf({ isSportUnnamed: true });
  await mongo.run((database) =>
    database.collection<{ _id: string }>(WORKOUTS).insertOne({ ...workout, ...{ isSportGuessed: isSportUnnamed } }),
  );
  const workouts = await openWorkouts(mongo, await openDiaries(mongo), service.log);
  expect(await workouts.get(workout._id)).toMatchObject({ isSportUnnamed: true });
});
