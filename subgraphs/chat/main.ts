import { armFailpoints } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';
import { startChat } from './app.ts';
import { config } from './config.ts';

await runService('chat', config.LOG_LEVEL, async (service) => {
  armFailpoints(config.FAILPOINTS);
  await startChat(service, config);
});
