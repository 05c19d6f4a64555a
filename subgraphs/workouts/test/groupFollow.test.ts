import { expect, it, onTestFinished, vi } from 'vitest';
import { createQueue, type Notice } from '#platform/events/notices.ts';
import { withEvents } from '#platform/mongo/pendingEvents.ts';
import type { GroupParticipant } from '../domain/groups/session.ts';
import { followGroup } from '../groups/follow.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';

const begun = new Date(0);
const session: KeptGroupSession = {
  ...{ _id: 'session', joinCode: 'x', hostId: 'host', creatorId: 'host', title: 'x', sport: 'RUNNING' },
  ...{ visibility: 'EVERYONE', maxParticipants: 9, status: 'RUNNING', participants: [], presentIds: [], personIds: [] },
  ...{ startsAt: null, startedAt: begun, endedAt: null, createdAt: begun, isPending: true, lookAt: begun, version: 1 },
  ...withEvents([]),
};

/** What a listener is told of it, by a clock that stands still until it is moved. */
function following() {
  vi.useFakeTimers();
  // For the cache of relations, a time of zero is none.
  vi.advanceTimersByTime(1);
  onTestFinished(() => void vi.useRealTimers());
  const notices = createQueue<Notice>(() => undefined);
  const now = { version: 1, looked: 0, people: ['host'], blockers: ['blocker'] };
  const steps = followGroup(
    {
      groupSessions: {
        get: () => {
          now.looked += 1;
          return Promise.resolve({ ...session, version: now.version, participants: now.people.map(participant) });
        },
      },
      relations: { relationTo: (id) => Promise.resolve(now.blockers.includes(id) ? 'BLOCKED' : 'OTHER') },
      notices: { send: () => undefined, listen: () => notices.iterator, settled: () => Promise.resolve() },
    },
    session._id,
    'listener',
  );
  const happens = (kind: string, userId: string) => {
    now.version += 1;
    notices.push({ kind: 'notice', data: { kind, userId, version: now.version } });
  };
  return { now, steps, happens };
}

const participant = (userId: string): GroupParticipant => ({
  userId,
  status: 'JOINED',
  joinedAt: begun,
  liveId: userId,
  result: null,
  workoutId: null,
});

it('A change by somebody who blocked the listener is no change to them, also when it is looked for what was missed', async () => {
  const { now, steps, happens } = following();
  expect((await steps.next()).value).toMatchObject({ kind: 'STATE' });
  const told = steps.next();
  now.people.push('blocker');
  happens('JOINED', 'blocker');
  happens('LEFT', 'blocker');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(now.looked).toBeGreaterThan(1);
  happens('JOINED', 'another');
  expect((await told).value).toMatchObject({ kind: 'JOINED', userId: 'another' });
  await steps.return?.();
});

it('Who listens is told how a session stands when a participant blocks them, and when they do so no more', async () => {
  const { now, steps } = following();
  now.people.push('another');
  expect((await steps.next()).value).toMatchObject({ kind: 'STATE' });
  for (const blockers of [['another'], []]) {
    const looked = now.looked;
    const told = vi.fn();
    void steps.next().then(told);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(now.looked).toBeGreaterThan(looked);
    expect(told).not.toHaveBeenCalled();
    now.blockers = blockers;
    await vi.advanceTimersByTimeAsync(11_000);
    expect(told).toHaveBeenCalledExactlyOnceWith({ done: false, value: expect.objectContaining({ kind: 'STATE' }) });
  }
  await steps.return?.();
});
