import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/** What the library's histogram of delays gives; see below. */
const DELAYS = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
  (each) => `nodejs_eventloop_lag_${each}_seconds`,
);
const LONG_MS = 2 ** 31 - 1;

/**
 * Makes a service's Prometheus registry, with the process's own figures in it. How late the event loop is the library
 * would find out a hundred times a second, which is most of what an idle process does: instead is counted, which costs
 * nothing, which share of the time since the last look the loop was busy. The lag at the look itself is still told.
 */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LONG_MS });
  for (const name of DELAYS) registry.removeSingleMetric(name);
  addUtilization(registry);
  return registry;
}

function addUtilization(registry: Registry): void {
  let before = performance.eventLoopUtilization();
  new Gauge({
    name: 'nodejs_eventloop_utilization',
    help: 'Share of the time since the last look in which the event loop was busy, from 0 to 1.',
    aggregator: 'average',
    registers: [registry],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, before).utilization);
      before = now;
    },
  });
}
