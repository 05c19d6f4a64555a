import { v7 as uuidv7 } from 'uuid';
import { openAppendLog } from '#platform/events/appendLog.ts';
import type { Broker } from '#platform/events/broker.ts';
import { SAMPLES } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openRedis } from '#platform/redis/connection.ts';
import type { WorkoutsConfig } from '../config.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import { createFinishing } from './finishing.ts';
import { createSampleLimits } from './limits.ts';
import { createSampleLog } from './samples.ts';
import { startErasing, startLiveSweep } from './sweep.ts';
import { liveTopic, type LiveTools } from './tools.ts';
import { createLiveViews } from './views.ts';

/**
 * A Redis that answers later is as good as away. What it was told in vain it does once it answers again, in the same order;
 * a view that is behind all the same is noticed with the next samples.
 */
const REDIS_TIMEOUT_MS = 1000;

/** Opens what running workouts are kept in, and looks after those that were forgotten. */
export async function startLive(
  service: Service,
  config: WorkoutsConfig,
  broker: Broker,
  tools: Omit<LiveTools, 'samples' | 'limits' | 'views' | 'finishing' | 'holder' | 'leaseMs' | 'idleMs'>,
): Promise<LiveTools> {
  const samples = createSampleLog(await openAppendLog(broker, SAMPLES));
  const redis = openRedis(service, config.REDIS_URL, { commandTimeout: REDIS_TIMEOUT_MS });
  const onAnew = ({ _id, version }: LiveWorkout): void => tools.notices.send(liveTopic(_id), { version, isAnew: true });
  const views = createLiveViews(service, { ...tools, redis, samples, onAnew });
  const limits = createSampleLimits(redis, service.log, config.SAMPLE_CALLS_PER_MINUTE, tools.now);
  const live = {
    ...tools,
    samples,
    limits,
    views,
    finishing: createFinishing(),
    holder: uuidv7(),
    leaseMs: config.IMPORT_LEASE_MS,
    idleMs: config.LIVE_IDLE_MS,
  };
  startLiveSweep(service, live);
  startErasing(service, live);
  return live;
}
