import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { defineScript, type Script } from '#platform/redis/script.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { PublicPerson } from './accounts.ts';
import { watchCache } from './cacheOutage.ts';
import type { Found } from './publicPeople.ts';
import { takeTogether, type Taken } from './takenTogether.ts';

/** A value is kept no longer: as long as a drop that failed is tried again (platform/events/delivery.ts). */
const KEEP_MS = 240_000;
/** Whoever was to read a value and said nothing for so long has died. */
const LEASE_MS = 2000;
/** How often, and how many times, to look for what another request is reading. */
const LOOK_MS = 15;
const LOOKS = 20;

/** Takes what is there; where nothing is, a lease to read it: KEYS, ARGV token, milliseconds. */
const TAKE = `
local found = {}
for index, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  if not value then
    redis.call('SET', key, '?' .. ARGV[1], 'PX', ARGV[2])
    value = '?'
  end
  found[index] = value
end
return found
`;
/** Keeps what was read under a lease that still stands; it does not when the value was dropped meanwhile. */
const KEEP = `
for index, key in ipairs(KEYS) do
  if redis.call('GET', key) == '?' .. ARGV[1] then
    if ARGV[index + 2] == '' then redis.call('DEL', key)
    else redis.call('SET', key, ARGV[index + 2], 'PX', ARGV[2]) end
  end
end
`;

const personKey = (id: string): string => `users:person:${id}`;
const blockersKey = (id: string): string => `users:blockers:${id}`;
const person = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  avatarMediaId: z.string().nullable(),
});
const replies = z.array(z.string());

/** The public half of people, and who is blocked by whom, as other subgraphs' joins need it. */
export interface PeopleCache {
  /** People by id, without those who blocked the viewer. Unknown ones are left out. */
  load(ids: readonly string[], viewerId: string | undefined): Promise<PublicPerson[]>;
  /** Forgets what is kept of a person: their public half, and who blocked them. */
  drop(userId: string): Promise<void>;
  /** The same at once for who changed it; should Redis be away, the event that follows does it later. */
  dropNow(userId: string): Promise<void>;
}

/** Reads people where the truth is. */
type Read = (ids: readonly string[], blockedId: string | undefined) => Promise<Found>;

/**
 * People in Redis, read through: a page costs one round trip, and all that is asked for while one is under way costs one
 * more. Each value is read once, whoever asks for it at the same moment in whatever instance. Nothing kept depends on who
 * asks. Without Redis all is read where the truth is.
 */
export function createPeopleCache(redis: Redis, read: Read, log: Logger): PeopleCache {
  const [takeScript, keep] = [defineScript(redis, TAKE), defineScript(redis, KEEP)];
  const take = takeTogether(async (keys, token) => replies.parse(await takeScript(keys, [token, LEASE_MS])));
  const askCache = watchCache(log);
  const load: PeopleCache['load'] = async (ids, viewerId) =>
    visible(
      await askCache(
        () => readThrough({ take, keep, read }, ids, viewerId),
        () => read(ids, viewerId),
      ),
    );
  const drop: PeopleCache['drop'] = async (userId) => {
    failpoint('users.cache.before-drop');
    await redis.del(personKey(userId), blockersKey(userId));
    failpoint('users.cache.dropped');
  };
  return {
    load,
    drop,
    dropNow: (userId) =>
      drop(userId).catch((error: unknown) => log.warn({ err: error }, 'Redis is away; the cache is dropped later')),
  };
}

/** Who blocked the one who asks is nobody to them. */
function visible({ people, blockerIds }: Found): PublicPerson[] {
  const blockers = new Set(blockerIds);
  return people.filter(({ id }) => !blockers.has(id));
}

interface Means {
  readonly take: (keys: readonly string[]) => Promise<Taken>;
  readonly keep: Script;
  readonly read: Read;
}

async function readThrough(means: Means, ids: readonly string[], viewerId: string | undefined): Promise<Found> {
  const found: { people: PublicPerson[]; blockerIds: string[] } = { people: [], blockerIds: [] };
  let [wanted, viewer] = [ids, viewerId];
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await delay(LOOK_MS);
    const taken = await takeAll(means.take, wanted, viewer);
    found.people.push(...taken.people);
    found.blockerIds.push(...taken.blockerIds);
    if (taken.leased.length > 0 || taken.leasedViewer !== undefined) {
      const fresh = await readLeased(means, taken);
      found.people.push(...fresh.people);
      found.blockerIds.push(...fresh.blockerIds);
    }
    [wanted, viewer] = [taken.waiting, taken.waitingViewer];
    if (wanted.length === 0 && viewer === undefined) return found;
  }
  // Whoever reads them takes long.
  const rest = await means.read(wanted, viewer);
  return { people: [...found.people, ...rest.people], blockerIds: [...found.blockerIds, ...rest.blockerIds] };
}

interface Looked extends Found {
  readonly token: string;
  readonly leased: readonly string[];
  readonly leasedViewer: string | undefined;
  readonly waiting: readonly string[];
  readonly waitingViewer: string | undefined;
}

async function takeAll(take: Means['take'], ids: readonly string[], viewerId: string | undefined): Promise<Looked> {
  const { token, values } = await take([
    ...ids.map(personKey),
    ...(viewerId === undefined ? [] : [blockersKey(viewerId)]),
  ]);
  const of = (matches: (value: string) => boolean) => ids.filter((_id, index) => matches(values[index] ?? '?'));
  const blockers = viewerId === undefined ? '[]' : (values[ids.length] ?? '?');
  return {
    token,
    people: values.slice(0, ids.length).flatMap((value) => (value.startsWith('?') ? [] : [parsePerson(value)])),
    blockerIds: blockers.startsWith('?') ? [] : replies.parse(JSON.parse(blockers)),
    leased: of((value) => value === '?'),
    leasedViewer: blockers === '?' ? viewerId : undefined,
    waiting: of((value) => value.length > 1 && value.startsWith('?')),
    waitingViewer: blockers.length > 1 && blockers.startsWith('?') ? viewerId : undefined,
  };
}

const parsePerson = (text: string): PublicPerson => person.parse(JSON.parse(text));

/** Reads what this request has the lease for, and keeps it. */
async function readLeased({ read, keep }: Means, { token, leased, leasedViewer }: Looked): Promise<Found> {
  const found = await read(leased, leasedViewer);
  const byId = new Map(found.people.map((each) => [each.id, JSON.stringify(each)]));
  const keys = [...leased.map(personKey), ...(leasedViewer === undefined ? [] : [blockersKey(leasedViewer)])];
  const values = [
    ...leased.map((id) => byId.get(id) ?? ''),
    ...(leasedViewer === undefined ? [] : [JSON.stringify(found.blockerIds)]),
  ];
  failpoint('users.cache.before-keep');
  await keep(keys, [token, KEEP_MS, ...values]);
  return found;
}
