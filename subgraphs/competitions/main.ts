import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startCompetitions } from './app.ts';
import { config } from './config.ts';

await runService('competitions', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startCompetitions(service, config);
});
