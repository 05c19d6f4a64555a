import { expect, it, onTestFinished, vi } from 'vitest';
import { createQueue, type Notice } from '#platform/events/notices.ts';
import { withEvents } from '#platform/mongo/pendingEvents.ts';
import { followGroup } from '../groups/follow.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';

const begun = new Date(0);
const session: KeptGroupSession = {
  ...{ _id: 'session', joinCode: 'x', hostId: 'host', creatorId: 'host', title: 'x', sport: 'RUNNING' },
  ...{ visibility: 'EVERYONE', maxParticipants: 9, status: 'RUNNING', participants: [], presentIds: [], personIds: [] },
  ...{ startsAt: null, startedAt: begun, endedAt: null, createdAt: begun, isPending: true, lookAt: begun, version: 1 },
  ...withEvents([]),
};

it('A change by somebody who blocked the listener is no change to them, also when it is looked for what was missed', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const notices = createQueue<Notice>(() => undefined);
  let version = 1;
  let looked = 0;
  const steps = followGroup(
    {
      groupSessions: {
        get: () => {
          looked += 1;
          return Promise.resolve({ ...session, version });
        },
      },
      relations: { relationTo: (id) => Promise.resolve(id === 'blocker' ? 'BLOCKED' : 'OTHER') },
      notices: { send: () => undefined, listen: () => notices.iterator, settled: () => Promise.resolve() },
    },
    session._id,
    'listener',
  );
  const happens = (kind: string, userId: string) => {
    version += 1;
    notices.push({ kind: 'notice', data: { kind, userId, version } });
  };
  expect((await steps.next()).value).toMatchObject({ kind: 'STATE' });
  const told = steps.next();
  happens('LEFT', 'blocker');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looked).toBeGreaterThan(1);
  happens('JOINED', 'another');
  expect((await told).value).toMatchObject({ kind: 'JOINED', userId: 'another' });
  await steps.return?.();
});
