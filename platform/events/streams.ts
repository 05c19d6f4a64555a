import { DiscardPolicy, RetentionPolicy, StorageType, type JetStreamManager } from '@nats-io/jetstream';
import { askedAnew } from './broker.ts';

/** A stream: its name and which subjects it keeps. */
export interface Stream {
  readonly name: string;
  readonly subjects: readonly string[];
  /** Keep this many messages of each subject; all of them when left out. */
  readonly perSubject?: number;
  /** Delete a message of this age. */
  readonly maxAgeSeconds?: number;
  /** Delete a message when its consumer has taken it. */
  readonly untilTaken?: boolean;
}

/** The stream of a domain's events, kept from the beginning. */
export const eventsOf = (domain: string): Stream => ({
  name: `EVENTS_${domain.toUpperCase()}`,
  subjects: [`events.${domain}.>`],
});
/** The newest profile of each person: `profiles.<userId>`. */
export const PROFILES: Stream = { name: 'PROFILES', subjects: ['profiles.*'], perSubject: 1 };
/** What each squad is called: `squads.<squadId>`. */
export const SQUADS: Stream = { name: 'SQUADS', subjects: ['squads.*'], perSubject: 1 };
/** The newest score of each participant: `scores.<competitionId>.<participationId>`. */
export const SCORES: Stream = { name: 'SCORES', subjects: ['scores.*.*'], perSubject: 1 };
/** The newest score of each team: `team-scores.<competitionId>.<teamId>`. */
export const TEAM_SCORES: Stream = { name: 'TEAM_SCORES', subjects: ['team-scores.*.*'], perSubject: 1 };
/** Sessions that were ended while tokens of theirs may still be out: `revocations.<sessionId>`, for as long as that lasts. */
export const REVOCATIONS: Stream = {
  name: 'REVOCATIONS',
  subjects: ['revocations.*'],
  perSubject: 1,
  maxAgeSeconds: 20 * 60,
};
/** What running workouts have recorded, in sealed batches: `samples.<workoutId>`; erased when the workout is kept. */
export const SAMPLES: Stream = { name: 'SAMPLES', subjects: ['samples.*'] };
/** What logs such as SAMPLES are sealed with: `keys.<subject>`, erased with what stands at the subject. */
export const KEYS: Stream = { name: 'KEYS', subjects: ['keys.>'], perSubject: 1 };
/** What no try could handle: `dead-letters.<service>.<stream>`. */
export const DEAD_LETTERS: Stream = { name: 'DEAD_LETTERS', subjects: ['dead-letters.*.*'] };

/** Dead letters on their way back: `replays.<service>.<stream>`; gone when taken. */
export const REPLAYS: Stream = { name: 'REPLAYS', subjects: ['replays.*.*'], untilTaken: true };

/** Of these what is replaced or purged may not stay on the broker's disk: people are known by it. */
const PERSONAL: readonly Stream[] = [PROFILES, SQUADS];
const personalPrefixes = PERSONAL.flatMap(({ subjects }) => subjects.map((each) => each.replace('*', '')));

/** Whether what stands at a subject is erased before it is replaced or purged. */
export const isPersonal = (subject: string): boolean => personalPrefixes.some((prefix) => subject.startsWith(prefix));

/** How long JetStream knows a message id, and drops a repeat: two minutes. */
const DUPLICATE_WINDOW_NANOSECONDS = 120 * 1e9;

/** Makes a stream when it is not there. Several services may do so at once. */
export async function ensureStream(manager: JetStreamManager, stream: Stream): Promise<void> {
  const config = {
    name: stream.name,
    subjects: [...stream.subjects],
    storage: StorageType.File,
    retention: stream.untilTaken ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    duplicate_window: DUPLICATE_WINDOW_NANOSECONDS,
    max_msgs_per_subject: stream.perSubject ?? -1,
    max_age: (stream.maxAgeSeconds ?? 0) * 1e9,
  };
  await askedAnew(() => manager.streams.add(config));
}
