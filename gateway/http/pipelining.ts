import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** With so many requests without an answer a connection is no longer read, until half of them are answered. */
const MAX_OPEN = 64;

/** The requests of one connection that have no whole answer yet. */
interface Line {
  readonly open: Set<ServerResponse>;
  last: Promise<unknown>;
}

/**
 * Lets the requests of one connection be answered one after the other. node:http would begin all that a client has sent
 * without waiting, and keep their answers until it is their turn to leave: a page of small requests for large answers
 * would fill the memory.
 */
export class Pipelining {
  readonly #lines = new WeakMap<Duplex, Line>();

  /** Waits until what came before is answered. @returns false when the connection is gone, or ending, by then. */
  async turn(socket: Duplex, response: ServerResponse): Promise<boolean> {
    const line = this.#lines.get(socket) ?? { open: new Set(), last: Promise.resolve() };
    this.#lines.set(socket, line);
    const before = line.last;
    line.open.add(response);
    line.last = new Promise<void>((resolve) =>
      response.once('close', () => {
        line.open.delete(response);
        if (line.open.size === MAX_OPEN / 2) socket.resume();
        resolve();
      }),
    );
    if (line.open.size >= MAX_OPEN) socket.pause();
    await before;
    return !socket.destroyed && !socket.writableEnded;
  }

  /** The requests of a connection that have no whole answer yet, in their order. */
  openOn(socket: Duplex): readonly ServerResponse[] {
    return [...(this.#lines.get(socket)?.open ?? [])];
  }
}
