import type { Relay } from '#platform/events/relay.ts';
import { failpoint } from '#platform/failpoints.ts';
import { transaction, type Pool, type Transaction } from './connection.ts';

/**
 * Writes state and its events in one transaction, then wakes the relay. `name` names the failpoints on both sides of
 * the commit: `<name>.before-commit` and `<name>.committed`.
 */
export async function writeAtomically<Result>(
  { pool, relay }: { readonly pool: Pool; readonly relay: Relay },
  name: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await transaction(pool, async (tx) => {
    const done = await work(tx);
    failpoint(`${name}.before-commit`);
    return done;
  });
  failpoint(`${name}.committed`);
  relay.wake();
  return result;
}

/** The same for what others decide by: answers when they can know it, or a second has gone by. */
export async function writeAndTell<Result>(
  context: { readonly pool: Pool; readonly relay: Relay },
  name: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await writeAtomically(context, name, work);
  await context.relay.told();
  return result;
}
