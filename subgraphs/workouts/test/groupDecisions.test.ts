import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideEnd,
  decideJoin,
  decideLeave,
  presentIn,
  type GroupResult,
  type GroupSession,
} from '../domain/groups/session.ts';
import { ranksAmong, ranksOf, type GroupFigures } from '../domain/groups/standing.ts';
import { addToSets, type ExerciseSet } from '../domain/live/sets.ts';

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
              ? decideJoin(session, { userId, liveId: userId, now, field: 'groupSessionId' })
              : what === 'leave'
                ? decideLeave(session, userId, [], now)
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

  describe('ranks some of those noted in the end', () => {
    const noted = (rank: number | null, more: object): GroupResult => ({
      ...{ rank, elapsedSeconds: 1, distanceMeters: null, heartRateBpm: null, exercise: null, repetitions: null },
      ...more,
    });

    it('by what they told themselves, without gaps for the others and who had left', () => {
      const slow = noted(2, { elapsedSeconds: 5, allRepetitions: 3 });
      const quick = noted(2, { elapsedSeconds: 9, allRepetitions: null });
      const left = noted(null, { distanceMeters: 9, allRepetitions: 9 });
      expect(ranksAmong([slow, quick, null, left])).toEqual([1, 2, null, null]);
      expect(ranksAmong([{ ...slow, allRepetitions: null }, quick])).toEqual([2, 1]);
    });

    it('as they were ranked, where all repetitions were not noted', () => {
      const all = [2, 2, 5, null, 9].map((rank) => (rank === null ? null : noted(rank, {})));
      expect(ranksAmong(all)).toEqual([1, 1, 3, null, 4]);
    });
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
