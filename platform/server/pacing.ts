import type { WebSocket } from 'ws';

/** After so many events the reader is asked whether it has come to them. */
const ASK_EVERY = 4;
/** So many events at most are on their way to a reader. */
const MOST_UNREAD = 8;

/** The events of one socket, sent no faster than its reader reads them. */
export interface Pacing {
  /** Resolves when another event may be sent, or the socket has closed. To be called when those before it were sent. */
  turn(): Promise<void>;
  /** An event is sent. */
  count(): void;
}

/**
 * Paces the events of a socket by its reader. What the system has taken says nothing of that, since it takes megabytes. So
 * pings go between the events: they come in order, and are answered when they are read. Each carries how many events went
 * before it. All subscriptions of a socket share its pacing.
 */
export function pacingOf(socket: WebSocket): Pacing {
  let [sent, asked, read] = [0, 0, 0];
  let isOpen = true;
  let moved = Promise.withResolvers<void>();
  const wake = (): void => {
    moved.resolve();
    moved = Promise.withResolvers();
  };
  socket.on('pong', (data) => {
    const count = Number(data.toString());
    // Others ask for signs of life, and some give them unasked.
    if (!(count > read && count <= asked)) return;
    read = count;
    wake();
  });
  socket.on('close', () => {
    isOpen = false;
    wake();
  });
  return {
    turn: async () => {
      if (sent - asked >= ASK_EVERY && socket.readyState === socket.OPEN) {
        asked = sent;
        socket.ping(String(sent));
      }
      while (isOpen && sent - read >= MOST_UNREAD) await moved.promise;
    },
    count: () => {
      sent++;
    },
  };
}
