import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';

/** What a test says of a subgraph. */
export interface SubgraphDefinition {
  /** Federation 2.11 is linked with everything imported, unless the text links it itself. */
  readonly sdl: string;
  readonly resolvers?: object;
  /** After how many milliseconds it pings who subscribes, and takes who has not answered by the next for gone. */
  readonly keepAliveMs?: number;
  /** Answers in the subgraph's stead; `false` leaves it to the subgraph. */
  readonly respond?: (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;
}

/** A GraphQL request a subgraph got. */
export interface SeenRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
}

/** A subgraph that runs in this process and is reached over real HTTP. */
export interface RunningSubgraph {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Sockets opened at it, the payloads they were opened with, and how many signs of life came: as pongs, and as messages. */
  readonly connections: { open: number; readonly payloads: unknown[]; pongs: number; pongMessages: number };
  /** Asks all sockets for a sign of life by a message. */
  pingByMessage(): void;
  /** Breaks all sockets. */
  dropSockets(): void;
  close(): Promise<void>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides",
  "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@tag"])\n`;

const body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

/** The SDL with its link to the federation specification. */
export const linked = (sdl: string): string => (sdl.includes('@link') ? sdl : LINK + sdl);

type Modules = Parameters<typeof buildSubgraphSchema>[0];
const modules = z.custom<Modules>();

/** Starts a subgraph. */
export async function startSubgraph(definition: SubgraphDefinition): Promise<RunningSubgraph> {
  const typeDefs = parse(linked(definition.sdl));
  const schema = buildSubgraphSchema(modules.parse([{ typeDefs, resolvers: definition.resolvers ?? {} }]));
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server });
  const connections = { open: 0, payloads: new Array<unknown>(), pongs: 0, pongMessages: 0 };
  sockets.on('connection', (socket) => socket.on('pong', () => connections.pongs++));
  const served = useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => {
        connections.open++;
        connections.payloads.push(connectionParams);
        return true;
      },
      onDisconnect: () => {
        connections.open--;
      },
      onPong: () => {
        connections.pongMessages++;
      },
    },
    sockets,
    definition.keepAliveMs,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const { query, variables } = body.parse(JSON.parse(await text(request)));
    const heard = { query, variables: variables ?? {}, headers: request.headers };
    seen.push(heard);
    if (await definition.respond?.(heard, response)) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await executeHere(schema, heard)));
  }

  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    seen,
    connections,
    pingByMessage: () => sockets.clients.forEach((client) => client.send('{"type":"ping"}')),
    dropSockets: () => sockets.clients.forEach((client) => client.terminate()),
    close: async () => {
      if (!server.listening) return;
      await served.dispose();
      sockets.clients.forEach((client) => client.terminate());
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function executeHere(schema: GraphQLSchema, { query, variables }: SeenRequest): Promise<unknown> {
  const document = parse(query);
  const errors = validate(schema, document);
  return errors.length > 0 ? { errors } : execute({ schema, document, variableValues: variables, contextValue: {} });
}
