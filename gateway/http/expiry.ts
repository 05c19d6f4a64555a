import type { Caller } from '../auth/authenticator.ts';
import { unauthenticated, type RequestError } from '../errors.ts';

/** Node's timers take no more. */
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
  const timer =
    expiresAt === undefined
      ? undefined
      : setTimeout(
          () => end(unauthenticated('The access token has expired.')),
          Math.min(Math.max(expiresAt - Date.now(), 0), LONGEST_TIMER_MS),
        ).unref();
  const cancel = (): void => {
    clearTimeout(timer);
    unlisten?.();
  };
  return { signal: controller.signal, why: () => why, cancel };
}
