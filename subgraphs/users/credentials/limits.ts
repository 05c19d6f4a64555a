import { createHmac } from 'node:crypto';
import { isIPv6, SocketAddress } from 'node:net';
import type { Pool, Transaction } from '#platform/postgres/connection.ts';
import { done, tryLater, type Outcome } from '#platform/problems.ts';
import { deleteLimit, returnUse, takeUse, waitForUse, type Use } from '../store/rateLimits.ts';
import { createTriesUnderWay } from './triesUnderWay.ts';

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
  /** Runs a try when the limits let it, and counts it whatever comes of it; one that they refuse counts nowhere. */
  guard<Value>(
    what: Exclude<Limited, 'password'>,
    who: Trier,
    attempt: () => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>>;
  /**
   * Has a password compared when the limits let it; `compare` answers undefined for one that is wrong, and then the answer is
   * `wrong`. A use is taken before, so that many at once are no way around; only a password that was wrong keeps it, and not a
   * right one, nor a try that failed before anything was compared.
   */
  guardPassword<Value>(
    who: Trier,
    compare: () => Promise<Value | undefined>,
    wrong: Outcome<never>,
  ): Promise<Outcome<Value>>;
  /**
   * Runs what many from one address may rightly do at once, when the limits let it, and counts it afterwards, when
   * `counts` says so of its outcome.
   */
  guardByOutcome<Value>(
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

type UsesOf = (what: Limited, who: Trier) => Use[];

/** Which limits a try uses: that of its network address, then that of its account. */
function usesBy({ secret, allowances }: Pick<Options, 'secret' | 'allowances'>): UsesOf {
  const use = (text: string, allowed: number, withinMs: number): Use => ({
    key: createHmac('sha256', secret).update(text).digest(),
    burst: allowed,
    everyMs: withinMs / allowed,
  });
  return (what, { account, clientAddress }) => {
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
}

/** Makes the limits of a process; all processes share what is used up. */
export function createLimits({ pool, now, ...options }: Options): Limits {
  const usesOf = usesBy(options);
  /** After how many milliseconds the first of these that is used up may be used again; 0: none is. */
  const firstWait = async (uses: Use[]): Promise<number> => {
    for (const each of uses) {
      const waitMs = await waitForUse(pool, each, now());
      if (waitMs > 0) return waitMs;
    }
    return 0;
  };
  /** The same; takes each of them, or none. */
  const takeAll = async (uses: Use[]): Promise<number> => {
    const taken: Use[] = [];
    for (const each of uses) {
      const waitMs = await takeUse(pool, each, now());
      if (waitMs > 0) {
        await Promise.all(taken.map((before) => returnUse(pool, before)));
        return waitMs;
      }
      taken.push(each);
    }
    return 0;
  };
  return {
    guard: async (what, who, attempt) => {
      const waitMs = await takeAll(usesOf(what, who));
      return waitMs > 0 ? tooMany(waitMs) : attempt();
    },
    guardPassword: guardPasswords(pool, now, usesOf),
    forgivePasswords: async (tx, account) => {
      for (const { key } of usesOf('password', { account, clientAddress: undefined })) await deleteLimit(tx, key);
    },
    guardByOutcome: async (what, who, counts, attempt) => {
      const uses = usesOf(what, who);
      const before = await firstWait(uses);
      if (before > 0) return tooMany(before);
      const outcome = await attempt();
      const after = counts(outcome) ? await takeAll(uses) : 0;
      return after > 0 ? tooMany(after) : outcome;
    },
  };
}

function guardPasswords(pool: Pool, now: () => Date, usesOf: UsesOf): Limits['guardPassword'] {
  const tries = createTriesUnderWay();
  return async (who, compare, wrong) => {
    const entered: Use[] = [];
    let wasWrong = false;
    try {
      for (const each of usesOf('password', who)) {
        const waitMs = await tries.enter(nameOf(each), () => takeUse(pool, each, now()));
        if (waitMs > 0) return tooMany(waitMs);
        entered.push(each);
      }
      const shown = await compare();
      wasWrong = shown === undefined;
      return shown === undefined ? wrong : done(shown);
    } finally {
      // What cannot be given back, since the store is away, becomes free with time.
      if (!wasWrong) await Promise.allSettled(entered.map((each) => returnUse(pool, each)));
      for (const each of entered) tries.leave(nameOf(each));
    }
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
