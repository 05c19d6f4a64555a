import { describe, expect, test, vi } from 'vitest';
import type { RoomEvent, TypingChanged } from '../domain/events.ts';
import { Listener } from '../live/listener.ts';
import { shareReads } from '../live/shareReads.ts';

const event = (sequence: number): RoomEvent => ({
  kind: 'MemberJoined',
  sequence,
  hiddenFrom: [],
  userId: `user ${sequence}`,
});
const typing = (userId: string): TypingChanged => ({ kind: 'TypingChanged', hiddenFrom: [], userId, typing: true });

/** A log that goes so far, read in pages of two. */
function listenTo(log: { last: number }) {
  const read = vi.fn(async (after: number): Promise<readonly RoomEvent[]> => {
    await Promise.resolve();
    return [1, 2]
      .map((step) => after + step)
      .filter((each) => each <= log.last)
      .map(event);
  });
  const onClose = vi.fn();
  const onFailure = vi.fn();
  return { listener: new Listener({ read, onClose, onFailure }), read, onClose, onFailure };
}

const take = async (events: AsyncIterator<RoomEvent | TypingChanged>, count: number): Promise<unknown[]> => {
  const taken: unknown[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done === true) break;
    taken.push('sequence' in value ? value.sequence : value.userId);
  }
  return taken;
};

describe('a listener', () => {
  test('reads on page by page from where it stands', async () => {
    const { listener, read } = listenTo({ last: 8 });
    const events = listener.from(3);
    listener.tell(8);
    expect(await take(events, 5)).toEqual([4, 5, 6, 7, 8]);
    expect(read.mock.calls.map(([after]) => after)).toEqual([3, 5, 7]);
  });

  test('is woken by what is told, in whatever order and however often', async () => {
    const log = { last: 0 };
    const { listener } = listenTo(log);
    const taking = take(listener.from(0), 3);
    log.last = 3;
    for (const sequence of [2, 1, 3, 1, 3]) listener.tell(sequence);
    expect(await taking).toEqual([1, 2, 3]);
  });

  test('reads nothing while there is nothing new', async () => {
    const { listener, read } = listenTo({ last: 5 });
    const events = listener.from(5);
    listener.tell(5);
    listener.tellTyping(typing('ana'));
    expect(await take(events, 1)).toEqual(['ana']);
    expect(read).not.toHaveBeenCalled();
  });

  test('reads again what could not be read', async () => {
    const { listener, read, onFailure } = listenTo({ last: 1 });
    read.mockRejectedValueOnce(new Error('no connection'));
    const events = listener.from(0);
    listener.tell(1);
    expect(await take(events, 1)).toEqual([1]);
    expect(onFailure).toHaveBeenCalledOnce();
  });

  test('forgets the oldest of those who type when it is slow', async () => {
    const { listener } = listenTo({ last: 0 });
    const events = listener.from(0);
    for (let person = 0; person < 60; person++) listener.tellTyping(typing(`person ${person}`));
    expect(await take(events, 1)).toEqual(['person 10']);
  });

  test('ends at once when it is closed, also while it waits', async () => {
    const { listener, onClose } = listenTo({ last: 0 });
    const events = listener.from(0);
    const waiting = events.next();
    await events.return();
    await events.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(onClose).toHaveBeenCalledOnce();
  });
});

describe('listeners at the same place', () => {
  test('share a read when they heard the same notice, and no older one', async () => {
    const readLog = vi.fn(() => Promise.resolve([event(1)]));
    const read = shareReads(readLog);
    await Promise.all([read('room', 0, 1), read('room', 0, 1)]);
    expect(readLog).toHaveBeenCalledTimes(1);
    await Promise.all([read('room', 0, 1), read('room', 0, 2), read('room', 1, 2), read('other', 0, 1)]);
    expect(readLog).toHaveBeenCalledTimes(5);
  });
});
