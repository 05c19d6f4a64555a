// Computes workouts anew that an older version of the formulas has computed: npm run recompute.
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { openRecordingTools } from './app.ts';
import { config } from './config.ts';
import { recomputeOutdated, type Recomputed } from './recordings/recompute.ts';

const EVERY = 50;
const told = ({ done, failed }: Recomputed): string => `${done} workouts computed anew, ${failed} could not be`;

const { service, close } = createService('workouts-recompute', config.LOG_LEVEL);
try {
  const tools = await openRecordingTools(service, config, await openBroker(service, config.NATS_URL, true));
  const all = await recomputeOutdated(tools, (progress) => {
    if ((progress.done + progress.failed) % EVERY === 0) console.log(`${told(progress)} so far`);
  });
  console.log(`${told(all)}. What has changed is told to the others by the running service.`);
  process.exitCode = all.failed > 0 ? 1 : 0;
} finally {
  await close();
}
