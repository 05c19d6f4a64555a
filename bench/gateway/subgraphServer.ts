import { createServer } from 'node:http';
import { localSubgraphs } from './localSubgraphs.ts';

// The subgraphs of the workloads, each at a path of its own. They answer from memory: what is measured is the gateway,
// and they share a core with the load.
const answer = localSubgraphs();
let calls = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    calls++;
    void answer((request.url ?? '').slice(1), Buffer.concat(chunks).toString()).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    });
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
process.on('message', () => {
  process.send?.({ calls });
  calls = 0;
});
process.on('disconnect', () => process.exit());
