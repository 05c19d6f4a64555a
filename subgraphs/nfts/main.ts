import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startNfts } from './app.ts';
import { config } from './config.ts';

await runService('nfts', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startNfts(service, config);
});
