import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/**
 * Makes the broker deliver every event of every stream to every service again, by forgetting what was acknowledged.
 *
 * @returns the durable consumers there were, as `stream/consumer`; their services make them anew.
 */
export async function redeliverEverything(natsUrl: string): Promise<ReadonlySet<string>> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  const consumers = new Set<string>();
  for await (const stream of manager.streams.list()) {
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      if (consumer.config.durable_name === undefined) continue;
      await manager.consumers.delete(stream.config.name, consumer.name);
      consumers.add(`${stream.config.name}/${consumer.name}`);
    }
  }
  await connection.close();
  return consumers;
}

/** What is on its way: events that wait, delivered or not, by consumer (`stream/consumer`); what came at all; dead letters. */
export interface Traffic {
  readonly waiting: ReadonlyMap<string, number>;
  /** How many messages all streams together ever took. */
  readonly published: number;
  readonly dead: number;
}

/** Looks at all streams and consumers. */
export async function readTraffic(natsUrl: string): Promise<Traffic> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  const waiting = new Map<string, number>();
  let [published, dead] = [0, 0];
  for await (const stream of manager.streams.list()) {
    published += stream.state.last_seq;
    if (stream.config.name === 'DEAD_LETTERS') dead = stream.state.messages;
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      waiting.set(`${stream.config.name}/${consumer.name}`, consumer.num_pending + consumer.num_ack_pending);
    }
  }
  await connection.close();
  return { waiting, published, dead };
}
