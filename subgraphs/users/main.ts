import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startUsers } from './app.ts';
import { config } from './config.ts';

await runService('users', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startUsers(service, config);
});
