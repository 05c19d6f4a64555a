import type { Caller } from '../auth/authenticator.ts';
import { unauthenticated, type RequestError } from '../errors.ts';

/** Node's timers take no more; some issuers' tokens live longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** That a caller's token expires or their session is ended: a signal that is aborted then, and which of it. */
export function expiry({ expiresAt, onEnded }: Pick<Caller, 'expiresAt' | 'onEnded'>): {
  signal: AbortSignal;
  why(): RequestError | undefined;
  cancel(): void;
} {
  const controller = new AbortController();
  let why: RequestError | undefined;
  const end = (reason: RequestError): void => {
    why ??= reason;
    controller.abort();
  };
  const unlisten = onEnded?.(end);
  let timer: NodeJS.Timeout | undefined;
  const endAt = (instant: number): void => {
    const leftMs = instant - Date.now();
    if (leftMs > LONGEST_TIMER_MS) timer = setTimeout(() => endAt(instant), LONGEST_TIMER_MS);
    else timer = setTimeout(() => end(unauthenticated('The access token has expired.')), Math.max(leftMs, 0));
    timer.unref();
  };
  if (expiresAt !== undefined) endAt(expiresAt);
  const cancel = (): void => {
    clearTimeout(timer);
    unlisten?.();
  };
  return { signal: controller.signal, why: () => why, cancel };
}
