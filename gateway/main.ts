import { runService } from '#platform/lifecycle.ts';
import { readGatewayConfig, type GatewayConfig } from './config.ts';
import { startGateway } from './gateway.ts';

const config = settings();

if (config) {
  await runService('gateway', config.LOG_LEVEL, async (service) => {
    await startGateway(service, config);
  });
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
