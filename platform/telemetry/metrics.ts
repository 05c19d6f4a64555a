import { Registry, collectDefaultMetrics } from 'prom-client';

/** Makes a service's Prometheus registry, with the process's own figures in it. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
