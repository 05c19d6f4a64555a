/** An amount of tokens in the smallest unit, a millionth of a token. Never a float. */
export type MicroTokens = bigint;

/** The smallest units of one token: six decimals. */
export const MICRO_PER_TOKEN = 1_000_000n;

/** An amount as an exact decimal number with six decimals: `-0.500000`. */
export function formatTokens(amount: MicroTokens): string {
  const size = amount < 0n ? -amount : amount;
  const decimals = (size % MICRO_PER_TOKEN).toString().padStart(6, '0');
  return `${amount < 0n ? '-' : ''}${size / MICRO_PER_TOKEN}.${decimals}`;
}
