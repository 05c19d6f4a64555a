import type { Caller } from '../auth/authenticator.ts';

/** Node's timers take no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A signal that is aborted when a caller's token expires or their session is ended. */
export function expiry({ expiresAt, onEnded }: Pick<Caller, 'expiresAt' | 'onEnded'>): {
  signal: AbortSignal;
  cancel(): void;
} {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  const unlisten = onEnded?.(end);
  const timer =
    expiresAt === undefined
      ? undefined
      : setTimeout(end, Math.min(Math.max(expiresAt - Date.now(), 0), LONGEST_TIMER_MS)).unref();
  const cancel = (): void => {
    clearTimeout(timer);
    unlisten?.();
  };
  return { signal: controller.signal, cancel };
}
