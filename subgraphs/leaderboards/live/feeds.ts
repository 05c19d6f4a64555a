import type { Notices } from '#platform/events/notices.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { Page } from '../domain/board.ts';
import { createLatest, type Latest } from './latest.ts';
import { FILLED, settledSoon, topicOf } from './topics.ts';

/** Boards as they move, for whoever listens. */
export interface Feeds {
  /**
   * The top of a board: as it stands, then whenever it changed. The reader gets the newest state, at most so often as
   * configured. Whoever calls has found that the reader may see the board.
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
  const { service, notices, intervalMs } = options;
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
        feed = openFeed(options, competitionId, () => feeds.delete(competitionId));
        feeds.set(competitionId, feed);
      }
      return feed.listen(intervalMs);
    },
  };
}

interface Feed {
  listen(intervalMs: number): AsyncIterableIterator<Page>;
  /** Reads the board anew soon. */
  refresh(): void;
  end(): void;
}

interface Listener {
  readonly latest: Latest<Page>;
  /** The position of what it was given last. */
  position: string;
}

/** After a board could not be read. */
const AGAIN_MS = 500;

function openFeed({ service, notices, readTop, intervalMs }: FeedsOptions, id: string, onClose: () => void): Feed {
  const listeners = new Set<Listener>();
  const changes = notices.listen(topicOf(id));
  const settled = settledSoon(notices);
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let stale = false;
  let mayReadAt = 0;

  const read = async (): Promise<void> => {
    timer = undefined;
    reading = true;
    stale = false;
    mayReadAt = performance.now() + intervalMs;
    try {
      await settled;
      const page = await readTop(id);
      for (const listener of listeners) tell(listener, page);
    } catch (error) {
      service.log.warn({ err: error, competitionId: id }, 'could not read a board for its listeners; trying again');
      stale = true;
      mayReadAt = performance.now() + AGAIN_MS;
    }
    reading = false;
    if (stale) readIn(mayReadAt - performance.now());
  };
  const readIn = (ms: number): void => {
    stale = true;
    if (reading || listeners.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void read(), Math.max(0, ms));
  };
  const refresh = (): void => {
    if (!timer) readIn(mayReadAt - performance.now());
    else stale = true;
  };
  const leave = (listener: Listener): void => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    void changes.return?.();
    onClose();
  };
  void (async () => {
    for await (const _ of changes) refresh();
  })();
  return {
    listen: (everyMs) => {
      const latest = createLatest<Page>(everyMs, () => leave(listener));
      const listener: Listener = { latest, position: '' };
      listeners.add(listener);
      // Who comes gets the state of now, without waiting for a turn.
      readIn(0);
      return latest.iterator;
    },
    refresh,
    end: () => {
      for (const { latest } of listeners) latest.end();
    },
  };
}

function tell(listener: Listener, page: Page): void {
  if (listener.position === page.board.position) return;
  listener.position = page.board.position;
  listener.latest.offer(page);
}
