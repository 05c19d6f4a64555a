import type { Answer, Call, ExecutableSubscription } from '../execution/executor.ts';

/** Keeps subscriptions running. */
export interface Subscriptions {
  /**
   * Opens a subscription and answers its events in order. Ends when the subgraph completes it, and at once when
   * `call.signal` is aborted; what is open at the subgraph is then closed. Events are taken from the subgraph no faster
   * than answers are.
   *
   * @throws RequestError with the subgraph's errors when it refuses, `SUBSCRIPTION_INTERRUPTED` when the connection to
   *   it breaks.
   */
  open(executable: ExecutableSubscription, call: Call): AsyncIterable<Answer>;
}
