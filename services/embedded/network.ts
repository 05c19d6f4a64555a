import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type NetConnectOpts } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export const localHost = '127.0.0.1';

/**
 * Connects to a local port, sends a message and waits for a reply that holds the expected text.
 *
 * @throws Error when nobody answers that within the time.
 */
export function askPort(
  port: number,
  message: string | Uint8Array,
  expected: string,
  timeoutMs = 2_000,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: localHost, port });
    let reply = Buffer.alloc(0);
    const settle = (outcome: () => void) => {
      socket.destroy();
      outcome();
    };
    socket.setTimeout(timeoutMs, () => settle(() => reject(new Error(`no answer on port ${port}`))));
    socket.on('connect', () => socket.write(message));
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('close', () => reject(new Error(`port ${port} closed without an answer`)));
    socket.on('data', (chunk: Buffer) => {
      reply = Buffer.concat([reply, chunk]);
      if (reply.includes(expected)) settle(resolve);
    });
  });
}

/**
 * Tells whether something accepts connections at a port or a socket.
 *
 * @throws Error when it does not.
 */
export function reach(place: NetConnectOpts, timeoutMs = 5_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(place);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('connect', () => {
      socket.end();
      resolve();
    });
  });
}

/** Whether a server can listen at a socket of this path; what is left there of an earlier one is taken away. */
export async function canListenAt(path: string): Promise<boolean> {
  try {
    rmSync(path, { force: true });
    const server = createServer().listen(path);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}

/**
 * Repeats an attempt until it succeeds.
 *
 * @throws the attempt's last error when the time is over or `abandoned` gives an error.
 */
export async function until(
  attempt: () => Promise<void>,
  limits: { readonly timeoutMs: number; readonly everyMs?: number; readonly abandoned?: () => Error | undefined },
): Promise<void> {
  const end = performance.now() + limits.timeoutMs;
  for (;;) {
    const given = limits.abandoned?.();
    if (given !== undefined) throw given;
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await delay(limits.everyMs ?? 100);
  }
}
