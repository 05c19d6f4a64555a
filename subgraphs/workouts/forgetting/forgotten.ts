import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openDocuments } from '#platform/mongo/documents.ts';
import { each, paged, startSweeper } from '#platform/sweeper.ts';
import { GROUP_SESSIONS } from '../store/groupSessions.ts';
import { purgePerson, type PersonsThings } from './purge.ts';

const COLLECTION = 'forgotten';
const schema = z.object({ _id: z.string(), isDone: z.boolean(), dueAt: z.date(), purges: z.int() });
type ForgottenPerson = z.infer<typeof schema>;

const MINUTE_MS = 60_000;
/**
 * When a person's things are looked for again after they were removed, by how often they were: an import, an upload or a
 * request that was under way may still write something. The last is after every token and lease has run out.
 */
const AGAIN_AFTER_MS = [10_000, MINUTE_MS, 5 * MINUTE_MS, 20 * MINUTE_MS];
const LOOK_MS = 5_000;
const LOOK_BATCH = 20;

/** People who deleted their accounts. */
export interface Forgotten {
  /** Removes all that is kept of somebody, now and again later. */
  forget(personId: string): Promise<void>;
  /** Whether nothing may be kept of somebody. */
  has(personId: string): Promise<boolean>;
}

/** Opens the list of the forgotten, and looks after it until the service closes. `also` forgets what is not in documents. */
export async function openForgotten(
  service: Service,
  things: PersonsThings,
  { now, also }: { now: () => Date; also: (personId: string) => Promise<void> },
): Promise<Forgotten> {
  const people = await openDocuments(things.mongo, {
    name: COLLECTION,
    schema,
    indexes: [{ key: { isDone: 1, dueAt: 1 } }],
  });
  const purge = async (personId: string): Promise<void> => {
    await also(personId);
    // Of a group session others have their part: who is forgotten was taken out of it before.
    await purgePerson(things, personId, [COLLECTION, GROUP_SESSIONS]);
    failpoint('workouts.forget.purged');
  };
  const purgeAgain = async ({ _id, purges }: ForgottenPerson): Promise<void> => {
    await purge(_id);
    const waitMs = AGAIN_AFTER_MS[purges];
    const next = waitMs === undefined ? { isDone: true } : { dueAt: new Date(now().getTime() + waitMs) };
    await people.update({ _id, purges }, { $set: next, $inc: { purges: 1 } });
  };
  const due = (after: ForgottenPerson | undefined): Promise<ForgottenPerson[]> => {
    const filter = { isDone: false, dueAt: { $lte: now() }, ...(after && { _id: { $gt: after._id } }) };
    return people.find(filter, { sort: { _id: 1 }, limit: LOOK_BATCH });
  };
  const failure = 'could not forget people again; trying later';
  startSweeper({
    service,
    name: 'forgetting',
    everyMs: LOOK_MS,
    failure,
    sweep: (isClosed) =>
      each({ log: service.log, isClosed, failure, name: ({ _id }) => ({ personId: _id }) }, paged(due), purgeAgain),
  });
  return {
    has: async (personId) => (await people.get(personId)) !== undefined,
    forget: async (personId) => {
      const dueAt = new Date(now().getTime() + (AGAIN_AFTER_MS[0] ?? 0));
      await people.insert({ _id: personId, isDone: false, dueAt, purges: 1 });
      failpoint('workouts.forget.noted');
      await purge(personId);
    },
  };
}
