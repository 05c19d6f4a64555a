import { createServer } from 'node:net';

/** Whether nobody listens on a port of this machine. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const FIRST_PORT = 15_000;
const PORTS = 17_000;
/** So many processes at once can have ports of their own. */
const SHARES = 8;
const SHARE_PORTS = PORTS / SHARES;
let share = 0;
let portsGiven = 0;

/** Has this process find ports that no other finds that is given another share, from 1 on; all the others have share 0. */
export function takeShareOfPorts(which: number): void {
  share = which % SHARES;
}

/**
 * Finds ports that nobody listens on. They lie below the range that the system gives to outgoing connections and are seldom given
 * twice by a process, or by others of its share: so they stay free until used, and while who used one is started again.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = FIRST_PORT + share * SHARE_PORTS + ((process.pid * 97 + portsGiven++) % SHARE_PORTS);
    if (await isPortFree(port)) found.push(port);
  }
  return found;
}

/** One such port. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
