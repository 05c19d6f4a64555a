import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startGraph, type Result, type TestGraph } from './support/graph.ts';
import { chunked, http, startRawSubgraph, type RawSubgraph } from './support/rawSubgraph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const users: SubgraphDefinition = {
  sdl: 'type Query { users: [User!]! } type User @key(fields: "id") { id: ID! }',
  resolvers: { Query: { users: () => [{ id: '1' }, { id: '2' }] } },
};
const names: SubgraphDefinition = {
  sdl: `type Query { motto: Motto } type Motto { text: String! size: Int loud: Boolean mood: Mood rate: Float }
    enum Mood { GLAD SAD } type User @key(fields: "id") { id: ID! name: String age: Int tags: [String!] }`,
};

const QUERY = '{ users { id name age tags } motto { text size loud mood rate } }';
const ENTITIES = '[{"name":"Ada é😀","age":36,"tags":["a","b"]},{"name":null,"age":41,"tags":[]}]';
const MOTTO = '{"text":"on \\"we\\" go","size":3,"loud":true,"mood":"GLAD","rate":1.5}';
const RIGHT = {
  users: [
    { id: '1', name: 'Ada é😀', age: 36, tags: ['a', 'b'] },
    { id: '2', name: null, age: 41, tags: [] },
  ],
  motto: { text: 'on "we" go', size: 3, loud: true, mood: 'GLAD', rate: 1.5 },
};

interface Scene extends AsyncDisposable {
  readonly graph: TestGraph;
  readonly raw: RawSubgraph;
}

/** Users of a sound subgraph, all else of a hostile one. */
async function scene(engine: string, settings: Record<string, string> = {}): Promise<Scene> {
  const raw = await startRawSubgraph(sound);
  const graph = await startGraph(
    { users, names },
    {
      GATEWAY_EXECUTOR: engine,
      SUBGRAPH_URLS: `names=${raw.url}`,
      MAX_SUBGRAPH_RESPONSE_BYTES: '4096',
      SUBGRAPH_TIMEOUT_MS: '5000',
      SUBGRAPH_POLICIES: '{"*":{"breaker":false,"retries":0}}',
      ...settings,
    },
  );
  return {
    graph,
    raw,
    [Symbol.asyncDispose]: async () => {
      await graph[Symbol.asyncDispose]();
      await raw[Symbol.asyncDispose]();
    },
  };
}

const isEntities = (request: string): boolean => request.includes('_entities');
const body = (request: string): string =>
  isEntities(request) ? `{"data":{"_entities":${ENTITIES}}}` : `{"data":{"motto":${MOTTO}}}`;
const sound = (socket: Socket, request: string): void => void socket.write(http(body(request)));

/** Answers so where entities are asked, as it should elsewhere. */
const toEntities =
  (answer: Buffer | string, end = false): RawSubgraph['answer'] =>
  (socket, request) => {
    if (!isEntities(request)) sound(socket, request);
    else if (end) socket.end(answer);
    else socket.write(answer);
  };

const entities = (text: string): Buffer => http(`{"data":{"_entities":${text}}}`);
const MALFORMED = 'SUBREQUEST_MALFORMED_RESPONSE';
const VALUE = 'RESPONSE_VALIDATION_FAILED';
const second = '{"name":null,"age":41,"tags":[]}';

/** What is answered for entities, the code of the errors, and where they are; everywhere when not said. */
const answers: readonly (readonly [what: string, answer: Buffer | string, code: string, paths?: readonly string[]])[] =
  [
    ['not JSON', http('Hello'), MALFORMED],
    ['JSON and more', http(`{"data":{"_entities":${ENTITIES}}}}`), MALFORMED],
    ['half of JSON', http(`{"data":{"_entities":${ENTITIES.slice(0, -9)}`), MALFORMED],
    ['nothing', http(''), MALFORMED],
    ['null', http('null'), MALFORMED],
    ['a number', http('5'), MALFORMED],
    ['data that is a list', http('{"data":[]}'), MALFORMED],
    ['data that is a string', http('{"data":"x"}'), MALFORMED],
    ['no data', http('{"data":{}}'), MALFORMED],
    ['bytes that are not UTF-8', http(Buffer.from(`{"data":{"_entities":${ENTITIES}}}`, 'latin1')), MALFORMED],
    ['one entity for two', entities(`[${second}]`), MALFORMED],
    ['three entities for two', entities(`[${second},${second},${second}]`), MALFORMED],
    ['an object of entities', entities(`{"0":${second},"1":${second}}`), MALFORMED],
    ['entities that are numbers', entities('[1,2]'), VALUE],
    ['a string for a number', entities(`[{"name":"Ada","age":"36","tags":[]},${second}]`), VALUE, ['users.0.age']],
    ['a number beyond Int', entities(`[{"name":"Ada","age":3000000000,"tags":[]},${second}]`), VALUE, ['users.0.age']],
    [
      'an object for a string',
      entities(`[{"name":{"first":"Ada"},"age":1,"tags":[]},${second}]`),
      VALUE,
      ['users.0.name'],
    ],
    ['a string for a list', entities(`[{"name":"Ada","age":1,"tags":"a"},${second}]`), MALFORMED, ['users.0.tags']],
    [
      'a null in a list that has none',
      entities(`[{"name":"Ada","age":1,"tags":[null]},${second}]`),
      VALUE,
      ['users.0.tags.0'],
    ],
    ['a field missing', entities(`[{"name":"Ada","tags":[]},${second}]`), VALUE, ['users.0.age']],
    ['two content-lengths', http(`{"data":{"_entities":${ENTITIES}}}`, ['content-length: 7']), MALFORMED],
    ['a length and chunks', http(`{"data":{"_entities":${ENTITIES}}}`, ['transfer-encoding: chunked']), MALFORMED],
    ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}', MALFORMED],
    ['a chunk of no size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n', MALFORMED],
    ['not HTTP', 'SSH-2.0-OpenSSH_9.7\r\n\r\n', MALFORMED],
    ['more than it may, announced', 'HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n{', 'SUBREQUEST_TOO_LARGE'],
    ['more than it may', entities(`[{"name":"${'x'.repeat(9_000)}"},${second}]`), 'SUBREQUEST_TOO_LARGE'],
    ['more than it may, in chunks', chunked('x'.repeat(9_000), 100), 'SUBREQUEST_TOO_LARGE'],
    ['headers without an end', `HTTP/1.1 200 OK\r\n${'x-more: y\r\n'.repeat(20_000)}`, MALFORMED],
  ];

