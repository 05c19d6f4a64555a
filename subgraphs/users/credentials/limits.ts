import { createHmac } from 'node:crypto';
import { isIPv6, SocketAddress } from 'node:net';
import type { Pool, Transaction } from '#platform/postgres/connection.ts';
import { tryLater, type Outcome } from '#platform/problems.ts';
import { deleteLimit, returnUse, takeUse, waitForUse, type Use } from '../store/rateLimits.ts';
import { createTurns } from './turns.ts';

/** What is limited. `probe`: asking whose addresses are taken, by registering with them; `export`: archives, which are work. */
export type Limited = 'password' | 'reset' | 'probe' | 'export';

/** How often something may be tried within the limit's time, for one account and from one network address; as often as you like where nothing is said. */
export interface Allowance {
  readonly perAccount?: number;
  readonly perAddress?: number;
  readonly withinMs: number;
}

/** Who tries: an account by its address (in its one spelling) or id, known or not, and the network address the request came from. */
export interface Trier {
  readonly account?: string;
  readonly clientAddress: string | undefined;
}

/** Limits on what could be guessed, or would be too much. They are kept in the store, so that a restart forgives nothing. */
export interface Limits {
  /** Runs a try when the limits let it, and counts it whatever comes of it. */
  guard<Value>(
    what: Exclude<Limited, 'password'>,
    who: Trier,
    attempt: () => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>>;
  /** Runs a try of a password when the limits let it. A right one does not count, however many show it at once. */
  guardPassword<Value>(who: Trier, attempt: () => Promise<Outcome<Value>>): Promise<Outcome<Value>>;
  /**
   * Runs what many from one address may rightly do at once, when the limits let it, and counts it afterwards, when
   * `counts` says so of its outcome.
   */
  guardLoosely<Value>(
    what: Limited,
    who: Trier,
    counts: (outcome: Outcome<Value>) => boolean,
    attempt: () => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>>;
  /** Forgives wrong passwords of an account, by its address or id as they were counted, in the transaction that gives it another. */
  forgivePasswords(tx: Transaction, account: string): Promise<void>;
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
      ...(network === undefined || perAddress === undefined
        ? []
        : [use(`${what} from ${network}`, perAddress, withinMs)]),
      ...(account === undefined || perAccount === undefined
        ? []
        : [use(`${what} of ${account}`, perAccount, withinMs)]),
    ];
  };
  /** After how many milliseconds the first of these that is used up may be used again; 0: none is. */
  const firstWait = async (uses: Use[], wait: typeof takeUse): Promise<number> => {
    for (const each of uses) {
      const waitMs = await wait(pool, each, now());
      if (waitMs > 0) return waitMs;
    }
    return 0;
  };
  const turns = createTurns();
  const guardPassword = async <Value>(who: Trier, attempt: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    const entered: Use[] = [];
    try {
      for (const each of usesOf('password', who)) {
        const waitMs = await turns.enter(nameOf(each), () => takeUse(pool, each, now()));
        if (waitMs > 0) return tooMany(waitMs);
        entered.push(each);
      }
      const outcome = await attempt();
      if (outcome.ok) await Promise.all(entered.map((each) => returnUse(pool, each)));
      return outcome;
    } finally {
      for (const each of entered) turns.leave(nameOf(each));
    }
  };
  return {
    guard: async (what, who, attempt) => {
      const waitMs = await firstWait(usesOf(what, who), takeUse);
      return waitMs > 0 ? tooMany(waitMs) : attempt();
    },
    guardPassword,
    forgivePasswords: async (tx, account) => {
      for (const { key } of usesOf('password', { account, clientAddress: undefined })) await deleteLimit(tx, key);
    },
    guardLoosely: async (what, who, counts, attempt) => {
      const uses = usesOf(what, who);
      const before = await firstWait(uses, waitForUse);
      if (before > 0) return tooMany(before);
      const outcome = await attempt();
      const after = counts(outcome) ? await firstWait(uses, takeUse) : 0;
      return after > 0 ? tooMany(after) : outcome;
    },
  };
}

const nameOf = ({ key }: Use): string => key.toString('base64');

const tooMany = (waitMs: number): Outcome<never> => tryLater(Math.ceil(waitMs / 1000), 'That was tried too often.');

/** Whom a network address stands for, however it is written: of IPv6 the first 64 bits, which one household has to itself. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const { address: written } = new SocketAddress({ address: plain, family: 'ipv6' });
  const mapped = /^::ffff:([\d.]+)$/.exec(written)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = written.split('::');
  const [before, after] = [head, tail].map((text) => text.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  return [...(before ?? []), ...zeros, ...(after ?? [])].slice(0, 4).join(':');
}
