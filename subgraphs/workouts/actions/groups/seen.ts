import { parseId } from '#platform/server/input.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { noGroupSession } from '../../groups/change.ts';
import type { KeptGroupSession } from '../../store/groupSessions.ts';

/** A session that the viewer sees. That others are there is not told apart from their absence. */
export async function seenGroup({ loaders }: Context, text: string): Promise<Outcome<KeptGroupSession>> {
  const id = parseId(text);
  const found = id === undefined ? null : await loaders.groupSessions.load(id);
  return found ? done(found) : noGroupSession();
}
