import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { FriendshipStarted, UserBlocked, UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { openLiveWorkouts } from '../store/liveWorkouts.ts';
import { groupsOf, refusal } from './groupSupport.ts';
import { act as actLive } from './liveSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile, tellUsersEvents } from './telling.ts';

const subgraph = useWorkouts();
const { act, see, follow, firstWorkout, listOf, gathered, running } = groupsOf(subgraph);

describe('a group session', () => {
  it('says of an id and a code which of them is wrong, and tells of no session but that of the code', async () => {
    const { id, joinCode } = await gathered();
    const elsewhere = await gathered();
    const other = somebody();
    for (const groupSessionId of [somebody(), elsewhere.id, 'none'])
      expect((await act(other, 'join', { groupSessionId, joinCode })).userErrors).toEqual(refusal('NOT_FOUND'));
    for (const wrong of ['XXXXXXXX', 'none'])
      expect((await act(other, 'join', { groupSessionId: id, joinCode: wrong })).userErrors).toEqual(
        refusal('INVALID_INVITE_CODE', 'joinCode'),
      );
    expect((await act(other, 'join', { groupSessionId: id.toUpperCase(), joinCode })).userErrors).toEqual([]);
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
    for (const odd of ['\u0000', 'A\u0000B', '', 'x'.repeat(5000)])
      expect((await act(other, 'join', { joinCode: odd })).userErrors).toEqual(
        refusal('INVALID_INVITE_CODE', 'joinCode'),
      );
    expect((await act(other, 'join', {})).userErrors).toEqual(refusal('INVALID_INPUT'));
    expect((await act(other, 'join', { joinCode })).userErrors).toEqual(refusal('GROUP_SESSION_FULL', 'joinCode'));
    expect((await act(ben, 'join', of)).userErrors).toEqual(refusal('ALREADY_JOINED'));
    expect((await act(ben, 'join', { joinCode })).userErrors).toEqual(refusal('ALREADY_JOINED', 'joinCode'));
    expect((await act(ben, 'report', { ...of, sequence: 1, elapsedSeconds: 1 })).userErrors).toEqual(
      refusal('GROUP_SESSION_CLOSED'),
    );
    for (const what of ['start', 'end'] as const) {
      expect((await act(ben, what, of)).userErrors).toEqual(refusal('FORBIDDEN'));
      expect((await act(other, what, of)).userErrors).toEqual(refusal('NOT_FOUND'));
    }
    for (const [field, value] of [
      ['title', ' '],
      ['title', 'x'.repeat(121)],
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
    expect((await act(other, 'join', { joinCode })).userErrors).toEqual(refusal('GROUP_SESSION_CLOSED', 'joinCode'));
  });

  it('takes in everybody who comes at once, and lets them all go', { timeout: 90_000 }, async () => {
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

  it('that is over has nobody in it whom its host blocks, and what everybody came to stays', async () => {
    const { id, host, guests, report } = await running({ others: 2 });
    const [ben = '', cem = ''] = guests;
    for (const [i, who] of [host, ben, cem].entries()) await report(who, 1, { distanceMeters: 300 - 100 * i });
    await act(host, 'end', { groupSessionId: id });
    const before = await until('all to be kept', async () => {
      const found = await see(host, id);
      return found?.participants.every(({ rank }) => rank !== null) ? found : undefined;
    });
    const blocking = { friendshipId: uuidv7(), userId: host, blockedId: ben, version: 1 };
    await tellUsersEvents(subgraph.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
    expect(await listOf(ben)).toEqual([]);
    expect(await listOf(cem)).toEqual([id]);
    const now = (await see(host, id))?.participants;
    expect(now).toEqual(before.participants.map((each) => (each.userId === ben ? { ...each, status: 'LEFT' } : each)));
  });

  it('has nobody in it whom the next host blocks, when the host leaves or is gone', async () => {
    for (const isDeleted of [false, true]) {
      const { id, host, guests, report } = await running({ others: 3 });
      const [ben = '', cem = '', dan = ''] = guests;
      for (const who of [host, ...guests]) await report(who, 1, { distanceMeters: 200 });
      const blocking = { friendshipId: uuidv7(), userId: ben, blockedId: cem, version: 1 };
      await tellUsersEvents(subgraph.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
      const gone = createEvent(UserDeleted, host, { userId: host, version: 2 }, new Date());
      if (isDeleted) await tellUsersEvents(subgraph.nats.url, [gone]);
      else await act(host, 'leave', { groupSessionId: id });
      const seen = await until('the next host', async () => {
        const found = await see(dan, id);
        return found?.host?.id === ben ? found : undefined;
      });
      const stays = seen.participants.flatMap(({ userId, status }) => (status === 'JOINED' ? [userId] : []));
      expect(stays).toEqual([ben, dan]);
      const lives = await openLiveWorkouts(await openMongo(testService(), subgraph.config.MONGO_URL));
      await until('her part to end', async () =>
        (await lives.openOf(cem)).every(({ status }) => status === 'FINISHING'),
      );
    }
  });

  it('may be left also by who sees it no more', async () => {
    const { id, host, guests } = await gathered();
    const [ben = ''] = guests;
    const blocking = { friendshipId: uuidv7(), userId: host, blockedId: ben, version: 1 };
    // Heard of before they came in.
    await act(ben, 'leave', { groupSessionId: id });
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

  it('tells who was blocked by a participant nothing of what that one does, nor by gaps between ranks', async () => {
    const { id, host, guests, report } = await running({ others: 2 });
    const [ben = '', cem = ''] = guests;
    const blocking = { friendshipId: uuidv7(), userId: cem, blockedId: ben, version: 1 };
    await tellUsersEvents(subgraph.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
    const ofBen = await follow(ben, id);
    const ofHost = await follow(host, id);
    for (const { hear } of [ofBen, ofHost]) await hear('STATE');
    await report(cem, 1, { distanceMeters: 900 });
    expect((await ofHost.hear('PROGRESS')).user?.id).toBe(cem);
    await report(host, 1, { distanceMeters: 500 });
    await report(ben, 1, { distanceMeters: 500 });
    const ranksFor = async (who: string) => (await see(who, id))?.participants.map((each) => [each.userId, each.rank]);
    const seenByBen = [
      [host, 1],
      [ben, 1],
    ];
    expect(await ranksFor(ben)).toEqual(seenByBen);
    expect(await ranksFor(host)).toEqual([
      [cem, 1],
      [host, 2],
      [ben, 2],
    ]);
    await act(cem, 'leave', { groupSessionId: id });
    expect((await ofHost.hear('LEFT')).user?.id).toBe(cem);
    await act(host, 'end', { groupSessionId: id });
    await ofBen.hear('KEPT');
    const told = ofBen.heard().filter(({ kind }) => kind === 'PROGRESS' || kind === 'LEFT');
    expect(told.length).toBeGreaterThan(0);
    for (const { user } of told) expect([host, ben]).toContain(user?.id);
    expect(await ranksFor(ben)).toEqual(seenByBen);
  });

  it('ranks for who was blocked by a participant by what the others told, as it runs and when it is over', async () => {
    const { id, host, guests, report } = await running({ others: 2, sport: 'STRENGTH' });
    const [ben = '', cem = ''] = guests;
    const blocking = { friendshipId: uuidv7(), userId: cem, blockedId: ben, version: 1 };
    await tellUsersEvents(subgraph.nats.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
    for (const [minute, repetitions] of [9, 5].entries())
      await report(host, minute + 1, { exercise: 'a', repetitions });
    await report(ben, 3, { exercise: 'a', repetitions: 8 });
    await report(cem, 1, { distanceMeters: 1 });
    const ranksFor = async (who: string) => (await see(who, id))?.participants.map((each) => [each.userId, each.rank]);
    const seenByBen = [
      [host, 1],
      [ben, 2],
    ];
    expect(await ranksFor(ben)).toEqual(seenByBen);
    await act(host, 'end', { groupSessionId: id });
    expect(await ranksFor(ben)).toEqual(seenByBen);
    expect((await ranksFor(host))?.[0]).toEqual([cem, 1]);
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

  it('tells heart rates to who does not take part only where new workouts are shown to them too', async () => {
    const { id, host, guests, report } = await running({ visibility: 'EVERYONE' });
    const [ben = ''] = guests;
    const stranger = somebody();
    await report(host, 1, { distanceMeters: 200, heartRateBpm: 140 });
    const seenBy = async (who: string) => {
      const found = (await see(who, id))?.participants.find(({ userId }) => userId === host);
      return [found?.distanceMeters, found?.heartRateBpm];
    };
    await tellProfile(subgraph.nats.url, host, { heartRateVisibility: 'EVERYONE' });
    expect([await seenBy(ben), await seenBy(stranger)]).toEqual([
      [200, 140],
      [200, null],
    ]);
    const shown = { version: 2, heartRateVisibility: 'EVERYONE', defaultVisibility: 'EVERYONE' };
    await tellProfile(subgraph.nats.url, host, shown);
    expect(await seenBy(stranger)).toEqual([200, 140]);
  });

  it('shows nothing more of who deletes the workout that it became, as it runs and when it is over', async () => {
    const { id, host, guests, report } = await running({ others: 2 });
    const [ben = '', cem = ''] = guests;
    for (const [i, who] of [host, ben, cem].entries()) await report(who, 1, { distanceMeters: 300 - 100 * i });
    const remove = async (who: string, workoutId: string | undefined) => {
      const text = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
      expect(await query(subgraph.url, who, text, { input: { workoutId } })).toEqual({
        deleteWorkout: { userErrors: [] },
      });
    };
    const wayOf = async (who: string) => {
      const found = (await see(host, id))?.participants.find(({ userId }) => userId === who);
      return [found?.rank, found?.distanceMeters, found?.elapsedSeconds];
    };
    const nothing = [null, null, null];
    const lives = await openLiveWorkouts(await openMongo(testService(), subgraph.config.MONGO_URL));
    const workoutId = (await lives.openOf(cem))[0]?._id;
    expect((await actLive(subgraph.url, cem, 'finishWorkout', { workoutId })).userErrors).toEqual([]);
    expect(await wayOf(cem)).toEqual([3, 100, 60]);
    await remove(cem, workoutId);
    expect(await wayOf(cem)).toEqual(nothing);
    await act(host, 'end', { groupSessionId: id });
    expect([await wayOf(ben), await wayOf(cem)]).toEqual([[2, 200, 60], nothing]);
    await remove(ben, (await see(ben, id))?.workouts[0]?.id);
    expect([await wayOf(ben), await wayOf(cem)]).toEqual([nothing, nothing]);
    await remove(host, (await see(host, id))?.workouts[0]?.id);
    expect([await wayOf(host), (await see(host, id))?.workouts]).toEqual([nothing, []]);
  });

  it('forgets who deletes their account, and what they called it, and goes with the last', async () => {
    const { id, joinCode, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(host, 1, { distanceMeters: 300 });
    await report(ben, 1, { distanceMeters: 1, elapsedSeconds: 0.01 });
    // What one has done before leaving is a workout, too.
    await act(ben, 'leave', { groupSessionId: id });
    expect((await act(ben, 'join', { joinCode })).userErrors).toEqual([]);
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
    const workout = await firstWorkout(ben, left, 'title distanceMeters');
    expect(workout).toMatchObject({ title: expect.stringMatching(/ run$/), distanceMeters: 200 });
    const mongo = await openMongo(testService(), subgraph.config.MONGO_URL);
    const kept = await mongo.run((database) => database.collection('workouts').find({ ownerId: ben }).toArray());
    expect(kept).toHaveLength(2);
    expect(JSON.stringify([left, workout, kept])).not.toContain('lake');
    expect(JSON.stringify(left)).not.toContain(host);
    await remove(ben);
    await until('the session to go', async () => {
      const found = await mongo.run((database) => database.collection('groupSessions').find({}).toArray());
      return found.every((each) => String(each['_id']) !== id);
    });
  });

  it('cannot be hosted more than twenty times at once', async () => {
    const me = somebody();
    const make = () => act(me, 'create', { sport: 'RUNNING', title: 'x' });
    const made = await Promise.all(Array.from({ length: 23 }, make));
    expect(made.flatMap(({ groupSession }) => groupSession ?? [])).toHaveLength(20);
  });
});
