import type { WebSocket } from 'ws';

/** How often a socket is asked for a sign of life, and after how long without any it is ended. */
export interface KeepAlive {
  readonly everyMs: number;
  readonly silenceMs: number;
}

/** Who reads slowly comes to a ping late, behind all that was sent before it, and is no less alive. */
export const KEEP_ALIVE: KeepAlive = { everyMs: 15_000, silenceMs: 120_000 };

/** Asks a socket for signs of life, and ends it when nothing at all was heard from it for long. */
export function keepAlive(socket: WebSocket, { everyMs, silenceMs }: KeepAlive): void {
  let heardAt = performance.now();
  const heard = (): void => {
    heardAt = performance.now();
  };
  const timer = setInterval(() => {
    if (performance.now() - heardAt >= silenceMs) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  for (const sign of ['message', 'ping', 'pong']) socket.on(sign, heard);
  socket.on('close', () => clearInterval(timer));
}
