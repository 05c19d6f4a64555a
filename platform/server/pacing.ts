import type { WebSocket } from 'ws';

/** What is sent over one socket, no faster than its reader reads. */
export interface Pacing {
  /** Resolves when another event may be taken, or the socket has closed. To be called when those before it were sent. */
  turn(): Promise<void>;
  /** Something is sent that counts for so much. */
  count(size: number): void;
  /** Asks the reader whether it has come to what was sent. */
  ask(): void;
  /** How much was sent that the reader is not known to have read. */
  readonly unread: number;
}

/**
 * Paces the events of a socket by its reader: none is taken while `most` or more is unread. What the system has taken says
 * nothing of that, since it takes megabytes. So pings go between the events: they come in order, and are answered when they
 * are read. Each carries how much went before it, and the next goes when half of `most` lies behind the last one: who reads
 * fast has answered by then. All subscriptions of a socket share its pacing.
 */
export function pacingOf(socket: WebSocket, most: number): Pacing {
  let [sent, asked, read] = [0, 0, 0];
  let isOpen = true;
  let moved = Promise.withResolvers<void>();
  const wake = (): void => {
    moved.resolve();
    moved = Promise.withResolvers();
  };
  socket.on('pong', (data) => {
    const size = Number(data.toString());
    // Others ask for signs of life, and some give them unasked.
    if (!(size > read && size <= asked)) return;
    read = size;
    wake();
  });
  socket.on('close', () => {
    isOpen = false;
    wake();
  });
  const ask = (): void => {
    if (socket.readyState !== socket.OPEN) return;
    asked = sent;
    socket.ping(String(sent));
  };
  return {
    turn: async () => {
      for (;;) {
        // Also after an answer: more may have been sent since it was asked for.
        if (sent - asked >= most / 2) ask();
        if (!isOpen || sent - read < most) return;
        await moved.promise;
      }
    },
    count: (size) => {
      sent += size;
    },
    ask,
    get unread() {
      return sent - read;
    },
  };
}