const pathsOf = ({ errors }: Result): string[] => (errors ?? []).map(({ path }) => path?.join('.') ?? '');
const everywhere = ['name', 'age', 'tags'].flatMap((field) => [`users.0.${field}`, `users.1.${field}`]);

for (const engine of ['bytes', 'object']) {
  describe(`a hostile subgraph, plans run by ${engine}`, () => {
    it('gets a clear error at the right path, whatever it answers, and harms nobody else', async () => {
      await using at = await scene(engine);
      for (const [what, answer, code, paths = everywhere] of answers) {
        at.raw.answer = toEntities(answer);
        const result = await at.graph.ask(QUERY);
        expect(result.data, what).toMatchObject({ users: [{ id: '1' }, { id: '2' }], motto: RIGHT.motto });
        expect(pathsOf(result).sort(), what).toEqual([...paths].sort());
        expect(new Set(result.errors?.map(({ extensions }) => extensions.code)), what).toEqual(new Set([code]));
        at.raw.answer = sound;
        expect(await at.graph.ask(QUERY), `after ${what}`).toEqual({ data: RIGHT });
      }
    });

    it('that writes a key twice is read as JSON is: the last one counts, in its own object', async () => {
      await using at = await scene(engine);
      at.raw.answer = toEntities(
        entities('[{"name":"Eve","age":1,"tags":["z"],"name":"Ada"},{"age":2,"name":"Bo","tags":[],"age":3}]'),
      );
      const { data, errors } = await at.graph.ask(QUERY);
      expect(errors).toBeUndefined();
      expect(data?.['users']).toEqual([
        { id: '1', name: 'Ada', age: 1, tags: ['z'] },
        { id: '2', name: 'Bo', age: 3, tags: [] },
      ]);
    });

    it('that breaks off at any byte gives errors, never half an answer', { timeout: 60_000 }, async () => {
      await using at = await scene(engine);
      for (const whole of [entities(ENTITIES), chunked(`{"data":{"_entities":${ENTITIES}}}`, 16)]) {
        for (let cut = 0; cut < whole.length; cut++) {
          at.raw.answer = toEntities(whole.subarray(0, cut), true);
          const result = await at.graph.ask(QUERY);
          expect(pathsOf(result).sort(), `cut at ${cut}`).toEqual([...everywhere].sort());
          expect(result.data, `cut at ${cut}`).toMatchObject({ users: [{ id: '1', name: null }, { id: '2' }] });
        }
      }
      at.raw.answer = sound;
      expect(await at.graph.ask(QUERY)).toEqual({ data: RIGHT });
    });

    it('may send its answer in two pieces, wherever they part', { timeout: 60_000 }, async () => {
      await using at = await scene(engine);
      for (const write of [http, (text: string) => chunked(text, 16)]) {
        for (let part = 1, length = 2; part < length; part++) {
          at.raw.answer = (socket, request) => {
            const whole = write(body(request));
            if (isEntities(request)) length = whole.length;
            socket.write(whole.subarray(0, part));
            setImmediate(() => socket.write(whole.subarray(part)));
          };
          expect(await at.graph.ask(QUERY), `parted at ${part}`).toEqual({ data: RIGHT });
        }
      }
    });

    it('that is slow, or sends a byte now and then, is given up at the deadline', async () => {
      await using at = await scene(engine, { SUBGRAPH_TIMEOUT_MS: '1500' });
      const whole = entities(ENTITIES);
      for (const piece of [0, 1]) {
        at.raw.answer = (socket, request) => {
          if (!isEntities(request)) {
            sound(socket, request);
            return;
          }
          let sent = 0;
          const timer = setInterval(() => socket.write(whole.subarray(sent, (sent += piece))), 20);
          socket.on('close', () => clearInterval(timer));
        };
        const result = await at.graph.ask(QUERY);
        expect(pathsOf(result).sort()).toEqual([...everywhere].sort());
        expect(new Set(result.errors?.map(({ extensions }) => extensions.code))).toEqual(
          new Set(['SUBREQUEST_TIMEOUT']),
        );
        expect(result.data?.['motto']).toEqual(RIGHT.motto);
      }
    });

    it('that answers more than it was asked does not answer the next one', async () => {
      await using at = await scene(engine);
      const evil = entities('[{"name":"Eve","age":1,"tags":[]},{"name":"Eve","age":1,"tags":[]}]');
      at.raw.answer = (socket, request) => void socket.write(Buffer.concat([http(body(request)), evil]));
      for (let time = 0; time < 20; time++) expect(JSON.stringify(await at.graph.ask(QUERY))).not.toContain('Eve');
    });
  });
}
