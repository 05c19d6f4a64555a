// Computes workouts anew that an older version of the formulas has computed: npm run recompute.
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { hostsOf } from '#platform/urls.ts';
import { openRecordingTools } from './recordings/openTools.ts';
import { config } from './config.ts';
import { recomputeOutdated, type Recomputed } from './recordings/recompute.ts';

const EVERY = 50;
const told = ({ done, failed }: Recomputed): string => `${done} workouts computed anew, ${failed} could not be`;

/** Fails with a sentence for who has started the command. */
const orSay =
  (what: string, url: string) =>
  (cause: unknown): never => {
    throw new Error(`${what} at ${hostsOf(url)}: is the stack running?`, { cause });
  };

const { service, close } = createService('workouts-recompute', config.LOG_LEVEL);
try {
  const broker = await openBroker(service, config.NATS_URL, true).catch(orSay('NATS does not answer', config.NATS_URL));
  const tools = await openRecordingTools(service, config, broker).catch(
    orSay('The workouts cannot be reached', config.MONGO_URL),
  );
  const all = await recomputeOutdated(tools, (progress) => {
    if ((progress.done + progress.failed) % EVERY === 0) console.log(`${told(progress)} so far`);
  });
  console.log(`${told(all)}. What has changed is told to the others by the running service.`);
  process.exitCode = all.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await close();
}
