import type { IncomingHttpHeaders } from 'node:http';

/** A trace context as W3C has it, as headers. */
export interface TraceHeaders {
  readonly traceparent: string;
  readonly tracestate?: string;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/** The trace a request belongs to; undefined when it says none that is one. */
export function traceOf(headers: IncomingHttpHeaders): TraceHeaders | undefined {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined;
  return typeof tracestate === 'string' && TRACESTATE.test(tracestate) ? { traceparent, tracestate } : { traceparent };
}

/** A piece of work that a trace shows. */
export interface Span {
  /** For what is done as part of it. */
  readonly headers: TraceHeaders;
  /** It is over. `code` is of the error that ended it. */
  end(code?: string): void;
}

/** Records what is done for whom. */
export interface Tracing {
  /** A request of a client; `parent` is its own trace, if it has one. */
  beginOperation(name: string, parent: TraceHeaders | undefined): Span;
  /** A request to a subgraph. */
  beginFetch(subgraph: string, parent: TraceHeaders | undefined): Span;
  /** Sends what is not sent yet. */
  close(): Promise<void>;
}
