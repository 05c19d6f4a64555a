import { Counter, Gauge, type Registry } from 'prom-client';
import type { Tally } from './execution/policies/policedClient.ts';
import { Timings } from './timings.ts';

/** How an operation ended: as asked, with errors in the answer, given up since its client had gone, or without an answer. */
export type Outcome = 'ok' | 'errors' | 'cancelled' | 'failed';

/** What the gateway counts. */
export interface GatewayMetrics {
  /** An entity fetch was, or was not, answered from the cache. */
  entityCache(subgraph: string, hit: boolean): void;
  /** A run that the byte engine began was ended by the object engine: an answer was not as asked. */
  handedOver(): void;
  /** What is known of each subgraph is asked for when the metrics are read. */
  watchSubgraphs(tallies: () => readonly Tally[]): void;
  /** How many operations wait to be planned is asked for when the metrics are read. */
  watchPlanning(waiting: () => number): void;
  /** An operation is over. */
  operation(kind: 'query' | 'mutation' | 'subscription', outcome: Outcome, seconds: number): void;
  /** An operation was refused before it was executed; `code` is its first error's. */
  refused(code: string): void;
  subrequest(subgraph: string, outcome: string, seconds: number): void;
  readonly upstreamSubscriptions: { opened(subgraph: string): void; closed(subgraph: string): void };
  /** Connections of clients that stay open. */
  readonly listeners: { opened(transport: 'websocket' | 'sse'): void; closed(transport: 'websocket' | 'sse'): void };
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers the gateway's metrics. */
export function createGatewayMetrics(registry: Registry): GatewayMetrics {
  const { operations, refusals, subrequests, upstream, listeners, cached, handovers } = registerMetrics(registry);
  return {
    handedOver: () => handovers.inc(),
    watchSubgraphs: (tallies) => watchSubgraphs(tallies, [registry]),
    watchPlanning: (waiting) => watchPlanning(waiting, [registry]),
    operation: (kind, outcome, seconds) => operations.note(kind, outcome, seconds),
    entityCache: (subgraph, hit) => cached.inc({ subgraph, result: hit ? 'hit' : 'miss' }),
    refused: (code) => refusals.inc({ code }),
    subrequest: (subgraph, outcome, seconds) => subrequests.note(subgraph, outcome, seconds),
    upstreamSubscriptions: {
      opened: (subgraph) => upstream.inc({ subgraph }),
      closed: (subgraph) => upstream.dec({ subgraph }),
    },
    listeners: {
      opened: (transport) => listeners.inc({ transport }),
      closed: (transport) => listeners.dec({ transport }),
    },
  };
}

/** What is counted as it happens. */
function registerMetrics(registry: Registry) {
  const registers = [registry];
  return {
    operations: new Timings({
      name: 'laurel_gateway_operation_seconds',
      help: 'Operations executed, by kind and outcome (a subscription lasts until it ends)',
      labelNames: ['kind', 'outcome'],
      buckets: SECONDS,
      registry,
    }),
    refusals: new Counter({
      name: 'laurel_gateway_refused_total',
      help: 'Requests refused before they were executed, by error code',
      labelNames: ['code'],
      registers,
    }),
    subrequests: new Timings({
      name: 'laurel_gateway_subrequest_seconds',
      help: 'Requests to subgraphs, by subgraph and outcome',
      labelNames: ['subgraph', 'outcome'],
      buckets: SECONDS,
      registry,
    }),
    upstream: new Gauge({
      name: 'laurel_gateway_upstream_subscriptions',
      help: 'Subscriptions open at subgraphs',
      labelNames: ['subgraph'],
      registers,
    }),
    listeners: new Gauge({
      name: 'laurel_gateway_listeners',
      help: 'Client connections that stay open, by transport',
      labelNames: ['transport'],
      registers,
    }),
    cached: new Counter({
      name: 'laurel_gateway_entity_cache_total',
      help: 'Entity fetches by whether the cache answered them',
      labelNames: ['subgraph', 'result'],
      registers,
    }),
    handovers: new Counter({
      name: 'laurel_gateway_handovers_total',
      help: 'Runs that the byte engine handed over to the object engine',
      registers,
    }),
  };
}

function watchPlanning(waiting: () => number, registers: Registry[]): void {
  new Gauge({
    name: 'laurel_gateway_planning_waiting',
    help: 'Operations, and variants of them, that wait to be planned',
    registers,
    collect() {
      this.set(waiting());
    },
  });
}

const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Counting is left to who asks the subgraphs: a labelled counter costs more than what it counts. */
function watchSubgraphs(tallies: () => readonly Tally[], registers: Registry[]): void {
  const labelNames = ['subgraph'];
  const counters = {
    retries: ['laurel_gateway_subrequest_retries_total', 'Requests to subgraphs that were made again'],
    refused: ['laurel_gateway_subrequest_refused_total', 'Requests not made because the breaker was open'],
    bytesSent: ['laurel_gateway_subrequest_sent_bytes_total', 'Bodies sent to subgraphs'],
    bytesReceived: ['laurel_gateway_subrequest_received_bytes_total', 'Bodies received from subgraphs'],
  } as const;
  for (const count of ['retries', 'refused', 'bytesSent', 'bytesReceived'] as const) {
    const [name, help] = counters[count];
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const tally of tallies()) this.inc({ subgraph: tally.subgraph }, tally[count]);
      },
    });
  }
  new Gauge({
    name: 'laurel_gateway_subgraph_breaker',
    help: 'Whether a subgraph is asked: 0 yes, 1 once to see, 2 no',
    aggregator: 'max',
    labelNames,
    registers,
    collect() {
      for (const { subgraph, breaker } of tallies()) this.set({ subgraph }, BREAKER[breaker]);
    },
  });
}
