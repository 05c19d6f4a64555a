import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Pool } from '#platform/postgres/connection.ts';
import { refused, type Outcome } from '#platform/problems.ts';
import { returnUse, takeUse, type Use } from '../store/rateLimits.ts';

/** What is limited. */
export type Limited = 'password' | 'reset';

/** How often something may be tried within the limit's time, for one account and from one network address. */
export interface Allowance {
  readonly perAccount: number;
  readonly perAddress: number;
  readonly withinMs: number;
}

/** Who tries: an account by its address or id, known or not, and the network address the request came from. */
export interface Trier {
  readonly account: string;
  readonly clientAddress: string | undefined;
}

/** Limits on what could be guessed. They are kept in the store, so that a restart forgives nothing. */
export interface Limits {
  /** Runs a try when the limits let it. A try that succeeds does not count. */
  guard<Value>(what: Limited, who: Trier, attempt: () => Promise<Outcome<Value>>): Promise<Outcome<Value>>;
}

interface Options {
  readonly pool: Pool;
  readonly now: () => Date;
  /** Keys the hashes under which limits are kept: they tell nothing of addresses. */
  readonly secret: string;
  readonly allowances: Readonly<Record<Limited, Allowance>>;
}

/** Makes the limits of a process; all processes share what is used up. */
export function createLimits({ pool, now, secret, allowances }: Options): Limits {
  const use = (text: string, allowed: number, withinMs: number): Use => ({
    key: createHmac('sha256', secret).update(text).digest(),
    burst: allowed,
    everyMs: withinMs / allowed,
  });
  const usesOf = (what: Limited, { account, clientAddress }: Trier): Use[] => {
    const { perAccount, perAddress, withinMs } = allowances[what];
    const network = clientAddress === undefined ? undefined : networkOf(clientAddress);
    return [
      ...(network === undefined ? [] : [use(`${what} from ${network}`, perAddress, withinMs)]),
      use(`${what} of ${account.toLowerCase()}`, perAccount, withinMs),
    ];
  };
  return {
    guard: async (what, who, attempt) => {
      const uses = usesOf(what, who);
      for (const each of uses) {
        const waitMs = await takeUse(pool, each, now());
        if (waitMs > 0) return tooMany(Math.ceil(waitMs / 1000));
      }
      const outcome = await attempt();
      if (outcome.ok && what === 'password') await Promise.all(uses.map((each) => returnUse(pool, each)));
      return outcome;
    },
  };
}

const tooMany = (retryAfterSeconds: number): Outcome<never> => {
  const refusal = refused('RATE_LIMITED', `That was tried too often. Try again in ${retryAfterSeconds} seconds.`);
  if (refusal.ok) return refusal;
  return { ok: false, problems: refusal.problems.map((problem) => ({ ...problem, retryAfterSeconds })) };
};

/** Whom a network address stands for: of IPv6 the first 64 bits, which one household has to itself. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...(tail === undefined ? [] : zeros), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
