import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';

const port = z.object({ port: z.number() });

/** A subgraph that answers with bytes of the test's choosing, right or wrong. */
export interface RawSubgraph extends AsyncDisposable {
  readonly url: string;
  /** Answers requests from now on. */
  answer: (socket: Socket, request: string) => void;
}

/** Starts one; a request is its body. */
export async function startRawSubgraph(answer: RawSubgraph['answer']): Promise<RawSubgraph> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      for (;;) {
        const end = heard.indexOf('\r\n\r\n') + 4;
        const length = Number(/^content-length: (\d+)/im.exec(heard)?.[1] ?? 0);
        if (end < 4 || heard.length < end + length) return;
        const body = heard.slice(end, end + length);
        heard = heard.slice(end + length);
        subgraph.answer(socket, body);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const subgraph: RawSubgraph = {
    url: `http://127.0.0.1:${port.parse(server.address()).port}/graphql`,
    answer,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return subgraph;
}

/** An HTTP response with a body of a known length. */
export function http(body: string | Buffer, headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const head = ['HTTP/1.1 200 OK', 'content-type: application/json', `content-length: ${bytes.length}`, ...headers];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]);
}

/** The same in chunks. */
export function chunked(body: string, size: number): Buffer {
  const bytes = Buffer.from(body);
  const parts = [
    Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n'),
  ];
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
