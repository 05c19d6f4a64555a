import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from './problem.ts';

/** Which methods a server takes at each of its addresses. */
type Routes = ReadonlyMap<string, ReadonlySet<string>>;

/** The routes that are added to a server from now on. */
export function routesOf(app: FastifyInstance): Routes {
  const routes = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = routes.get(url) ?? new Set();
    routes.set(url, methods);
    for (const each of [method].flat()) methods.add(each);
  });
  return routes;
}

/**
 * Answers what no route takes, in our shape: 405 with `allow`, before a body is read, where other methods are taken at the
 * address, else 404. Neither repeats the address, which may be a secret.
 */
export function answerStrays(app: FastifyInstance, routes: Routes): void {
  for (const [url, methods] of [...routes]) {
    const allow = [...methods].sort().join(', ');
    const refuse = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      await reply
        .code(405)
        .header('allow', allow)
        .send(problem('METHOD_NOT_ALLOWED', `Only ${allow} is possible here.`));
    };
    const others = app.supportedMethods.filter((method) => !methods.has(method));
    app.route({ method: others, url, exposeHeadRoute: false, onRequest: refuse, handler: refuse });
  }
  app.setNotFoundHandler(async (_request, reply) => {
    await reply.code(404).send(problem('NOT_FOUND', 'There is nothing at this address.'));
  });
}
