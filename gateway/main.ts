import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { runService, type Service } from '#platform/lifecycle.ts';
import { readGatewayConfig, type GatewayConfig } from './config.ts';

const config = settings();

if (config) await runService('gateway', config.LOG_LEVEL, (service) => start(service, config));

/** Several workers behind one port, or all in this process. What only one of the two needs is not loaded by the other. */
async function start(service: Service, config: GatewayConfig): Promise<void> {
  const workers = config.WORKERS ?? (config.NODE_ENV === 'production' ? availableParallelism() : 1);
  if (cluster.isPrimary && workers > 1) {
    const { runTeam } = await import('./workers/primary.ts');
    const { SUPERGRAPH: supergraph, REQUEST_TIMEOUT_MS: requestTimeoutMs } = config;
    await runTeam(service, { workers, supergraph, requestTimeoutMs });
    return;
  }
  const { startGateway } = await import('./gateway.ts');
  if (cluster.isPrimary) {
    await startGateway(service, config);
    return;
  }
  const { joinTeam } = await import('./workers/worker.ts');
  await startGateway(service, config, await joinTeam(service));
}

/** The settings; when they are wrong a person is told so in plain words, without a stack. */
function settings(): GatewayConfig | undefined {
  try {
    return readGatewayConfig();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return undefined;
  }
}
