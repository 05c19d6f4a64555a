import { createServer, type Socket } from 'node:net';
import { localSubgraphs } from './localSubgraphs.ts';

// The subgraphs of the workloads, each at a path of its own. They answer from memory and read no more HTTP than they
// must: what is measured is the gateway, and they share a core with the load.
const answer = localSubgraphs();
const known = new Map<string, Buffer>();
let calls = 0;

const END = Buffer.from('\r\n\r\n');

function serve(socket: Socket): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    pending = pending.length > 0 ? Buffer.concat([pending, bytes]) : bytes;
    const end = pending.indexOf(END);
    if (end < 0) return;
    const head = pending.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    if (pending.length < end + 4 + length) return;
    const body = pending.toString('latin1', end + 4, end + 4 + length);
    const path = head.slice(head.indexOf('/') + 1, head.indexOf(' HTTP'));
    pending = pending.subarray(end + 4 + length);
    calls++;
    const key = path + body;
    const response = known.get(key);
    if (response) socket.write(response);
    else void make(path, body, key).then((made) => socket.write(made));
  });
}

async function make(path: string, body: string, key: string): Promise<Buffer> {
  const json = await answer(path, Buffer.from(body, 'latin1').toString());
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n`;
  const made = Buffer.concat([Buffer.from(head), json]);
  known.set(key, made);
  return made;
}

const [, , port, socket] = process.argv;
createServer(serve).listen(socket, () =>
  createServer(serve).listen(Number(port), '127.0.0.1', () => process.send?.('ready')),
);
process.on('message', () => {
  process.send?.({ calls });
  calls = 0;
});
process.on('disconnect', () => process.exit());
