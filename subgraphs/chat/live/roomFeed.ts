import type { Notice, Notices } from '#platform/events/notices.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { RoomEvent } from '../domain/events.ts';
import { Listener } from './listener.ts';
import { listenToRoom, readRoomNotice } from './roomNotices.ts';
import { shareReads, type ReadPage } from './shareReads.ts';

/** How often the rooms listened to are looked at without a notice: for one that was lost. One query for all of them. */
const SWEEP_MS = 2000;

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

/**
 * Where this process follows rooms: one subscription to notices a room, however many listen to it. Closed with the
 * service.
 */
export class RoomFeed {
  readonly #options: RoomFeedOptions;
  readonly #readPage: ReadPage<RoomEvent>;
  readonly #rooms = new Map<string, Followed>();

  constructor(options: RoomFeedOptions) {
    this.#options = options;
    this.#readPage = shareReads(options.readLog);
    const sweep = setInterval(() => void this.#lookAt([...this.#rooms.keys()]), SWEEP_MS);
    options.service.onClose('rooms listened to', () => {
      clearInterval(sweep);
      for (const { listeners } of this.#rooms.values()) for (const each of listeners) void each.return();
    });
  }

  /** Begins to hear of a room. The listener hears everything said from now on, and is to be closed. */
  attach(roomId: string): Listener {
    const room = this.#rooms.get(roomId) ?? this.#follow(roomId);
    const listener = new Listener({
      read: (after, lastSequence) => this.#readPage(roomId, after, lastSequence),
      onFailure: (error) =>
        this.#options.service.log.warn({ err: error, roomId }, 'could not read the log of a room; will try again'),
      onClose: () => {
        room.listeners.delete(listener);
        if (room.listeners.size === 0) this.#unfollow(roomId, room);
      },
    });
    room.listeners.add(listener);
    return listener;
  }

  #follow(roomId: string): Followed {
    const room: Followed = { listeners: new Set(), notices: listenToRoom(this.#options.notices, roomId) };
    this.#rooms.set(roomId, room);
    void this.#hear(roomId, room);
    return room;
  }

  #unfollow(roomId: string, { notices }: Followed): void {
    this.#rooms.delete(roomId);
    void notices.return?.();
  }

  async #hear(roomId: string, { listeners, notices }: Followed): Promise<void> {
    for await (const notice of notices) {
      const said = notice.kind === 'notice' ? readRoomNotice(notice.data) : undefined;
      if (said?.kind === 'log') for (const each of listeners) each.tell(said.lastSequence);
      else if (said) for (const each of listeners) each.tellTyping(said);
      else void this.#lookAt([roomId]);
    }
  }

  /** Looks how far the logs of rooms go, and tells those who listen. */
  async #lookAt(roomIds: readonly string[]): Promise<void> {
    if (roomIds.length === 0) return;
    try {
      for (const [roomId, sequence] of await this.#options.lastSequences(roomIds)) {
        for (const each of this.#rooms.get(roomId)?.listeners ?? []) each.tell(sequence);
      }
    } catch (error) {
      this.#options.service.log.warn({ err: error }, 'could not look at the rooms listened to; will look again');
    }
  }
}
