import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql } from 'graphql';
import { createServer } from 'node:http';
import { typeDefsOf } from './compose.ts';
import { resolvers, subgraphs } from './workloads.ts';

/**
 * The subgraphs of the workloads. What was asked once is answered from memory: what is measured is the gateway, and the
 * subgraphs share a core with the load.
 */
const schemas = new Map(
  Object.keys(subgraphs).map((name) => [
    `/${name}`,
    buildSubgraphSchema([{ typeDefs: typeDefsOf(name), resolvers: resolvers[name] as never }]),
  ]),
);
const answers = new Map<string, Buffer>();
let calls = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    calls++;
    const text = Buffer.concat(chunks).toString();
    void answer(request.url ?? '', text).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    });
  });
});

async function answer(path: string, text: string): Promise<Buffer> {
  const key = path + text;
  const known = answers.get(key);
  if (known) return known;
  const schema = schemas.get(path);
  if (!schema) throw new Error(`no subgraph ${path}`);
  const { query, variables } = JSON.parse(text);
  const body = Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
  answers.set(key, body);
  return body;
}

server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
process.on('message', () => {
  process.send?.({ calls });
  calls = 0;
});
process.on('disconnect', () => process.exit());
