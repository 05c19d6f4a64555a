import { runService } from '#platform/lifecycle.ts';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './gateway.ts';

const config = readGatewayConfig();

await runService('gateway', config.LOG_LEVEL, async (service) => {
  await startGateway(service, config);
});
