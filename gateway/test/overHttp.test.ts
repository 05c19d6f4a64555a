import { request as httpRequest } from 'node:http';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult, startGraph, type TestGraph } from './support/graph.ts';

let graph: TestGraph;

beforeAll(async () => {
  let count = 0;
  graph = await startGraph(
    {
      shop: {
        sdl: 'type Query { hello(name: String): String wait: String } type Mutation { add(by: Int! = 1): Int! }',
        resolvers: {
          Query: { hello: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? 'you'}` },
          Mutation: { add: (_: unknown, { by }: { by: number }) => (count += by) },
        },
      },
    },
    { MAX_BODY_BYTES: '4096' },
  );
});
afterAll(() => graph[Symbol.asyncDispose]());

const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(graph.graphqlUrl, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const get = (parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${graph.graphqlUrl}?${new URLSearchParams(parameters).toString()}`, { headers });
const codeOf = async (response: Response): Promise<unknown> =>
  (await readResult(response)).errors?.[0]?.extensions.code;

describe('GraphQL over HTTP', () => {
  describe('passes the audit of graphql-http', () => {
    for (const audit of serverAudits({ url: () => graph.graphqlUrl, fetchFn: fetch })) {
      it(audit.name, async () => {
        const outcome = await audit.fn();
        expect(outcome.status === 'ok' ? 'ok' : outcome.reason).toBe('ok');
      });
    }
  });

  it('answers a GET with variables', async () => {
    const response = await get({ query: 'query ($n: String) { hello(name: $n) }', variables: '{"n":"Ada"}' });
    expect(await readResult(response)).toEqual({ data: { hello: 'Hello Ada' } });
  });

  it('refuses a mutation by GET with 405 and does not run it', async () => {
    const response = await get({ query: 'mutation { add }' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await codeOf(response)).toBe('METHOD_NOT_ALLOWED');
    expect(graph.subgraphs['shop']?.seen.some(({ query }) => query.includes('add'))).toBe(false);
  });

  it('takes the media type the client likes best', async () => {
    const accept = 'application/json;q=0.5, application/graphql-response+json';
    const response = await post('{"query":"{ hello }"}', { accept });
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('refuses what it cannot send with 406', async () => {
    const response = await post('{"query":"{ hello }"}', { accept: 'image/png' });
    expect([response.status, await codeOf(response)]).toEqual([406, 'NOT_ACCEPTABLE']);
  });

  it.each([
    ['text', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE', '{"query":"{ hello }"}'],
    ['another charset', 'application/json; charset=latin1', 415, 'UNSUPPORTED_MEDIA_TYPE', '{"query":"{ hello }"}'],
    ['a batch', 'application/json', 400, 'BAD_REQUEST', '[{"query":"{ hello }"}]'],
    ['half a document', 'application/json', 400, 'BAD_REQUEST', '{"query":'],
    ['null', 'application/json', 400, 'BAD_REQUEST', 'null'],
    ['nothing', 'application/json', 400, 'BAD_REQUEST', ''],
    [
      'a hash without its query, so that the client sends the query,',
      'application/json',
      400,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}',
    ],
  ])('refuses %s with a code', async (_name, type, status, code, body) => {
    const response = await post(body, { 'content-type': type });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });

  it.each(['variables', 'extensions'])('says that %s must be a map', async (name) => {
    const { errors } = await readResult(await post(`{"query":"{ hello }","${name}":[]}`));
    expect(errors?.[0]?.message).toBe(`Not a GraphQL request: "${name}" must be a map.`);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const body = Buffer.from([...Buffer.from('{"query":"{ hello(name: \\"'), 0xff, ...Buffer.from('\\") }"}')]);
    const response = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('refuses a body beyond the limit, announced or not, and goes on on the same connection', async () => {
    const large = JSON.stringify({ query: '{ hello }', extensions: { filler: 'x'.repeat(100_000) } });
    const announced = await post(large);
    expect([announced.status, await codeOf(announced)]).toEqual([413, 'REQUEST_TOO_LARGE']);
    const chunked = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([large]).stream(),
      duplex: 'half',
    });
    expect([chunked.status, await codeOf(chunked)]).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(await graph.ask('{ hello }')).toEqual({ data: { hello: 'Hello you' } });
  });

  it('has a status per kind of failure for application/graphql-response+json, and 200 for application/json', async () => {
    const cases = [
      ['{', 'GRAPHQL_PARSE_FAILED'],
      ['{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
      [
        'query ($n: Int!) { hello(name: "x") __typename @skip(if: false) add: hello(name: "y") }',
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['mutation ($by: Int!) { add(by: $by) }', 'BAD_USER_INPUT'],
      ['query A { hello } query B { hello }', 'OPERATION_RESOLUTION_FAILURE'],
    ] as const;
    for (const [query, code] of cases) {
      const body = JSON.stringify({ query });
      const strict = await post(body, { accept: 'application/graphql-response+json' });
      expect([query, strict.status, await codeOf(strict)]).toEqual([query, 400, code]);
      const lenient = await post(body, { accept: 'application/json' });
      expect([query, lenient.status, await codeOf(lenient)]).toEqual([query, 200, code]);
    }
  });

  it('runs the operation that is named', async () => {
    const query = 'query A { a: hello } query B { b: hello }';
    expect(await readResult(await post(JSON.stringify({ query, operationName: 'B' })))).toEqual({
      data: { b: 'Hello you' },
    });
  });

  it('answers with the request id the client sent, or one of its own when that is not one', async () => {
    const given = await post('{"query":"{ hello }"}', { 'x-request-id': 'abc-123' });
    expect(given.headers.get('x-request-id')).toBe('abc-123');
    expect(graph.subgraphs['shop']?.seen.at(-1)?.headers['x-request-id']).toBe('abc-123');
    const odd = await post('{"query":"{ hello }"}', { 'x-request-id': 'a b\tc' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('lets pages of other origins ask', async () => {
    const preflight = await fetch(graph.graphqlUrl, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    const answer = await post('{"query":"{ hello }"}', { origin: 'https://app.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    // Waiting as long as is asked, and reading files in parts and by their tag.
    const exposed = answer.headers.get('access-control-expose-headers')?.split(', ').sort();
    const beside = ['accept-ranges', 'allow', 'content-disposition', 'content-range', 'etag', 'retry-after'];
    expect(exposed).toEqual([...beside, 'x-request-id']);
  });

  it('passes the client’s Authorization on when it is open', async () => {
    await graph.ask('{ hello }', {}, { authorization: 'Bearer theirs' });
    expect(graph.subgraphs['shop']?.seen.at(-1)?.headers['authorization']).toBe('Bearer theirs');
  });

  it('tells an unknown address from GraphQL', async () => {
    const response = await fetch(`${graph.url}/graphqls`);
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
    expect(await rawStatus('//')).toBe(404);
  });

  it('serves the playground without any other host', async () => {
    const page = await fetch(graph.url);
    const html = await page.text();
    expect(html).toContain('RURU_CONFIG');
    expect(html).not.toMatch(/(src|href)="https?:|from "https?:/);
    const script = await fetch(`${graph.url}/playground/ruru.js`);
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(await script.text()).toContain('createRoot');
    const browser = await fetch(graph.graphqlUrl, { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([browser.status, browser.headers.get('location')]).toEqual([302, '/']);
  });

  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 302],
    ['text/html, application/json', 302],
    ['application/json, text/html', 400],
    ['text/html;q=0.1,application/json', 400],
    ['text/html;q=0, */*', 400],
    ['constructor', 406],
  ])('sends to the playground who would rather have a page than JSON: %s', async (accept, status) => {
    expect((await fetch(graph.graphqlUrl, { headers: { accept }, redirect: 'manual' })).status).toBe(status);
  });
});

/** Asks for a path as it is; fetch would put it in order. */
function rawStatus(path: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const { hostname, port } = new URL(graph.url);
  const asked = httpRequest({ hostname, port, path }, (response) => {
    response.resume();
    resolve(response.statusCode);
  });
  asked.on('error', reject);
  asked.end();
  return promise;
}
