import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createQueue, type Notices } from '#platform/events/notices.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { findPairOf, listStandingPairs, type PairOf } from '../store/pairs.ts';

/** How long to wait after the store could not be read. */
const RETRY_MS = 500;

const topic = (userId: string): string => `users.friends.${userId}`;
const noticeData = z.object({ pairId: z.uuid() });

/** Says to people that what is between them and somebody is another. */
export function tellOfPair(notices: Notices, pairId: string, userIds: readonly string[]): void {
  for (const userId of userIds) notices.send(topic(userId), { pairId });
}

/** What is between a person and others, as it changes. */
export interface FriendFeed {
  /** Requests that wait for the person's answer, and then each pair of theirs when it is another, as it is then. */
  listen(userId: string): AsyncIterableIterator<PairOf>;
}

interface FriendFeedOptions {
  readonly pool: Pool;
  readonly notices: Notices;
  readonly log: Logger;
}

export const createFriendFeed = (options: FriendFeedOptions): FriendFeed => ({
  listen: (userId) => {
    const listener = new FriendListener(options, userId);
    return listener.updates;
  },
});

/**
 * Follows what is said of one person's pairs, and reads each. What is known of each keeps a repeat from being told again, and
 * tells what was between the two when nothing is left to be read.
 */
class FriendListener {
  readonly updates: AsyncIterableIterator<PairOf>;
  readonly #options: FriendFeedOptions;
  readonly #userId: string;
  readonly #notices: ReturnType<Notices['listen']>;
  readonly #queue = createQueue<PairOf>(() => {
    this.#closed = true;
    void this.#notices.return?.();
  });
  readonly #known = new Map<string, PairOf>();
  #closed = false;

  constructor(options: FriendFeedOptions, userId: string) {
    this.#options = options;
    this.#userId = userId;
    this.#notices = options.notices.listen(topic(userId));
    this.updates = this.#queue.iterator;
    void this.#follow();
  }

  async #follow(): Promise<void> {
    // What changes from here on is said to this listener, and what changed before is read.
    await this.#options.notices.settled().catch(() => undefined);
    await this.#untilRead(() => this.#begin());
    for await (const notice of this.#notices) {
      const said = notice.kind === 'notice' ? noticeData.safeParse(notice.data).data : undefined;
      await this.#untilRead(() => (said ? this.#tellOf(said.pairId) : this.#tellOfAll()));
    }
    this.#queue.end();
  }

  async #begin(): Promise<void> {
    for (const found of await listStandingPairs(this.#options.pool, this.#userId)) {
      const isForThem = found.pair.request?.requesterId === found.userId;
      if (isForThem) this.#tell(found);
      else this.#known.set(found.pair.id, found);
    }
  }

  async #tellOf(pairId: string): Promise<void> {
    const found = await findPairOf(this.#options.pool, pairId, this.#userId);
    if (found) this.#tell(found);
    else this.#tellGone(pairId);
  }

  /** After some may have been missed: what stands, and what stood and does so no more. */
  async #tellOfAll(): Promise<void> {
    const standing = await listStandingPairs(this.#options.pool, this.#userId);
    for (const found of standing) this.#tell(found);
    const ids = new Set(standing.map(({ pair }) => pair.id));
    for (const [id, known] of [...this.#known]) if (!ids.has(id) && stands(known)) await this.#tellOfEnd(id, known);
  }

  /** That who asked and then blocked ended it themselves is known by the block. */
  async #tellOfEnd(pairId: string, known: PairOf): Promise<void> {
    const found = await findPairOf(this.#options.pool, pairId, this.#userId);
    if (!found) this.#tellGone(pairId);
    else if (hearsOfEnd(known) || found.pair.block?.userId === this.#userId) this.#tell(found);
  }

  #tell(found: PairOf): void {
    const { id, version } = found.pair;
    if ((this.#known.get(id)?.pair.version ?? -1) >= version) return;
    this.#known.set(id, found);
    this.#queue.push(found);
  }

  /** The row of a pair goes with the account of one of the two. */
  #tellGone(pairId: string): void {
    const known = this.#known.get(pairId);
    this.#known.delete(pairId);
    if (known && hearsOfEnd(known)) {
      this.#queue.push({ ...known, pair: { ...known.pair, request: null, friendsSince: null } });
    }
  }

  async #untilRead(read: () => Promise<void>): Promise<void> {
    while (!this.#closed) {
      try {
        await read();
        return;
      } catch (error) {
        this.#options.log.warn({ err: error }, 'could not read what is between people; will try again');
        await delay(RETRY_MS);
      }
    }
  }
}

const stands = ({ pair }: PairOf): boolean => pair.friendsSince !== null || pair.request !== null;

/** Whether something is between the two of which its end is told: who asked is told of no refusal. */
const hearsOfEnd = ({ pair, userId }: PairOf): boolean =>
  pair.friendsSince !== null || pair.request?.requesterId === userId;
