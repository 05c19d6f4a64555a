import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/** Makes the broker deliver every event of every stream to every service again, by forgetting what was acknowledged. */
export async function redeliverEverything(natsUrl: string): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  for await (const stream of manager.streams.list()) {
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      await manager.consumers.delete(stream.config.name, consumer.name);
    }
  }
  await connection.close();
}

/** How many events wait in consumers, delivered or not, and how many are dead letters. */
export async function pendingEvents(natsUrl: string): Promise<{ waiting: number; dead: number }> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  let waiting = 0;
  let dead = 0;
  for await (const stream of manager.streams.list()) {
    if (stream.config.name === 'DEAD_LETTERS') dead = stream.state.messages;
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      waiting += consumer.num_pending + consumer.num_ack_pending;
    }
  }
  await connection.close();
  return { waiting, dead };
}
