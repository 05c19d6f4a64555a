import { createServer } from 'node:net';

/** Whether nobody listens on a port of this machine. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const firstPort = 15_000;
const portCount = 17_000;
let portsGiven = 0;

/**
 * Finds ports that nobody listens on. They lie below the range that the system gives to outgoing connections, are never
 * given twice, and differ from those that another process with a pid near this one finds: so they stay free until used.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = firstPort + ((process.pid * 97 + portsGiven++) % portCount);
    if (await isPortFree(port)) found.push(port);
  }
  return found;
}

/** One such port. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
