import type { Notice, Notices } from '#platform/events/notices.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { RoomEvent } from '../domain/events.ts';
import { createListener, type Listener } from './listener.ts';
import { listenToRoom, readRoomNotice } from './roomNotices.ts';

/** How often the rooms listened to are looked at without a notice: for one that was lost. One query for all of them. */
const SWEEP_MS = 2000;

/** Where this process follows rooms. */
export interface RoomFeed {
  /** Begins to hear of a room. The listener hears everything said from now on, and is to be closed. */
  attach(roomId: string): Listener;
}

export interface RoomFeedOptions {
  readonly service: Service;
  readonly notices: Notices;
  /** A page of a room's events after a sequence. */
  readLog(roomId: string, after: number): Promise<readonly RoomEvent[]>;
  /** How far the logs of rooms go, by room. */
  lastSequences(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** A room somebody listens to. */
interface Followed {
  readonly listeners: Set<Listener>;
  readonly notices: AsyncIterableIterator<Notice>;
}

/** Follows rooms: one subscription to notices a room, however many listen to it. Closed with the service. */
export function createRoomFeed(options: RoomFeedOptions): RoomFeed {
  const { service, notices, lastSequences } = options;
  const rooms = new Map<string, Followed>();
  const readPage = shareReads(options.readLog);

  const lookAt = async (roomIds: readonly string[]): Promise<void> => {
    if (roomIds.length === 0) return;
    try {
      const sequences = await lastSequences(roomIds);
      for (const [roomId, sequence] of sequences) rooms.get(roomId)?.listeners.forEach((each) => each.tell(sequence));
    } catch (error) {
      service.log.warn({ err: error }, 'could not look at the rooms listened to; will look again');
    }
  };
  const hear = async (roomId: string, { listeners, notices: heard }: Followed): Promise<void> => {
    for await (const notice of heard) {
      const said = notice.kind === 'notice' ? readRoomNotice(notice.data) : undefined;
      if (said?.kind === 'log') for (const each of listeners) each.tell(said.lastSequence);
      else if (said) for (const each of listeners) each.tellTyping(said);
      else void lookAt([roomId]);
    }
  };
  const follow = (roomId: string): Followed => {
    const room: Followed = { listeners: new Set(), notices: listenToRoom(notices, roomId) };
    rooms.set(roomId, room);
    void hear(roomId, room);
    return room;
  };

  const sweep = setInterval(() => void lookAt([...rooms.keys()]), SWEEP_MS);
  service.onClose('rooms listened to', () => {
    clearInterval(sweep);
    for (const { listeners } of rooms.values()) for (const each of listeners) each.close();
  });
  return {
    attach: (roomId) => {
      const room = rooms.get(roomId) ?? follow(roomId);
      const listener = createListener({
        read: (after, lastSequence) => readPage(roomId, after, lastSequence),
        onFailure: (error) =>
          service.log.warn({ err: error, roomId }, 'could not read the log of a room; will try again'),
        onClose: () => {
          room.listeners.delete(listener);
          if (room.listeners.size > 0) return;
          rooms.delete(roomId);
          void room.notices.return?.();
        },
      });
      room.listeners.add(listener);
      return listener;
    },
  };
}

/**
 * Lets listeners that stand at the same place and heard the same notice share one read. A read that began before the
 * notice is not shared: it may not see what the notice tells of.
 */
function shareReads(readLog: RoomFeedOptions['readLog']) {
  const reading = new Map<string, Promise<readonly RoomEvent[]>>();
  return (roomId: string, after: number, lastSequence: number): Promise<readonly RoomEvent[]> => {
    const key = `${roomId} ${after} ${lastSequence}`;
    const present = reading.get(key);
    if (present) return present;
    const read = readLog(roomId, after).finally(() => reading.delete(key));
    reading.set(key, read);
    return read;
  };
}
