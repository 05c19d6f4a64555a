import { ruruHTML } from 'ruru/server';
import { serveStatic } from 'ruru/static';
import { malformed } from '../../errors.ts';
import { send, type Handler } from '../exchange.ts';
import type { Example } from './examples.ts';

/** Where the playground's own files are served. */
export const STATIC_PATH = '/playground/';

const WELCOME = `# Ask the graph. Ctrl-Space completes, Ctrl-Enter runs.
# Send a token in the Headers pane: { "authorization": "Bearer ..." }

{
  __typename
}
`;

/** Without it browsers ask for one at /favicon.ico, where there is none. */
const NO_ICON = '<link rel="icon" href="data:," />';

/** Ruru (GraphiQL) from this server alone, with one tab per example. */
export function createPlayground(graphqlPath: string, examples: readonly Example[]): { page: Handler; files: Handler } {
  const config = {
    staticPath: STATIC_PATH,
    endpoint: graphqlPath,
    subscriptionEndpoint: graphqlPath,
    defaultQuery: WELCOME,
    defaultTabs: examples.length > 0 ? examples : [{ query: WELCOME, variables: '' }],
  };
  const html = ruruHTML({
    staticPath: STATIC_PATH,
    endpoint: graphqlPath,
    subscriptionEndpoint: graphqlPath,
    htmlParts: { titleTag: `<title>Playground</title>${NO_ICON}`, configScript: configScript(config) },
  });
  const files = serveStatic(STATIC_PATH);
  return {
    page: ({ request, response }) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('allow', 'GET, HEAD');
        throw malformed('METHOD_NOT_ALLOWED', 'This page is read by GET; GraphQL is at /graphql.', 405);
      }
      send(response, 200, 'text/html; charset=utf-8', html, { 'cache-control': 'no-cache' });
    },
    files: ({ request, response }) => files(request, response),
  };
}

/** Ruru's own has no room for GraphiQL's `defaultTabs`, which Ruru passes on. */
const configScript = (config: object): string =>
  `<script>const RURU_CONFIG = ${JSON.stringify(config).replaceAll('<', String.raw`\u003c`)};</script>`;
