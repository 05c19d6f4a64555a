import { openBroker } from '#platform/events/broker.ts';
import { follow } from '#platform/events/follow.ts';
import { createNotices, type Notices } from '#platform/events/notices.ts';
import { revocationNotice, REVOCATIONS_TOPIC } from '#platform/events/revocations.ts';
import { REVOCATIONS } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';

/** Sessions that were ended while access tokens of theirs live on. */
export interface Revocations {
  has(sessionId: string): boolean;
  /** Calls back when a session is ended. @returns what stops it. */
  onRevoked(sessionId: string, callback: () => void): () => void;
}

/** The sessions told of by hand, and who wants to know. */
export interface RevokedSessions extends Revocations {
  add(sessionId: string): void;
}

/** Access tokens live for 15 minutes; after this a revoked session needs no remembering. */
const KEEP_MS = 20 * 60_000;

/** An empty list of ended sessions. */
export function createRevokedSessions(now: () => number = Date.now): RevokedSessions {
  /** In the order in which they are forgotten. */
  const revoked = new Map<string, number>();
  const listeners = new Map<string, Set<() => void>>();
  const forgetOld = (): void => {
    for (const [id, at] of revoked) {
      if (at > now() - KEEP_MS) return;
      revoked.delete(id);
    }
  };
  return {
    has: (sessionId) => revoked.has(sessionId),
    add: (sessionId) => {
      forgetOld();
      revoked.delete(sessionId);
      revoked.set(sessionId, now());
      for (const callback of listeners.get(sessionId) ?? []) callback();
    },
    onRevoked: (sessionId, callback) => {
      const callbacks = listeners.get(sessionId) ?? new Set();
      listeners.set(sessionId, callbacks.add(callback));
      return () => {
        callbacks.delete(callback);
        if (callbacks.size === 0) listeners.delete(sessionId);
      };
    },
  };
}

/** The sessions that users tells of, and when all that were told of before are known. */
export interface FollowedRevocations extends Revocations {
  readonly caughtUp: Promise<void>;
}

/** What users says the moment it ends a session; the stream tells what was missed. Ends with the connection. */
async function hear(notices: Notices, sessions: RevokedSessions): Promise<void> {
  for await (const notice of notices.listen(REVOCATIONS_TOPIC)) {
    const said = notice.kind === 'notice' ? revocationNotice.safeParse(notice.data).data : undefined;
    for (const id of said?.ids ?? []) sessions.add(id);
  }
}

/**
 * Follows the stream in which users tells which sessions were ended, and hears of each at once. Until the broker is there, and while it is away, tokens
 * of ended sessions are believed for what is left of their 15 minutes.
 */
export function followRevocations(service: Service, natsUrl: string): FollowedRevocations {
  const sessions = createRevokedSessions();
  const caughtUp = openBroker(service, natsUrl).then(
    (broker) => {
      void hear(createNotices(broker), sessions);
      return follow(service, broker, REVOCATIONS, sessions.add);
    },
    (error: unknown) => service.log.error({ err: error }, 'cannot hear of ended sessions'),
  );
  return { ...sessions, caughtUp };
}
