import { Profile } from '#events/users.ts';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { createState, type Message } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { until } from '#platform/testing/until.ts';

/** Publishes a profile as users does, and waits until it has been heard. */
export async function tellProfile(
  natsUrl: string,
  userId: string,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const profile = Profile.data.parse({
    version: 1,
    userId,
    username: 'somebody',
    timeZone: 'UTC',
    birthDate: null,
    sex: null,
    weightKilograms: null,
    restingHeartRateBpm: null,
    maxHeartRateBpm: null,
    defaultVisibility: 'ONLY_ME',
    ...more,
  });
  const { service, close } = createService('users', 'silent');
  const broker = await openBroker(service, natsUrl);
  const { envelope } = createState(Profile, `profiles.${userId}`, userId, profile, new Date());
  const { seq } = await broker.streams.publish(`profiles.${userId}`, JSON.stringify(envelope));
  await heard(broker, seq);
  await close();
}

const heard = (broker: Broker, sequence: number, stream = 'PROFILES'): Promise<boolean> =>
  until('what was said to be heard', async () => {
    const { ack_floor: floor } = await broker.manager.consumers.info(stream, 'workouts');
    return floor.stream_seq >= sequence;
  });

/** Publishes events of users as they are, and waits until they have been heard. */
export async function tellUsersEvents(natsUrl: string, messages: readonly Message[]): Promise<void> {
  const { service, close } = createService('users', 'silent');
  const broker = await openBroker(service, natsUrl);
  let sequence = 0;
  for (const { subject, envelope } of messages) {
    sequence = (await broker.streams.publish(subject, JSON.stringify(envelope))).seq;
  }
  await heard(broker, sequence, 'EVENTS_USERS');
  await close();
}
