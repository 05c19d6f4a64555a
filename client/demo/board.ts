import { LeaderboardUpdatedDocument, type LeaderboardUpdatedSubscription } from '../__generated__/graphql.ts';
import type { LaurelClient } from '../laurel.ts';

type Entry = LeaderboardUpdatedSubscription['leaderboardUpdated']['entries'][number];

/** A leaderboard as a listener sees it. */
export interface LiveBoard {
  /** A person's score as last pushed; undefined without one. */
  scoreOf(userId: string): number | undefined;
  /** Resolves at the push that gives this person another score than `before`; undefined after `timeoutMs`. */
  moved(userId: string, before: number | undefined, timeoutMs: number): Promise<number | undefined>;
}

/** Listens to a competition's board; `show` gets its entries at each push. Listens already when it returns. */
export async function followBoard(
  client: LaurelClient,
  competitionId: string,
  show: (entries: readonly Entry[]) => void,
): Promise<LiveBoard> {
  const scores = new Map<string, number>();
  const listeners = new Set<() => void>();
  const snapshot = Promise.withResolvers<void>();
  const listen = async (): Promise<void> => {
    for await (const { leaderboardUpdated } of client.listen(LeaderboardUpdatedDocument, {
      competitionId,
      first: 10,
    })) {
      for (const { participant, score } of leaderboardUpdated.entries)
        if (participant) scores.set(participant.id, score);
      snapshot.resolve();
      show(leaderboardUpdated.entries);
      for (const listener of listeners) listener();
    }
  };
  listen().catch(snapshot.reject);
  await snapshot.promise;
  return {
    scoreOf: (userId) => scores.get(userId),
    moved: (userId, before, timeoutMs) => {
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      const look = (): void => {
        if (scores.get(userId) !== before) resolve(scores.get(userId));
      };
      const timer = setTimeout(resolve, timeoutMs, undefined);
      listeners.add(look);
      look();
      return promise.finally(() => {
        clearTimeout(timer);
        listeners.delete(look);
      });
    },
  };
}
