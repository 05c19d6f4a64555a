import type { Redis } from 'ioredis';
import { z } from 'zod';
import { done, tryLater, type Outcome } from '#platform/problems.ts';
import { defineScript } from '#platform/redis/script.ts';
import type { Logger } from '#platform/telemetry/log.ts';

/** How many running workouts a person may send samples of at full speed. */
const FULL_SPEED_WORKOUTS = 3;
const MINUTE_MS = 60_000;

/** Limits on how often samples are sent: of one workout, and of one person. */
export interface SampleLimits {
  /** Counts a call, if it is allowed. Without Redis, or when it does not answer in time, all are: samples are not to be lost for that. */
  take(personId: string, workoutId: string): Promise<Outcome<null>>;
}

/**
 * Takes one use of each key, or of none (the generic cell rate algorithm, as in ITU-T I.371): a key holds the instant from which
 * it is unused. Answers how long to wait, in ms.
 */
const TAKE = `
local now, wait, next = tonumber(ARGV[1]), 0, {}
for i, key in ipairs(KEYS) do
  local every, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  next[i] = math.max(tonumber(redis.call('GET', key) or '0'), now) + every
  wait = math.max(wait, next[i] - now - burst)
end
if wait > 0 then return math.ceil(wait) end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.0f', next[i]), 'PX', string.format('%.0f', next[i] - now + 1))
end
return 0`;

/** `callsPerMinute`: of one workout; so many may also come at once. */
export function createSampleLimits(redis: Redis, log: Logger, callsPerMinute: number, now: () => Date): SampleLimits {
  const script = defineScript(redis, TAKE);
  const everyMs = Math.ceil(MINUTE_MS / callsPerMinute);
  const perPerson = Math.ceil(everyMs / FULL_SPEED_WORKOUTS);
  return {
    take: async (personId, workoutId) => {
      try {
        const keys = [`workouts:calls:${workoutId}`, `workouts:calls-of:${personId}`];
        const args = [now().getTime(), everyMs, MINUTE_MS, perPerson, MINUTE_MS];
        const waitMs = z.number().parse(await script(keys, args));
        return waitMs === 0 ? done(null) : tryLater(Math.ceil(waitMs / 1000), 'Samples are sent too often.');
      } catch (error) {
        log.warn({ err: error }, 'Redis does not answer; samples are not counted');
        return done(null);
      }
    },
  };
}
