/** Node's timers take no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A signal that is aborted when a token ends (`at`, in milliseconds since 1970); never without one. */
export function expiry(at: number | undefined): { signal: AbortSignal; cancel(): void } {
  const controller = new AbortController();
  if (at === undefined) return { signal: controller.signal, cancel: () => undefined };
  const timer = setTimeout(() => controller.abort(), Math.min(Math.max(at - Date.now(), 0), LONGEST_TIMER_MS));
  timer.unref();
  return { signal: controller.signal, cancel: () => clearTimeout(timer) };
}
