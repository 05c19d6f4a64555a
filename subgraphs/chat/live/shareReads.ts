/** Reads what comes after a sequence, of a log that goes as far as another. */
export type ReadPage<Event> = (logId: string, after: number, lastSequence: number) => Promise<readonly Event[]>;

/**
 * Lets listeners that stand at the same place and heard the same notice share one read. A read that began before the
 * notice is not shared: it may not see what the notice tells of.
 */
export function shareReads<Event>(
  readLog: (logId: string, after: number) => Promise<readonly Event[]>,
): ReadPage<Event> {
  const reading = new Map<string, Promise<readonly Event[]>>();
  return (logId, after, lastSequence) => {
    const key = `${logId} ${after} ${lastSequence}`;
    const present = reading.get(key);
    if (present) return present;
    const read = readLog(logId, after).finally(() => reading.delete(key));
    reading.set(key, read);
    return read;
  };
}
