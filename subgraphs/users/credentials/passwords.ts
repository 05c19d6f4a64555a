import { hash, verify } from '@node-rs/argon2';
import { createGate } from '#platform/gate.ts';

/**
 * argon2id (the package's default algorithm) with 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet. About 20 ms.
 */
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
/** So many at once: with 19 MiB each, and two of the four threads that files and names are also looked up on. */
const AT_ONCE = 2;
/** So many may wait; whoever comes then is told to try again later. */
const WAITING = 1000;
/** And for so long, which leaves time for the rest before nobody waits for the answer any more. */
const WAIT_MS = 6000;

/** Hashes and checks passwords, a few at a time. */
export interface Passwords {
  /** A PHC string. @throws Overloaded when too many wait, or for too long. */
  hash(password: string): Promise<string>;
  /**
   * Whether a password belongs to a hash. Without a hash the answer is no, after as much work as with one: how long it
   * takes does not tell whether there is an account. @throws Overloaded when too many wait, or for too long.
   */
  matches(password: string, passwordHash: string | undefined): Promise<boolean>;
}

/** Makes the keeper of passwords of a process. */
export async function createPasswords(): Promise<Passwords> {
  const gate = createGate(AT_ONCE, { waiting: WAITING, waitMs: WAIT_MS });
  const nobodys = await hash('the password of nobody', COST);
  return {
    hash: (password) => gate(() => hash(canonical(password), COST)),
    matches: (password, passwordHash) =>
      gate(async () => {
        const matching = await verify(passwordHash ?? nobodys, canonical(password));
        return matching && passwordHash !== undefined;
      }),
  };
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B, 5.1.1.2). */
const canonical = (password: string): string => password.normalize('NFKC');
