import { settledSoon, type Notices } from '#platform/events/notices.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { Page } from '../domain/board.ts';
import { createLatest, type Latest } from './latest.ts';
import { FILLED, topicOf } from './topics.ts';

/** Boards as they move, for whoever listens. */
export interface Feeds {
  /**
   * The top of a board: as it stands, then whenever it changed. The reader gets the newest state, at most so often as
   * configured. A state without rules is the last: there is no such board any more. Whoever calls has found that the
   * reader may see the board.
   */
  listen(competitionId: string): AsyncIterableIterator<Page>;
}

export interface FeedsOptions {
  readonly service: Service;
  readonly notices: Notices;
  /** Reads the top of a board. */
  readonly readTop: (competitionId: string) => Promise<Page>;
  /** The shortest time between two states that a listener gets. */
  readonly intervalMs: number;
}

/** One feed per board with listeners in this process: a change is read once, whatever the number of listeners. */
export function createFeeds(options: FeedsOptions): Feeds {
  const { service, notices } = options;
  const feeds = new Map<string, Feed>();
  const filled = notices.listen(FILLED);
  void (async () => {
    for await (const _ of filled) for (const feed of feeds.values()) feed.refresh();
  })();
  service.onClose('feeds', async () => {
    await filled.return?.();
    for (const feed of feeds.values()) feed.end();
  });
  return {
    listen: (competitionId) => {
      let feed = feeds.get(competitionId);
      if (!feed) {
        feed = new Feed(options, competitionId, () => feeds.delete(competitionId));
        feeds.set(competitionId, feed);
      }
      return feed.listen();
    },
  };
}

interface Listener {
  readonly latest: Latest<Page>;
  /** The position of what it was given last. */
  position: string;
}

/** After a board could not be read. */
const AGAIN_MS = 500;

/** One board's feed: reads it again after a change, no sooner than the interval allows, while somebody listens. */
class Feed {
  readonly #options: FeedsOptions;
  readonly #id: string;
  readonly #onClose: () => void;
  readonly #listeners = new Set<Listener>();
  readonly #changes: AsyncIterableIterator<unknown>;
  readonly #settled: Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  #stale = false;
  #mayReadAt = 0;

  constructor(options: FeedsOptions, id: string, onClose: () => void) {
    this.#options = options;
    this.#id = id;
    this.#onClose = onClose;
    this.#changes = options.notices.listen(topicOf(id));
    this.#settled = settledSoon(options.notices);
    void this.#follow();
  }

  listen(): AsyncIterableIterator<Page> {
    const latest = createLatest<Page>(this.#options.intervalMs, () => this.#leave(listener));
    const listener: Listener = { latest, position: '' };
    this.#listeners.add(listener);
    // Who comes gets the state of now, without waiting for a turn.
    this.#readIn(0);
    return latest.iterator;
  }

  /** Reads the board anew soon. */
  refresh(): void {
    if (!this.#timer) this.#readIn(this.#mayReadAt - performance.now());
    else this.#stale = true;
  }

  end(): void {
    for (const { latest } of this.#listeners) latest.end();
  }

  async #follow(): Promise<void> {
    for await (const _ of this.#changes) this.refresh();
  }

  #readIn(ms: number): void {
    this.#stale = true;
    if (this.#reading || this.#listeners.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), Math.max(0, ms));
  }

  async #read(): Promise<void> {
    const { service, readTop, intervalMs } = this.#options;
    this.#timer = undefined;
    this.#reading = true;
    this.#stale = false;
    this.#mayReadAt = performance.now() + intervalMs;
    try {
      await this.#settled;
      const page = await readTop(this.#id);
      for (const listener of this.#listeners) tell(listener, page);
    } catch (error) {
      service.log.warn(
        { err: error, competitionId: this.#id },
        'could not read a board for its listeners; trying again',
      );
      this.#stale = true;
      this.#mayReadAt = performance.now() + AGAIN_MS;
    }
    this.#reading = false;
    if (this.#stale) this.#readIn(this.#mayReadAt - performance.now());
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearTimeout(this.#timer);
    void this.#changes.return?.();
    this.#onClose();
  }
}

function tell(listener: Listener, page: Page): void {
  if (listener.position === page.board.position) return;
  listener.position = page.board.position;
  listener.latest.offer(page, !page.board.rules);
}
