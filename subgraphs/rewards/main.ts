import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startRewards } from './app.ts';
import { config } from './config.ts';

await runService('rewards', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startRewards(service, config);
});
