import fc from 'fast-check';
import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FriendshipStarted, UserBlocked, UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { openBroker } from '#platform/events/broker.ts';
import { listen, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { decideEnd, decideJoin, decideLeave, presentIn, type GroupSession } from '../domain/groups/session.ts';
import { ranksOf, type GroupFigures } from '../domain/groups/standing.ts';
import { addToSets, type ExerciseSet } from '../domain/live/sets.ts';
import { openLiveWorkouts } from '../store/liveWorkouts.ts';
import { actInGroup, GROUP, seeGroup } from './groupSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile, tellUsersEvents } from './telling.ts';

const subgraph = useWorkouts();
const idle = useWorkouts({ LIVE_IDLE_MS: 1500 });
const act = (...args: [string, Parameters<typeof actInGroup>[2], object]) => actInGroup(subgraph.url, ...args);
const see = (who: string, id: string) => seeGroup(subgraph.url, who, id);
const refusal = (code: string, path = 'groupSessionId') => [{ code, path: [path] }];

/** A session with its host, and others who came by its code. */
async function gathered({
  others = 1,
  url = subgraph.url,
  ...input
}: Readonly<Record<string, unknown>> & { others?: number; url?: string } = {}) {
  const host = somebody();
  const { groupSession, userErrors } = await actInGroup(url, host, 'create', {
    sport: 'RUNNING',
    title: 'Around the lake',
    visibility: 'ONLY_ME',
    ...input,
  });
  expect(userErrors).toEqual([]);
  const { id = '', joinCode = null } = groupSession ?? {};
  const guests = Array.from({ length: others }, () => somebody());
  for (const guest of guests) expect((await actInGroup(url, guest, 'join', { joinCode })).userErrors).toEqual([]);
  return { id, joinCode: joinCode ?? '', host, guests };
}

/** The same, begun. */
async function running(options: Parameters<typeof gathered>[0] = {}) {
  const session = await gathered(options);
  const url = options.url ?? subgraph.url;
  const { groupSession } = await actInGroup(url, session.host, 'start', { groupSessionId: session.id });
  expect(groupSession?.status).toBe('RUNNING');
  const report = async (who: string, sequence: number, more: object) => {
    const told = { groupSessionId: session.id, sequence, elapsedSeconds: sequence * 60, ...more };
    const { userErrors, acceptedSequence } = await actInGroup(url, who, 'report', told);
    expect(userErrors).toEqual([]);
    return acceptedSequence;
  };
  return { ...session, report };
}

/** The ids of the sessions that somebody is told they take part in. */
async function listOf(personId: string): Promise<string[]> {
  const text = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Viewer { groupSessions { edges { node { id } } } } } }`;
  const data = await query(subgraph.url, personId, text, { of: [{ __typename: 'Viewer', id: personId }] });
  const page = z.object({
    groupSessions: z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) }),
  });
  return z
    .array(page)
    .parse(data['_entities'])
    .flatMap(({ groupSessions }) => groupSessions.edges.map(({ node }) => node.id));
}

describe('a group session', () => {
  it('is made, joined by its code, run, and kept as a workout of each who told of something', async () => {
    const { id, host, guests, report } = await running({ others: 2 });
    const [ben = '', cem = ''] = guests;
    for (let minute = 1; minute <= 10; minute++) {
      expect(await report(host, minute, { distanceMeters: minute * 180, heartRateBpm: 150 })).toBe(minute);
      await report(ben, minute, { distanceMeters: minute * 200 });
    }
    const seen = await see(cem, id);
    expect(
      seen?.participants.map(({ userId, rank, distanceMeters, elapsedSeconds }) => [
        userId,
        rank,
        distanceMeters,
        elapsedSeconds,
      ]),
    ).toEqual([
      [ben, 1, 2000, 600],
      [host, 2, 1800, 600],
      [cem, null, null, null],
    ]);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession).toMatchObject({ status: 'ENDED', workouts: [{ owner: { id: host } }] });
    expect(groupSession?.participants.map(({ rank }) => rank)).toEqual([1, 2, null]);
    // Others see a workout by its own visibility.
    const mine = z.object({ workout: z.unknown() }).parse(
      await query(
        subgraph.url,
        ben,
        `query($id: ID!) { workout(id: $id) { sport title source distanceMeters elapsedSeconds movingSeconds } }`,
        {
          id: (await see(ben, id))?.workouts[0]?.id,
        },
      ),
    );
    expect(mine.workout).toMatchObject({
      sport: 'RUNNING',
      title: 'Around the lake',
      source: 'LIVE',
      distanceMeters: 2000,
      elapsedSeconds: 600,
    });
    expect((await act(host, 'end', { groupSessionId: id })).groupSession).toMatchObject({ status: 'ENDED' });
    expect((await act(ben, 'report', { groupSessionId: id, sequence: 11, elapsedSeconds: 660 })).userErrors).toEqual(
      refusal('GROUP_SESSION_CLOSED'),
    );
  });

  it('counts sets of exercises, and keeps them as metrics', async () => {
    const { id, host, guests, report } = await running({ sport: 'STRENGTH' });
    const [ben = ''] = guests;
    const told = [
      ['squats', 5],
      ['squats', 12],
      ['squats', 8],
      ['push-ups', 20],
    ] as const;
    for (const [i, [exercise, repetitions]] of told.entries()) await report(host, i + 1, { exercise, repetitions });
    await report(ben, 1, { exercise: 'squats', repetitions: 30 });
    const seen = await see(ben, id);
    expect(seen?.participants).toMatchObject([
      { userId: host, rank: 1, exercise: 'push-ups', repetitions: 20, distanceMeters: null },
      { userId: ben, rank: 2, exercise: 'squats', repetitions: 30 },
    ]);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    const { workout } = await query(
      subgraph.url,
      host,
      `query($id: ID!) { workout(id: $id) { metrics elapsedSeconds } }`,
      {
        id: groupSession?.workouts[0]?.id,
      },
    );
    const sets = [
      { exercise: 'squats', repetitions: 12 },
      { exercise: 'squats', repetitions: 8 },
      { exercise: 'push-ups', repetitions: 20 },
    ];
    expect(workout).toEqual({ metrics: { sets }, elapsedSeconds: 240 });
  });

  it('takes reports in any order, repeated and with gaps, also after Redis was emptied', async () => {
    const { id, host, report } = await running();
    for (const minute of [5, 2, 9, 2, 5]) await report(host, minute, { distanceMeters: minute * 200 });
    const redis = new Redis(subgraph.config.REDIS_URL);
    await redis.flushall();
    await redis.quit();
    expect((await see(host, id))?.participants[0]).toMatchObject({
      rank: 1,
      distanceMeters: 1800,
      elapsedSeconds: 540,
    });
    expect(await report(host, 7, { distanceMeters: 1400 })).toBe(9);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession?.participants[0]).toMatchObject({ distanceMeters: 1800, elapsedSeconds: 540 });
  });

  it('loses nothing of reports that come at once, and counts what was acknowledged when it ended meanwhile', async () => {
    const { id, host, guests } = await running({ others: 5 });
    const all = [host, ...guests].flatMap((who) =>
      [1, 2, 3, 4].map(async (sequence) => {
        const told = { groupSessionId: id, sequence, elapsedSeconds: sequence * 60, distanceMeters: sequence * 200 };
        return { who, sequence, ...(await act(who, 'report', told)) };
      }),
    );
    const [reports, ended] = await Promise.all([
      Promise.all(all),
      all[0]?.then(() => act(host, 'end', { groupSessionId: id })),
    ]);
    expect(ended?.groupSession?.status).toBe('ENDED');
    const kept = await until('all of it to be kept', async () => {
      const seen = await see(host, id);
      return seen?.participants.some(({ rank }) => rank !== null) ? seen : undefined;
    });
    for (const { userId, distanceMeters } of kept.participants) {
      const taken = reports.filter(({ who, userErrors }) => who === userId && userErrors.length === 0);
      const most = Math.max(0, ...taken.map(({ sequence }) => sequence * 200));
      expect(distanceMeters ?? 0).toBeGreaterThanOrEqual(most);
    }
    for (const { userErrors } of reports) expect([[], refusal('GROUP_SESSION_CLOSED')]).toContainEqual(userErrors);
  });

  it('refuses who may not, and says why', async () => {
    const { id, joinCode, host, guests } = await gathered({ maxParticipants: 2 });
    const [ben = ''] = guests;
    const other = somebody();
    const of = { groupSessionId: id };
    expect((await act(other, 'join', of)).userErrors).toEqual(refusal('NOT_FOUND'));
    expect((await act(other, 'join', { joinCode: 'XXXXXXXX' })).userErrors).toEqual(
      refusal('INVALID_INVITE_CODE', 'joinCode'),
    );
    expect((await act(other, 'join', { joinCode, groupSessionId: somebody() })).userErrors).toEqual(
      refusal('INVALID_INVITE_CODE', 'joinCode'),
    );
    for (const odd of ['\u0000', 'A\u0000B', '', 'x'.repeat(5000)])
      expect((await act(other, 'join', { joinCode: odd })).userErrors).toEqual(
        refusal('INVALID_INVITE_CODE', 'joinCode'),
      );
    expect((await act(other, 'join', {})).userErrors).toEqual(refusal('INVALID_INPUT'));
    expect((await act(other, 'join', { joinCode })).userErrors).toEqual(refusal('GROUP_SESSION_FULL'));
    expect((await act(ben, 'join', of)).userErrors).toEqual(refusal('ALREADY_JOINED'));
    expect((await act(ben, 'report', { ...of, sequence: 1, elapsedSeconds: 1 })).userErrors).toEqual(
      refusal('GROUP_SESSION_CLOSED'),
    );
    for (const what of ['start', 'end'] as const) {
      expect((await act(ben, what, of)).userErrors).toEqual(refusal('FORBIDDEN'));
      expect((await act(other, what, of)).userErrors).toEqual(refusal('NOT_FOUND'));
    }
    for (const [field, value] of [
      ['title', ' '],
      ['title', 'x'.repeat(201)],
      ['maxParticipants', 1],
      ['maxParticipants', 101],
      ['startsAt', '1999-12-31T23:59:59Z'],
      ['startsAt', '2190-01-01T00:00:00Z'],
    ] as const) {
      const { userErrors } = await act(host, 'create', { sport: 'RUNNING', title: 'x', [field]: value });
      expect(userErrors).toEqual(refusal('INVALID_INPUT', field));
    }
    expect((await act(host, 'end', of)).groupSession).toMatchObject({ status: 'CANCELLED', workouts: [] });
    for (const what of ['start', 'report'] as const)
      expect(
        (await act(host, what, { ...of, ...(what === 'report' ? { sequence: 1, elapsedSeconds: 1 } : {}) })).userErrors,
      ).toEqual(refusal('GROUP_SESSION_CLOSED'));
    expect((await act(other, 'join', { joinCode })).userErrors).toEqual(refusal('GROUP_SESSION_CLOSED'));
  });

  it('takes in everybody who comes at once, and lets them all go', async () => {
    const { id, joinCode, host } = await gathered({ others: 0, maxParticipants: 100 });
    const people = Array.from({ length: 40 }, () => somebody());
    for (const what of ['join', 'leave'] as const) {
      const input = what === 'join' ? { joinCode } : { groupSessionId: id };
      const answers = await Promise.all(people.map((each) => act(each, what, input)));
      expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
      const present = (await see(host, id))?.participants.filter(({ status }) => status === 'JOINED');
      expect(present).toHaveLength(what === 'join' ? 41 : 1);
    }
  });

  it('counts time and way from when somebody began, whenever they tell of them first', async () => {
    const { id, host, guests } = await running({ sport: 'YOGA' });
    const [ben = ''] = guests;
    const tell = async (who: string, sequence: number, elapsedSeconds: number, more: object = {}) =>
      expect((await act(who, 'report', { groupSessionId: id, sequence, elapsedSeconds, ...more })).userErrors).toEqual(
        [],
      );
    await tell(host, 1, 4000);
    await tell(ben, 1, 3000, { heartRateBpm: 250 });
    expect((await see(ben, id))?.participants).toMatchObject([
      { userId: host, rank: 1, elapsedSeconds: 4000, distanceMeters: null },
      { userId: ben, rank: 2, elapsedSeconds: 3000, heartRateBpm: null },
    ]);
    await tell(host, 2, 4100, { distanceMeters: 500 });
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    const { workout } = await query(
      subgraph.url,
      host,
      `query($id: ID!) { workout(id: $id) { distanceMeters elapsedSeconds } }`,
      {
        id: groupSession?.workouts[0]?.id,
      },
    );
    expect(workout).toEqual({ distanceMeters: 500, elapsedSeconds: 4100 });
  });

  it('keeps in its ranks who ends their own workout before the others', async () => {
    const { id, host, guests, report } = await running({ sport: 'STRENGTH' });
    const [ben = ''] = guests;
    await report(ben, 1, { exercise: 'squats', repetitions: 50 });
    await report(host, 1, { exercise: 'squats', repetitions: 20 });
    const live = await openLiveWorkouts(await openMongo(testService(), subgraph.config.MONGO_URL));
    const workoutId = (await live.openOf(ben))[0]?._id;
    const finished = await query(
      subgraph.url,
      ben,
      `mutation($input: FinishWorkoutInput!) { finishWorkout(input: $input) { userErrors { code } } }`,
      {
        input: { workoutId },
      },
    );
    expect(finished).toEqual({ finishWorkout: { userErrors: [] } });
    const more = { groupSessionId: id, sequence: 2, elapsedSeconds: 90 };
    expect((await act(ben, 'report', more)).userErrors).toEqual(refusal('WORKOUT_NOT_RUNNING'));
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession?.participants).toMatchObject([
      { userId: ben, rank: 1, exercise: 'squats', repetitions: 50 },
      { userId: host, rank: 2, repetitions: 20 },
    ]);
  });

  it('refuses reports that cannot be, by the field', async () => {
    const { id, host } = await running({ others: 0 });
    for (const [field, value] of [
      ['sequence', -1],
      ['elapsedSeconds', -1],
      ['elapsedSeconds', 40 * 3600],
      ['distanceMeters', -1],
      ['distanceMeters', 1e8],
      ['heartRateBpm', 301],
      ['repetitions', -1],
      ['exercise', 'a\nb'],
    ] as const) {
      const told = { groupSessionId: id, sequence: 1, elapsedSeconds: 10, [field]: value };
      expect((await act(host, 'report', told)).userErrors).toEqual(refusal('INVALID_INPUT', field));
    }
    // Who began before the host did tells so at once, and not later.
    expect((await act(host, 'report', { groupSessionId: id, sequence: 1, elapsedSeconds: 7200 })).userErrors).toEqual(
      [],
    );
    const far = await act(host, 'report', { groupSessionId: id, sequence: 2, elapsedSeconds: 4 * 3600 });
    expect(far.userErrors).toEqual(refusal('INVALID_INPUT', 'elapsedSeconds'));
  });

  it('goes on when its host leaves, and is over when the last one does', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(host, 1, { distanceMeters: 300 });
    await report(ben, 1, { distanceMeters: 200 });
    const { groupSession } = await act(host, 'leave', { groupSessionId: id });
    expect(groupSession).toMatchObject({ status: 'RUNNING', host: { id: ben }, joinCode: null });
    expect((await act(host, 'leave', { groupSessionId: id })).userErrors).toEqual(refusal('NOT_FOUND'));
    expect((await see(ben, id))?.participants).toMatchObject([
      { userId: ben, rank: 1, status: 'JOINED' },
      { userId: host, rank: null, status: 'LEFT', distanceMeters: 300 },
    ]);
    const last = await act(ben, 'leave', { groupSessionId: id });
    expect(last.groupSession).toMatchObject({ status: 'ENDED', host: null, workouts: [{ owner: { id: ben } }] });
  });

  it('is seen by whom it is shown to, and by nobody whom its host blocked', async () => {
    const { id, host, guests } = await gathered({ visibility: 'FRIENDS' });
    const [ben = ''] = guests;
    const [friend, other] = [somebody(), somebody()];
    const friendship = { friendshipId: uuidv7(), userId: host, friendId: friend, version: 1 };
    const blocking = { friendshipId: uuidv7(), userId: host, blockedId: ben, version: 1 };
    await tellUsersEvents(subgraph.nats.url, [
      createEvent(FriendshipStarted, friendship.friendshipId, friendship, new Date()),
    ]);
    expect((await see(friend, id))?.joinCode).toBeNull();
    expect(await see(other, id)).toBeNull();
    expect((await see(ben, id))?.joinCode).not.toBeNull();
    expect((await act(friend, 'join', { groupSessionId: id })).userErrors).toEqual([]);
    await tellUsersEvents(subgraph.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
    expect(await see(ben, id)).toBeNull();
    expect(await listOf(friend)).toEqual([id]);
    expect(await listOf(ben)).toEqual([]);
    const left = await see(host, id);
    expect(left?.participants.find(({ userId }) => userId === ben)?.status).toBe('LEFT');
  });

  it('may be left also by who sees it no more', async () => {
    const { id, host, guests } = await gathered();
    const [ben = ''] = guests;
    const blocking = { friendshipId: uuidv7(), userId: host, blockedId: ben, version: 1 };
    // Heard of before they came in.
    await actInGroup(subgraph.url, ben, 'leave', { groupSessionId: id });
    const { joinCode } = (await see(host, id)) ?? {};
    const [, joined] = await Promise.all([
      tellUsersEvents(subgraph.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]),
      act(ben, 'join', { joinCode }),
    ]);
    const isIn = joined.userErrors.length === 0;
    const { userErrors } = await act(ben, 'leave', { groupSessionId: id });
    expect([[], refusal('NOT_FOUND')]).toContainEqual(userErrors);
    const found = (await see(host, id))?.participants.find(({ userId }) => userId === ben);
    expect([isIn, found?.status]).toEqual([isIn, 'LEFT']);
  });

  it('tells heart rates to whoever may see those of a person', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(host, 1, { heartRateBpm: 140 });
    const seenBy = async (who: string) =>
      (await see(who, id))?.participants.find(({ userId }) => userId === host)?.heartRateBpm;
    expect([await seenBy(host), await seenBy(ben)]).toEqual([140, null]);
    await tellProfile(subgraph.nats.url, host, { heartRateVisibility: 'EVERYONE' });
    expect(await seenBy(ben)).toBe(140);
  });

  it('is followed from how it stands to its workouts', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    const follow = `subscription($id: ID!) { groupSessionUpdated(groupSessionId: $id) { kind user { id } groupSession { ${GROUP} } } }`;
    const listening = await listen(subgraph.url, TEST_SECRET, person(ben), follow, { id });
    const update = z.object({
      kind: z.string(),
      user: z.object({ id: z.string() }).nullable(),
      groupSession: z.object({ status: z.string() }),
    });
    const heard = () => listening.results.map(({ data }) => update.parse(data?.['groupSessionUpdated']));
    const hear = (kind: string) => until(kind, () => Promise.resolve(heard().find((each) => each.kind === kind)));
    await hear('STATE');
    await report(host, 1, { distanceMeters: 10 });
    expect((await hear('PROGRESS')).user?.id).toBe(host);
    await act(host, 'end', { groupSessionId: id });
    expect((await hear('KEPT')).groupSession.status).toBe('ENDED');
    await listening.ended;
    expect(
      heard()
        .map(({ kind }) => kind)
        .slice(-2),
    ).toEqual(['ENDED', 'KEPT']);
  });

  it('is told of by events, from its making to what everybody came to', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(ben, 1, { distanceMeters: 200 });
    await act(host, 'leave', { groupSessionId: id });
    await act(ben, 'end', { groupSessionId: id });
    const broker = await openBroker(testService(), subgraph.nats.url);
    const event = z.object({ type: z.string(), data: z.looseObject({ groupSessionId: z.string().optional() }) });
    const events = await until('the events', async () => {
      const { state } = await broker.manager.streams.info('EVENTS_WORKOUTS');
      const found = [];
      for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
        const message = await broker.manager.streams.getMessage('EVENTS_WORKOUTS', { seq });
        const told = message && event.safeParse(message.json()).data;
        if (told?.data.groupSessionId === id) found.push(told);
      }
      return found.length >= 7 ? found : undefined;
    });
    const named = (name: string) => events.filter(({ type }) => type === `workouts.GroupSession${name}.v1`);
    expect(events).toHaveLength(7);
    expect(named('Created')).toMatchObject([{ data: { hostId: host, sport: 'RUNNING' } }]);
    expect(named('Joined').map(({ data }) => [data['userId'], data['role']])).toEqual([
      [host, 'HOST'],
      [ben, 'PARTICIPANT'],
      [ben, 'HOST'],
    ]);
    expect(named('Left')).toMatchObject([{ data: { userId: host } }]);
    expect(named('Ended')).toMatchObject([
      { data: { isCancelled: false, results: [{ userId: ben, rank: 1, distanceMeters: 200 }] } },
    ]);
    expect(JSON.stringify(events)).not.toContain('lake');
  });

  it('forgets who deletes their account, and what they called it, and goes with the last', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(host, 1, { distanceMeters: 300 });
    await report(ben, 1, { distanceMeters: 200 });
    const remove = (who: string) =>
      tellUsersEvents(subgraph.nats.url, [createEvent(UserDeleted, who, { userId: who, version: 2 }, new Date())]);
    await act(host, 'end', { groupSessionId: id });
    await remove(host);
    const left = await until('them to be gone', async () => {
      const seen = await see(ben, id);
      return seen?.host?.id === ben ? seen : undefined;
    });
    expect(left).toMatchObject({ participants: [{ userId: ben }], workouts: [{ owner: { id: ben } }] });
    const { workout } = await query(
      subgraph.url,
      ben,
      `query($id: ID!) { workout(id: $id) { title distanceMeters } }`,
      {
        id: left.workouts[0]?.id,
      },
    );
    expect(workout).toMatchObject({ title: expect.stringMatching(/ run$/), distanceMeters: 200 });
    expect(JSON.stringify([left, workout])).not.toContain('lake');
    expect(JSON.stringify(left)).not.toContain(host);
    await remove(ben);
    const mongo = await openMongo(testService(), subgraph.config.MONGO_URL);
    await until('the session to go', async () => {
      const found = await mongo.run((database) => database.collection('groupSessions').find({}).toArray());
      return found.every((each) => String(each['_id']) !== id);
    });
  });

  it('ends by itself when nothing is heard of it, and is given up when nobody is left', async () => {
    const { id, host, report } = await running({ url: idle.url });
    await report(host, 1, { distanceMeters: 300 });
    const ended = await until('its end', async () => {
      const seen = await seeGroup(idle.url, host, id);
      return seen?.workouts.length === 1 ? seen : undefined;
    });
    expect(ended).toMatchObject({ status: 'ENDED', participants: [{ distanceMeters: 300, rank: 1 }, { rank: null }] });
    const { id: other, host: lonely } = await gathered({ others: 0 });
    expect((await act(lonely, 'leave', { groupSessionId: other })).groupSession?.status).toBe('CANCELLED');
  });

  it('cannot be hosted more than twenty times at once', async () => {
    const me = somebody();
    const make = () => act(me, 'create', { sport: 'RUNNING', title: 'x' });
    const made = await Promise.all(Array.from({ length: 23 }, make));
    expect(made.flatMap(({ groupSession }) => groupSession ?? [])).toHaveLength(20);
  });
});

describe('what is decided of a group session', () => {
  const people = ['a', 'b', 'c', 'd'];
  const begun: GroupSession = {
    ...{ hostId: 'a', creatorId: 'a', title: 'x', sport: 'RUNNING', visibility: 'ONLY_ME', maxParticipants: 3 },
    ...{ status: 'RUNNING', startsAt: null, startedAt: new Date(0), endedAt: null, createdAt: new Date(0) },
    participants: [
      { userId: 'a', status: 'JOINED', joinedAt: new Date(0), liveId: 'a', result: null, workoutId: null },
    ],
  };

  it('leaves it with a host who takes part, or over, whoever comes and goes', () => {
    const step = fc.tuple(fc.constantFrom('join', 'leave', 'end'), fc.constantFrom(...people));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let session = begun;
        for (const [what, userId] of steps) {
          const now = new Date(1);
          const decision =
            what === 'join'
              ? decideJoin(session, { userId, liveId: userId, now })
              : what === 'leave'
                ? decideLeave(session, userId, now)
                : decideEnd(session, userId, now);
          if (decision.ok && decision.value !== 'STAYS') session = { ...session, ...decision.value.changes };
          const present = presentIn(session).map((each) => each.userId);
          expect(present.length).toBeLessThanOrEqual(session.maxParticipants);
          expect(new Set(session.participants.map((each) => each.userId)).size).toBe(session.participants.length);
          if (session.status === 'RUNNING') expect(present).toContain(session.hostId);
        }
      }),
    );
  });

  it('ranks as many before somebody as are better', () => {
    const nothing = { elapsedSeconds: 1, heartRateBpm: null, exercise: null, repetitions: null, allRepetitions: null };
    const run = (distanceMeters: number | null): GroupFigures => ({ ...nothing, distanceMeters });
    expect(ranksOf([run(3), run(5), null, run(3), run(1), run(null)])).toEqual([2, 1, null, 2, 4, 5]);
    expect(
      ranksOf([
        { ...run(null), allRepetitions: 3 },
        { ...run(null), allRepetitions: 9 },
      ]),
    ).toEqual([2, 1]);
    expect(ranksOf([run(null), { ...run(null), elapsedSeconds: 5 }])).toEqual([2, 1]);
  });

  it('counts all repetitions of each set, and begins one with another exercise or fewer of them', () => {
    const count = (...told: [string | null, number | null][]) =>
      told.reduce<readonly ExerciseSet[]>(
        (sets, [exercise, repetitions]) => addToSets(sets, { exercise, repetitions }),
        [],
      );
    expect(count(['a', 1], ['a', 5], [null, null], ['a', 5], ['b', 2], ['a', 3], ['a', 1])).toEqual([
      { exercise: 'a', repetitions: 5 },
      { exercise: 'b', repetitions: 2 },
      { exercise: 'a', repetitions: 3 },
      { exercise: 'a', repetitions: 1 },
    ]);
  });
});
