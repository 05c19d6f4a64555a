import { parseId } from '#platform/server/input.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Boards, Context } from './context.ts';
import type { Board } from './domain/board.ts';

/** The id of the person a request is made for; undefined for somebody who is not logged in. */
export const viewerId = ({ viewer }: Pick<Context, 'viewer'>): string | undefined =>
  viewer.kind === 'person' ? viewer.userId : undefined;

/** A board by what may be its id; null when there is none, or the viewer may not see it. */
export async function visibleBoard(idText: string, context: Context): Promise<Board | null> {
  const id = parseId(idText);
  if (id === undefined) return null;
  const { admitted, board } = await context.admit(id, viewerId(context));
  return admitted ? board : null;
}

/**
 * The board of a competition that another subgraph knows of: one not heard of here was just made, and its board is
 * empty. Null when the viewer may not see it.
 */
export async function boardOfCompetition(idText: string, context: Context): Promise<Board | null> {
  const id = parseId(idText);
  if (id === undefined) return null;
  const { admitted, board } = await context.admit(id, viewerId(context));
  if (admitted) return board;
  return board.rules ? null : { ...board, participantCount: 0, entryCount: 0, final: false };
}

/** Makes references to people for one request: one command of Redis in all, and none when nobody is logged in. */
export function createShowPerson({ blockersOf }: Pick<Boards, 'blockersOf'>, viewer: Viewer): Context['showPerson'] {
  const userId = viewerId({ viewer });
  let blockers: Promise<ReadonlySet<string>> | undefined;
  return async (id) => {
    if (userId === undefined) return { id };
    blockers ??= blockersOf(userId);
    return (await blockers).has(id) ? null : { id };
  };
}
