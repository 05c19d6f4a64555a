/** A clock may be a little ahead. */
const AHEAD_MS = 5 * 60_000;

/** Whether what somebody says of a running workout lies in the future. */
export const isInFuture = (at: Date, now: Date): boolean => at.getTime() > now.getTime() + AHEAD_MS;
