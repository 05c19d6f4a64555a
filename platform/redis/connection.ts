import { Redis, type RedisOptions } from 'ioredis';
import type { Service } from '#platform/lifecycle.ts';

/** Connects to Redis; goes on trying when the connection is lost. Closed with the service. */
export function openRedis(service: Service, url: string, options: RedisOptions = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 3,
    retryStrategy: (tries) => Math.min(tries * 100, 2000),
    ...options,
  });
  redis.on('error', (error: Error) => service.log.warn({ err: error }, 'Redis'));
  service.onClose('redis', () => redis.disconnect());
  return redis;
}
