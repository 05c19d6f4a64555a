import {
  writeAnswer,
  type Answer,
  type Call,
  type ExecutableSubscription,
  type SubgraphEvent,
} from '../execution/executor.ts';
import { readResult } from '../execution/subgraphs/parseAnswer.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Subgraph } from '../supergraph/supergraph.ts';
import type { Subscriptions } from './subscriptions.ts';
import { listen, withCode } from './upstream.ts';

interface Options {
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly metrics: GatewayMetrics;
  readonly maxEventBytes: number;
  readonly connectTimeoutMs: number;
}

/** One upstream subscription for each listener. */
export function createSubscriptionsPerListener(options: Options): Subscriptions {
  return {
    async *open({ source, answer: answerTo }: ExecutableSubscription, call: Call): AsyncGenerator<Answer> {
      const subgraph = options.subgraphs.get(source.subgraph);
      if (!subgraph) throw new Error(`there is no subgraph "${source.subgraph}"`);
      const { maxEventBytes, connectTimeoutMs, metrics } = options;
      metrics.upstreamSubscriptions.opened(subgraph.name);
      try {
        const credentials = await call.credentials();
        const { requestId, signal } = call;
        for await (const event of listen({
          subgraph,
          source,
          credentials,
          requestId,
          signal,
          maxEventBytes,
          connectTimeoutMs,
        })) {
          const answer = refusalIn(event, subgraph.name) ?? (await answerTo(event, call));
          if (call.signal.aborted) return;
          yield answer;
        }
      } finally {
        metrics.upstreamSubscriptions.closed(subgraph.name);
      }
    },
  };
}

/** An event with errors and no data: the subgraph did not let the listener in. It is passed on as it is. */
function refusalIn({ payload }: SubgraphEvent, subgraph: string): Answer | undefined {
  const hasData = typeof payload !== 'object' || payload === null || 'data' in payload;
  if (hasData || !('errors' in payload)) return undefined;
  return writeAnswer(undefined, readResult(subgraph, payload).errors.map(withCode));
}
