import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/**
 * Makes the broker deliver every event of every stream to every service again, by forgetting what was acknowledged.
 *
 * @returns how many consumers there were; their services make them anew.
 */
export async function redeliverEverything(natsUrl: string): Promise<number> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  let consumers = 0;
  for await (const stream of manager.streams.list()) {
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      await manager.consumers.delete(stream.config.name, consumer.name);
      consumers++;
    }
  }
  await connection.close();
  return consumers;
}

/** How many events wait in how many consumers, delivered or not, and how many are dead letters. */
export async function pendingEvents(natsUrl: string): Promise<{ waiting: number; consumers: number; dead: number }> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  let waiting = 0;
  let dead = 0;
  let consumers = 0;
  for await (const stream of manager.streams.list()) {
    if (stream.config.name === 'DEAD_LETTERS') dead = stream.state.messages;
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      consumers++;
      waiting += consumer.num_pending + consumer.num_ack_pending;
    }
  }
  await connection.close();
  return { waiting, consumers, dead };
}
