import type { GroupParticipant, GroupResult } from '../domain/groups/session.ts';
import { ranksAmong, ranksOf, type GroupFigures } from '../domain/groups/standing.ts';
import { reportedIn } from '../live/reported.ts';
import type { LiveTools } from '../live/tools.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';

type Stores = Pick<LiveTools, 'lives' | 'views'>;

/** Somebody in a session with what they have come to; null while they told of nothing. */
export type Standing = { readonly participant: GroupParticipant; readonly result: GroupResult | null };

/**
 * What some of those in a session have come to, ranked among themselves, the best first, then who came first: as it stands, or as
 * it was in the end. Nothing of it follows from what the others have told.
 */
export async function standingsOf(
  stores: Stores,
  session: KeptGroupSession,
  some: readonly GroupParticipant[],
): Promise<Standing[]> {
  const isNoted = !session.isPending || session.participants.some(({ result }) => result !== null);
  const results = isNoted ? notedOf(some) : await resultsOf(stores, some);
  return some
    .map((participant, i) => ({ participant, result: results[i] ?? null }))
    .sort((a, b) => (a.result?.rank ?? Infinity) - (b.result?.rank ?? Infinity) || 0);
}

function notedOf(some: readonly GroupParticipant[]): (GroupResult | null)[] {
  const results = some.map(({ result }) => result);
  const ranks = ranksAmong(results);
  return results.map((result, i) => result && { ...result, rank: ranks[i] ?? null });
}

/** What each of them has come to so far. Who has left is in no rank. */
export async function resultsOf(
  stores: Stores,
  participants: readonly GroupParticipant[],
): Promise<(GroupResult | null)[]> {
  const all = await Promise.all(participants.map(({ liveId }) => figuresOf(stores, liveId)));
  const ranks = ranksOf(all.map((figures, i) => (participants[i]?.status === 'JOINED' ? figures : null)));
  return all.map((figures, i) => figures && { ...figures, rank: ranks[i] ?? null });
}

/** What somebody has told, however their workout was edited since, or what else was recorded at the time. */
async function figuresOf({ lives, views }: Stores, liveId: string): Promise<GroupFigures | null> {
  const live = await lives.get(liveId);
  if (!live || live.status === 'ABANDONED') return null;
  if (live.status === 'FINISHED') return live.reported;
  // A view may be behind what was acknowledged; the samples are not.
  const figures = reportedIn(live, live.status === 'FINISHING' ? await views.rebuild(live) : await views.get(live));
  // Its samples may have gone meanwhile, since it is kept.
  return figures ?? (await lives.get(liveId))?.reported ?? null;
}
