import type { Archive } from './zip.ts';

/**
 * Archives that were opened and wait for their next turn: to fetch a large one and to list its files takes longer than a turn.
 * Whoever takes one has it to himself, until he lets it wait again or closes it.
 */
export interface OpenArchives {
  /** The open archive of an import, if it waits here. */
  take(importId: string): Archive | undefined;
  /** Lets it wait for its next turn, or closes it where enough wait. */
  leave(importId: string, archive: Archive): Promise<void>;
  /** Closes that of an import, should it wait here: nobody comes back for it. */
  close(importId: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** @param room how many may wait: each may be a large file aside. Those that wait already stay, so that they come to an end. */
export function createOpenArchives(room: number): OpenArchives {
  const waiting = new Map<string, Archive>();
  const take = (importId: string): Archive | undefined => {
    const archive = waiting.get(importId);
    waiting.delete(importId);
    return archive;
  };
  const close = async (importId: string): Promise<void> => take(importId)?.close();
  return {
    take,
    close,
    leave: async (importId, archive) => {
      if (waiting.size < room) waiting.set(importId, archive);
      else await archive.close();
    },
    closeAll: async () => {
      for (const importId of [...waiting.keys()]) await close(importId);
    },
  };
}
