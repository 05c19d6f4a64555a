import { describe, expect, test } from 'vitest';
import { decideDelete, decideEdit, decidePost, type Message } from '../domain/message.ts';
import { decideArrival } from '../domain/room.ts';

const now = new Date('2026-05-01T12:00:00.000Z');
const message: Message = {
  id: 'a message',
  roomId: 'here',
  sequence: 7,
  authorId: 'ana',
  body: 'Hello',
  replyToId: null,
  sentAt: now,
  editedAt: null,
  deletedAt: null,
};
const deleted = decideDelete(message, 'ana', now);

describe('given somebody in a room', () => {
  test.each([
    [undefined, 'MEMBER', 'joins'],
    [undefined, 'OWNER', 'joins'],
    ['MEMBER', 'OWNER', 'is promoted'],
    ['OWNER', 'MEMBER', 'stays'],
    ['MEMBER', 'MEMBER', 'stays'],
  ] as const)('as %s, when they come as %s, then who %s', (present, role, arrival) => {
    expect(decideArrival(present, role)).toBe(arrival);
  });
});

describe('given a message', () => {
  test('when it is sent again, then it is the one posted before', () => {
    const decision = decidePost({ roomId: 'here', earlier: message, replyTo: null });
    expect(decision).toEqual({ ok: true, value: { kind: 'posted before', message } });
  });

  test('when it is answered from another room, then that is refused', () => {
    expect(decidePost({ roomId: 'there', earlier: undefined, replyTo: message }).ok).toBe(false);
    expect(decidePost({ roomId: 'here', earlier: undefined, replyTo: message }).ok).toBe(true);
    expect(decidePost({ roomId: 'here', earlier: undefined, replyTo: undefined }).ok).toBe(false);
  });

  test('when its author changes it, then it says when', () => {
    expect(decideEdit(message, 'ana', 'Hi', now)).toMatchObject({ value: { body: 'Hi', editedAt: now } });
    expect(decideEdit(message, 'ana', 'Hello', now)).toEqual({ ok: true, value: message });
  });

  test('when somebody else changes or deletes it, then that is forbidden', () => {
    expect(decideEdit(message, 'ben', 'Hi', now)).toMatchObject({ problems: [{ code: 'FORBIDDEN' }] });
    expect(decideDelete(message, 'ben', now)).toMatchObject({ problems: [{ code: 'FORBIDDEN' }] });
  });

  test('when it is deleted, then its text is gone and stays so', () => {
    expect(deleted).toMatchObject({ ok: true, value: { body: null, deletedAt: now, sequence: 7 } });
    if (!deleted.ok) return;
    expect(decideEdit(deleted.value, 'ana', 'Hi', now)).toMatchObject({ problems: [{ code: 'MESSAGE_DELETED' }] });
    expect(decideDelete(deleted.value, 'ana', new Date())).toEqual(deleted);
  });
});
