import type { Random } from '../../fixtures/random.ts';
import type { Pool } from './pool.ts';

/** Whose id a field of this name holds. */
const TYPES_OF_IDS: Readonly<Record<string, string>> = {
  upToMessageId: 'Message',
  replyToId: 'Message',
  importId: 'WorkoutImport',
  sessionId: 'AuthSession',
};

/** A value that makes sense for a field of this name and scalar type. */
export function plausibleValue(type: string, name: string, { random, pool }: { random: Random; pool: Pool }): unknown {
  if (type === 'ID') {
    const kind = TYPES_OF_IDS[name] ?? capital(name.replace(/Id$/, ''));
    return (random.next() < 0.9 ? pool.pick(kind, random) : pool.any(random)) ?? '018f0000-0000-7000-8000-000000000000';
  }
  return (BY_NAME[name] ?? BY_TYPE[type] ?? text)(random);
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const text = (random: Random): string => `text ${random.whole(0, 9)}`;
const word = (random: Random): string => `f${random.whole(0, 2 ** 31).toString(36)}`;
const DAY_MS = 86_400_000;

const instant = (random: Random): string => {
  const aside = random.pick([0, 0, 1, 1, 1, 7, -1, -30]) * DAY_MS;
  return new Date(Math.floor((Date.now() - aside - random.whole(0, 7200) * 1000) / 1000) * 1000).toISOString();
};

const soon = (random: Random, from: number, to: number): string =>
  new Date(Math.floor(Date.now() / 1000) * 1000 + random.between(from, to) * DAY_MS).toISOString();

const RULES = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=5', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=-1', 'FREQ=SECONDLY', 'FREQ=DAILY;UNTIL=19700101T000000Z', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;INTERVAL=999999999', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'BYDAY=MO', ';;;', 'FREQ=DAILY;FREQ=DAILY'] as const; // prettier-ignore

const BY_NAME: Readonly<Record<string, (random: Random) => unknown>> = {
  username: word,
  password: (random) => random.pick(['correct horse battery staple', 'correct horse battery staple', 'password']),
  currentPassword: () => 'correct horse battery staple',
  newPassword: (random) => random.pick(['correct horse battery staple', 'short']),
  startsAt: (random) => soon(random, 1, 2),
  endsAt: (random) => soon(random, 3, 30),
  targetDate: (random) => soon(random, 3, 30).slice(0, 10),
  targetDistanceMeters: (random) => random.whole(100, 20_000),
  batchId: (random) => `batch ${random.whole(0, 5)}`,
  deviceId: (random) => `device ${random.whole(0, 2)}`,
  clientMessageId: (random) => `message ${random.whole(0, 40)}`,
  fileName: (random) => random.pick(['a.fit', 'b.gpx', 'c.zip', 'd.png']),
  byteLength: (random) => random.whole(1, 10_000),
  recurrenceRule: (random) => random.pick(RULES),
  latitude: (random) => random.between(45, 46),
  longitude: (random) => random.between(14, 15),
  radiusMeters: (random) => random.whole(50, 1000),
  sequence: (random) => random.whole(0, 5000),
  elapsedSeconds: (random) => random.whole(1, 7200),
  heartRateBpm: (random) => random.whole(60, 190),
  weightKilograms: (random) => random.between(40, 120),
  heightCentimeters: (random) => random.between(140, 210),
  birthDate: () => '1990-05-01',
  first: (random) => random.whole(1, 50),
  after: () => undefined,
  query: word,
  confirm: () => true,
  maxPoints: (random) => random.whole(1, 500),
};

const BY_TYPE: Readonly<Record<string, (random: Random) => unknown>> = {
  String: text,
  Int: (random) => random.whole(1, 200),
  Float: (random) => random.between(1, 200),
  Boolean: (random) => random.next() < 0.5,
  DateTime: instant,
  Date: (random) => instant(random).slice(0, 10),
  TimeZone: (random) => random.pick(['Europe/Ljubljana', 'UTC', 'America/New_York']),
  EmailAddress: (random) => `${word(random)}@example.org`,
  JSONObject: (random) => ({ sets: [{ exercise: 'Squat', repetitions: random.whole(1, 10), weightKilograms: 80 }] }),
};
