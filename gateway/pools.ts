import type { Pool } from 'undici';

/** How long what is under way may take when pools are closed; then it is cut. */
const CLOSE_WITHIN_MS = 1_000;

/** Closes pools of connections, after what is under way. */
export async function closePools(pools: readonly Pool[]): Promise<void> {
  const cut = setTimeout(() => pools.forEach((pool) => void pool.destroy()), CLOSE_WITHIN_MS);
  await Promise.all(pools.map((pool) => pool.close()));
  clearTimeout(cut);
}
