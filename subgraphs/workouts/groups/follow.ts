import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Notice, Notices } from '#platform/events/notices.ts';
import type { GroupSessionStore } from '../store/groupSessions.ts';
import { groupTopic } from './tools.ts';

const happening = z.object({
  kind: z.enum(['STATE', 'JOINED', 'LEFT', 'HOST_CHANGED', 'STARTED', 'PROGRESS', 'ENDED', 'KEPT']),
  userId: z.string().nullable(),
});
/** Something that happened in a group session. */
export type GroupHappening = z.infer<typeof happening>;

/** The same for a listener. Whoever may not see the session any more leaves: nothing else is said to them then. */
export interface GroupStep extends GroupHappening {
  readonly id: string;
  leave(): void;
}

const STATE: GroupHappening = { kind: 'STATE', userId: null };
const KEPT: GroupHappening = { kind: 'KEPT', userId: null };
/** Progress is told this often at most: the newest of it. */
const PROGRESS_EVERY_MS = 500;
/** So long at most a listener does not see a change whose notice was lost, as when a process dies before it sends it. */
const LOOK_ANYWAY_MS = 5000;

/** Says how a session stands, and then what happens in it; ends when it is over and its workouts are kept. */
export async function* followGroup(
  { groupSessions, notices }: { groupSessions: GroupSessionStore; notices: Notices },
  id: string,
): AsyncGenerator<GroupStep> {
  let hasLeft = false;
  const leave = (): void => {
    hasLeft = true;
  };
  const heard = hear(notices.listen(groupTopic(id)));
  try {
    await notices.settled();
    let next: GroupHappening | undefined = STATE;
    for (let shown = -1; ; next = heard.take()) {
      const session = await groupSessions.get(id);
      const isNews = session?.version !== shown;
      shown = session?.version ?? -1;
      const told = next ?? (isNews ? STATE : undefined);
      if (told) yield { id, ...told, leave };
      if (hasLeft || heard.isOver()) return;
      if (!session?.isPending) {
        if (told?.kind !== 'KEPT') yield { id, ...KEPT, leave };
        return;
      }
      if (told?.kind === 'PROGRESS') await setTimeout(PROGRESS_EVERY_MS);
      await heard.something(LOOK_ANYWAY_MS);
    }
  } finally {
    await heard.close();
  }
}

/** Collects what is heard of a session while its listener is busy: of progress the newest alone. */
function hear(notices: AsyncIterableIterator<Notice>) {
  let waiting: GroupHappening[] = [];
  let isOver = false;
  let came = Promise.withResolvers<void>();
  void (async () => {
    for await (const notice of notices) {
      const next = (notice.kind === 'notice' && happening.safeParse(notice.data).data) || STATE;
      if (next.kind === 'PROGRESS') waiting = waiting.filter(({ kind }) => kind !== 'PROGRESS');
      waiting.push(next);
      came.resolve();
    }
    isOver = true;
    came.resolve();
  })();
  return {
    take: (): GroupHappening | undefined => waiting.shift(),
    isOver: (): boolean => isOver && waiting.length === 0,
    /** Resolves when something has come, or after so long. */
    something: async (milliseconds: number): Promise<void> => {
      if (waiting.length === 0 && !isOver) {
        const waited = new AbortController();
        const late = setTimeout(milliseconds, undefined, { signal: waited.signal }).catch(() => undefined);
        await Promise.race([came.promise, late]);
        waited.abort();
      }
      came = Promise.withResolvers();
    },
    close: async (): Promise<void> => {
      await notices.return?.();
    },
  };
}
