import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { ask } from './load.ts';
import { Stations, told } from './stations.ts';
import { operations } from './workloads.ts';

// node bench/gateway/idle.ts [connections] [port base]: what connections that do nothing cost. Each has been answered once
// (plain) or has been acknowledged (sockets). Needs `ulimit -n` above their number, for this process and the gateway.
const [given = '10000', base = '4230'] = process.argv.slice(2);
const count = Number(given);
const AT_ONCE = 200;

using stations = new Stations(Number(base));
await stations.subgraphs();
const { child, port } = await stations.gateway('bytes');
const body = JSON.stringify({ query: '{ __typename }' });
const request = `POST /graphql HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

async function plain(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  await once(socket, 'data');
  return socket;
}

async function webSocket(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return socket;
}

async function many<Opened>(open: () => Promise<Opened>): Promise<Opened[]> {
  const all: Opened[] = [];
  while (all.length < count) {
    const few = Math.min(AT_ONCE, count - all.length);
    all.push(...(await Promise.all(Array.from({ length: few }, open))));
  }
  return all;
}

async function memory(): Promise<number> {
  await delay(2_000);
  return (await told(child)).memory / 1e6;
}

async function answersIn(): Promise<string> {
  const startedAt = performance.now();
  await ask(port, operations.small);
  return `${(performance.now() - startedAt).toFixed(0)} ms`;
}

function show(what: string, before: number, after: number, answered: string): void {
  const each = (((after - before) * 1000) / count).toFixed(1);
  process.stdout.write(
    `${count} ${what}: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB with them, ${each} KB each; ` +
      `another request is answered in ${answered}\n`,
  );
}

await ask(port, operations.small);
const alone = await memory();
const plains = await many(plain);
show('kept connections', alone, await memory(), await answersIn());
for (const socket of plains) socket.destroy();
const between = await memory();
const sockets = await many(webSocket);
show('WebSockets', between, await memory(), await answersIn());
for (const socket of sockets) socket.terminate();
