import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

type Outcome = 'ok' | 'errors' | 'failed';

/** What the gateway counts. */
export interface GatewayMetrics {
  /** Call when an operation begins; call what it returns when it is over. */
  operationStarted(kind: 'query' | 'mutation' | 'subscription'): (outcome: Outcome) => void;
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
  const registers = [registry];
  const operations = new Histogram({
    name: 'laurel_gateway_operation_seconds',
    help: 'Operations executed, by kind and outcome (a subscription lasts until it ends)',
    labelNames: ['kind', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'laurel_gateway_refused_total',
    help: 'Requests refused before they were executed, by error code',
    labelNames: ['code'],
    registers,
  });
  const subrequests = new Histogram({
    name: 'laurel_gateway_subrequest_seconds',
    help: 'Requests to subgraphs, by subgraph and outcome',
    labelNames: ['subgraph', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const upstream = new Gauge({
    name: 'laurel_gateway_upstream_subscriptions',
    help: 'Subscriptions open at subgraphs',
    labelNames: ['subgraph'],
    registers,
  });
  const listeners = new Gauge({
    name: 'laurel_gateway_listeners',
    help: 'Client connections that stay open, by transport',
    labelNames: ['transport'],
    registers,
  });
  return {
    operationStarted: (kind) => {
      const stop = operations.startTimer({ kind });
      return (outcome) => void stop({ outcome });
    },
    refused: (code) => refusals.inc({ code }),
    subrequest: (subgraph, outcome, seconds) => subrequests.observe({ subgraph, outcome }, seconds),
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
