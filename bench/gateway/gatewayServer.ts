import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { z } from 'zod';

// One of the gateways compared, in a process of its own, which tells when asked what it has used so far.
// `stock` is @apollo/server with @apollo/gateway; `object` and `bytes` are gateway/main.ts, as it is always started.
const [kind = ''] = process.argv.slice(2);
const settings = z.object({ PORT: z.coerce.number(), SUPERGRAPH: z.string() }).parse(process.env);
const contextSchema = z.object({ authorization: z.string().optional() });

process.on('message', () => process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage().rss }));
process.on('disconnect', () => process.exit());
if (kind === 'stock') await stock();
else await import('../../gateway/main.ts');
process.send?.('ready');

async function stock(): Promise<void> {
  const gateway = new ApolloGateway({
    supergraphSdl: readFileSync(settings.SUPERGRAPH, 'utf8'),
    buildService: ({ url }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest: ({ request, context }) => {
          const { authorization } = contextSchema.parse(context);
          if (authorization) request.http?.headers.set('authorization', authorization);
        },
      }),
  });
  const server = new ApolloServer({ gateway, introspection: false });
  await startStandaloneServer(server, {
    listen: { port: settings.PORT, host: '127.0.0.1' },
    context: async ({ req }) => ({ authorization: req.headers.authorization }),
  });
}
