import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startLeaderboards } from './app.ts';
import { config } from './config.ts';

await runService('leaderboards', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startLeaderboards(service, config);
});
