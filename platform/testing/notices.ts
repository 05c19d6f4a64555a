import { RequestError, TimeoutError } from '@nats-io/transport-node';
import type { Broker } from '#platform/events/broker.ts';
import { until } from './until.ts';

/** Long enough for the broker to say that nobody is there. */
const ANSWER_WITHIN_MS = 500;

/** Waits until somebody listens to a topic of notices, and takes the question for a gap. */
export const untilHeard = (broker: Broker, topic: string): Promise<unknown> =>
  until(`somebody to listen to ${topic}`, () => isHeard(broker, topic));

/** Waits until nobody listens to a topic of notices. */
export const untilUnheard = (broker: Broker, topic: string): Promise<unknown> =>
  until(`nobody to listen to ${topic}`, async () => !(await isHeard(broker, topic)));

async function isHeard({ connection }: Broker, topic: string): Promise<boolean> {
  try {
    await connection.request(`notices.${topic}`, '', { timeout: ANSWER_WITHIN_MS });
  } catch (error) {
    if (error instanceof RequestError && error.isNoResponders()) return false;
    if (!(error instanceof TimeoutError)) throw error;
  }
  return true;
}
