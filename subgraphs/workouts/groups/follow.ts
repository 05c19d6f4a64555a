import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { pollOnNotice, type Notice, type Notices } from '#platform/events/notices.ts';
import type { Relation } from '../domain/visibility.ts';
import type { GroupSessionStore, KeptGroupSession } from '../store/groupSessions.ts';
import type { RelationStore } from '../store/relations.ts';
import { groupTopic } from './tools.ts';

const happening = z.object({
  kind: z.enum(['STATE', 'JOINED', 'LEFT', 'HOST_CHANGED', 'STARTED', 'PROGRESS', 'ENDED', 'KEPT']),
  userId: z.string().nullable(),
  /** The session's since then; none for what is no change of it. */
  version: z.int().optional(),
});
/** Something that happened in a group session. */
export type GroupHappening = z.infer<typeof happening>;

/** The same for a listener. Whoever may not see the session any more leaves: nothing else is said to them then. */
export interface GroupStep extends GroupHappening {
  readonly id: string;
  leave(): void;
}

const STATE: GroupHappening = { kind: 'STATE', userId: null };
/** What is told last. */
const ENDS: readonly GroupHappening[] = [
  { kind: 'ENDED', userId: null },
  { kind: 'KEPT', userId: null },
];
/** Progress is told this often at most: the newest of it. */
const PROGRESS_EVERY_MS = 500;
/** So long at most a listener does not see a change without notice, as of a process that died before it sent it, or of a block. */
const LOOK_ANYWAY_MS = 5000;
/** So long a listener may hear of somebody who has just blocked them. */
const RELATIONS_KEPT_MS = 1000;

interface Tools {
  readonly groupSessions: Pick<GroupSessionStore, 'get'>;
  readonly relations: Pick<RelationStore, 'relationTo'>;
  readonly notices: Notices;
}

/**
 * Says to somebody how a session stands, and then what happens in it, but for what those do who blocked them, and how it stands
 * when somebody has blocked them, or does no more; ends when it is over and its workouts are kept.
 */
export const followGroup = (
  { groupSessions, relations, notices }: Tools,
  id: string,
  listenerId: string,
): AsyncIterableIterator<GroupStep> =>
  pollOnNotice(notices, { topic: groupTopic(id), everyMs: PROGRESS_EVERY_MS }, (wakes) =>
    stepsOf(groupSessions, id, hidesFrom(relations, listenerId), wakes),
  );

/** Tells whether what somebody does is not for the listener. */
type Hides = (userId: string) => Promise<boolean>;

function hidesFrom(relations: Tools['relations'], listenerId: string): Hides {
  // By the clock that looks go by, also where a test moves it.
  const clock = { perf: performance, ttl: RELATIONS_KEPT_MS, noUpdateTTL: true };
  const known = new LRUCache<string, Promise<Relation>>({ max: 1000, ...clock });
  return async (userId) => {
    const relation = known.get(userId) ?? relations.relationTo(userId, listenerId);
    known.set(userId, relation);
    return (await relation) === 'BLOCKED';
  };
}

/** Whether something is not for the listener. A new host who blocked them is: they do not see the session any more. */
const isNotFor = async (hides: Hides, { kind, userId }: GroupHappening): Promise<boolean> =>
  userId !== null && kind !== 'HOST_CHANGED' && hides(userId);

/** Whom of those in a session the listener sees, as one text. */
async function seenIn(hides: Hides, { participants }: Pick<KeptGroupSession, 'participants'>): Promise<string> {
  const hidden = await Promise.all(participants.map(({ userId }) => hides(userId)));
  const seen = participants.flatMap(({ userId }, i) => (hidden[i] ? [] : userId));
  return seen.sort().join(' ');
}

async function* stepsOf(
  groupSessions: Tools['groupSessions'],
  id: string,
  hides: Hides,
  wakes: AsyncIterable<Notice>,
): AsyncGenerator<GroupStep> {
  let hasLeft = false;
  const leave = (): void => {
    hasLeft = true;
  };
  let shownVersion: number | undefined;
  let shownPeople: string | undefined;
  let [lookedAt, progressAt] = [-Infinity, -Infinity];
  let withheld: GroupHappening | undefined;
  let hasEnded = false;
  for await (const notice of wakes) {
    const now = performance.now();
    const heard = happeningOf(notice);
    const isHidden = heard !== undefined && (await isNotFor(hides, heard));
    // It is no change for this listener: what they are shown stands as of then.
    if (isHidden && shownVersion !== undefined && heard.version === shownVersion + 1) shownVersion = heard.version;
    const happened = (isHidden ? undefined : heard) ?? withheld;
    if (happened?.kind === 'PROGRESS') {
      withheld = now - progressAt < PROGRESS_EVERY_MS ? happened : undefined;
      if (withheld) continue;
      progressAt = now;
    } else if (!happened && now - lookedAt < LOOK_ANYWAY_MS) continue;
    const session = await groupSessions.get(id);
    lookedAt = now;
    // What is told with progress shows it as well, and comes often.
    const people = happened?.kind === 'PROGRESS' ? shownPeople : session && (await seenIn(hides, session));
    const isSame = session?.version === shownVersion && people === shownPeople;
    const told = happened ?? (isSame ? undefined : STATE);
    [shownVersion, shownPeople] = [session?.version ?? 0, people];
    const isOver = !session?.isPending;
    // What is shown now is newer.
    withheld = undefined;
    if (told && !(isOver && isEnd(told))) yield { id, ...told, leave };
    hasEnded ||= !isOver && told?.kind === 'ENDED';
    if (hasLeft) return;
    if (!isOver) continue;
    // Both are told, whatever was heard of them.
    for (const end of hasEnded ? ENDS.slice(1) : ENDS) yield { id, ...end, leave };
    return;
  }
}

const isEnd = ({ kind }: GroupHappening): boolean => ENDS.some((end) => end.kind === kind);

/** What a notice says; nothing when some may have been missed. */
const happeningOf = (notice: Notice): GroupHappening | undefined =>
  notice.kind === 'notice' ? happening.safeParse(notice.data).data : undefined;
