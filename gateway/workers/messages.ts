import type { MetricObject } from 'prom-client';
import { z } from 'zod';

const metrics = z.array(z.custom<MetricObject>((value) => typeof value === 'object' && value !== null));

/** What a worker is told. */
export const toWorker = z.discriminatedUnion('type', [
  /** First of all: what it serves. */
  z.object({ type: z.literal('supergraph'), sdl: z.string() }),
  /** End: another takes its place. */
  z.object({ type: z.literal('retire') }),
  /** Say what you have counted. */
  z.object({ type: z.literal('count'), id: z.int() }),
  /** What all have counted, as text for Prometheus; the answer to `scrape`. */
  z.object({ type: z.literal('scraped'), id: z.int(), text: z.string() }),
]);

/** What a worker says. */
export const fromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('counted'), id: z.int(), metrics }),
  /** Its last figures. */
  z.object({ type: z.literal('retired'), metrics }),
  /** Somebody wants to know what all have counted. */
  z.object({ type: z.literal('scrape'), id: z.int() }),
]);

export type ToWorker = z.infer<typeof toWorker>;
export type FromWorker = z.infer<typeof fromWorker>;
