/** The right to work on something until an instant; who died with it holds nothing up for longer. */
export interface Lease {
  readonly holder: string;
  readonly now: Date;
  readonly until: Date;
}

/** The right to work on something for so many milliseconds from now on. */
export const leaseOf = (holder: string, now: Date, ms: number): Lease => ({
  holder,
  now,
  until: new Date(now.getTime() + ms),
});

/** How something goes on being held. */
export interface Holding {
  readonly leaseMs: number;
  readonly renew: () => Promise<unknown>;
  /** Told when that fails; it is tried again. */
  readonly failed: (error: unknown) => void;
}

/** Does work on what is held for `leaseMs`, and goes on holding it until the work is over. */
export async function whileHeld<Result>(
  { leaseMs, renew, failed }: Holding,
  work: () => Promise<Result>,
): Promise<Result> {
  const renewal = setInterval(() => void renew().catch(failed), leaseMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
  }
}
