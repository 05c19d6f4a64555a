import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startWorkouts } from './app.ts';
import { config } from './config.ts';

await runService('workouts', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startWorkouts(service, config);
});
