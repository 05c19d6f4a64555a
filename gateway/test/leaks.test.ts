import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const CALLERS = 40;
const REQUESTS_EACH = 25;

/** The caller's mark, repeated so that answers differ in length. */
const textFor = (mark: string): string => `${mark} ${`of-${mark} `.repeat(Number(mark.slice(1)) % 17)}`;

/** Sometimes late, in pieces, cut off, an error, or nonsense; else as it should be. Every answer names its caller alone. */
const unsteady: NonNullable<SubgraphDefinition['respond']> = async ({ headers, query, variables }, response) => {
  const mark = headers.authorization ?? '';
  await delay(Math.random() * 6);
  const luck = Math.random();
  if (luck < 0.04) {
    response.socket?.destroy();
    return true;
  }
  if (luck < 0.08) {
    response.writeHead(503).end('<h1>Busy</h1>');
    return true;
  }
  if (luck < 0.12) {
    response.end(`{"errors":[{"message":"${mark} has no luck"}]}`);
    return true;
  }
  const list = variables['representations'];
  const count = Array.isArray(list) ? list.length : 0;
  const thing = (n: number): object => ({ title: `${n} ${textFor(mark)}`, size: n, tags: [mark, textFor(mark)] });
  const data = query.includes('_entities')
    ? { _entities: Array.from({ length: count }, (_, n) => thing(n)) }
    : { things: Array.from({ length: 5 }, (_, n) => ({ __typename: 'Thing', id: `${mark}-${n}` })) };
  const text = JSON.stringify({ data }, null, luck < 0.2 ? 1 : 0);
  response.setHeader('content-type', 'application/json');
  if (luck > 0.7) {
    response.write(text.slice(0, text.length / 2));
    await delay(1);
    if (luck > 0.96) response.socket?.destroy();
    else response.end(text.slice(text.length / 2));
  } else {
    response.end(text);
  }
  return true;
};

describe.each(['bytes', 'object'])('Under load, with plans run by %s,', (engine) => {
  it('nobody reads what belongs to another caller', { timeout: 60_000 }, async () => {
    await using graph = await startGraph(
      {
        things: {
          sdl: 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }',
          respond: unsteady,
        },
        details: {
          sdl: 'type Thing @key(fields: "id") { id: ID! title: String! size: Int tags: [String!] }',
          respond: unsteady,
        },
      },
      { GATEWAY_EXECUTOR: engine, SUBGRAPH_CONNECTIONS: '8', SUBGRAPH_POLICIES: '{"*":{"breaker":false}}' },
    );
    let whole = 0;
    const caller = async (mark: string): Promise<void> => {
      for (let time = 0; time < REQUESTS_EACH; time++) {
        const answer = await graph.ask('{ things { id title size tags } }', {}, { authorization: mark });
        const marks = new Set(JSON.stringify(answer).match(/m\d+/g) ?? []);
        expect([...marks].filter((found) => found !== mark)).toEqual([]);
        if (answer.errors) continue;
        whole++;
        const title = (n: number): string => `${n} ${textFor(mark)}`;
        expect(answer.data?.['things']).toEqual(
          [0, 1, 2, 3, 4].map((n) => ({ id: `${mark}-${n}`, title: title(n), size: n, tags: [mark, textFor(mark)] })),
        );
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, (_, n) => caller(`m${n + 100}`)));
    expect(whole).toBeGreaterThan((CALLERS * REQUESTS_EACH) / 4);
  });
});
