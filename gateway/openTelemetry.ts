import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Span, TraceHeaders, Tracing } from './tracing.ts';

/**
 * Sends spans to a collector over OTLP (HTTP, JSON). Which are recorded, and headers for the collector, are said by
 * OpenTelemetry's own variables in the environment (`OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS`).
 */
export function createTracing(endpoint: string): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'gateway' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  const tracer = provider.getTracer('laurel-gateway');
  const begin = (
    name: string,
    kind: SpanKind,
    parent: TraceHeaders | undefined,
    attributes: Record<string, string>,
  ): Span => {
    const span = tracer.startSpan(name, { kind, attributes }, contextOf(parent));
    return {
      headers: headersOf(span.spanContext(), parent),
      end(code) {
        if (code !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: code });
        span.end();
      },
    };
  };
  return {
    beginOperation: (name, parent) => begin(name, SpanKind.SERVER, parent, {}),
    beginFetch: (subgraph, parent) =>
      begin(`fetch ${subgraph}`, SpanKind.CLIENT, parent, { 'graphql.federation.subgraph.name': subgraph }),
    close: () => provider.shutdown(),
  };
}

function contextOf(parent: TraceHeaders | undefined): Context {
  const [, traceId = '', spanId = '', flags = '0'] = parent?.traceparent.split('-') ?? [];
  const context: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}

function headersOf({ traceId, spanId, traceFlags }: SpanContext, parent: TraceHeaders | undefined): TraceHeaders {
  const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  const traceparent = `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
  return parent?.tracestate === undefined ? { traceparent } : { traceparent, tracestate: parent.tracestate };
}
