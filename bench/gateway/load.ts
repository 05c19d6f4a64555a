import { connect } from 'node:net';

/** What a burst of requests took. Times in milliseconds. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

let unique = 0;

/** The bytes of a request; the Authorization of each is its own, as it would be for as many people. */
function requestFor(body: string): string {
  return `POST /graphql HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer ${unique++}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Sends so many requests over so many connections, one after another on each. */
export async function burst(port: number, query: string, requests: number, connections = 32): Promise<Load> {
  const times: number[] = [];
  const body = JSON.stringify({ query });
  let left = requests;
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => worker()));
  times.sort((one, other) => one - other);
  const at = (part: number): number => times[Math.floor((times.length - 1) * part)] ?? 0;
  return { requests, seconds: (performance.now() - startedAt) / 1000, p50: at(0.5), p99: at(0.99) };

  function worker(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let sentAt = 0;
      let awaited = 0;
      const next = (): void => {
        if (left-- <= 0) {
          socket.destroy();
          resolve();
          return;
        }
        sentAt = performance.now();
        awaited = 0;
        socket.write(requestFor(body));
      };
      socket.on('connect', next).on('error', reject);
      socket.on('data', (bytes) => {
        if (awaited === 0) awaited = lengthOf(bytes);
        awaited -= bytes.length;
        if (awaited > 0) return;
        times.push(performance.now() - sentAt);
        next();
      });
    });
  }
}

/** Head and body together. */
function lengthOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, end);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith('HTTP/1.1 200') || length === undefined) throw new Error(`not an answer: ${head}`);
  return end + 4 + Number(length);
}

/** What a gateway answers to one request. */
export async function ask(port: number, query: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const answer: unknown = await response.json();
  return answer;
}
