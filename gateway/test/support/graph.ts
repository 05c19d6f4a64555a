import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { readGatewayConfig } from '../../config.ts';
import { startGateway } from '../../gateway.ts';
import { linked, startSubgraph, type RunningSubgraph, type SubgraphDefinition } from './subgraph.ts';

const result = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string() }),
      }),
    )
    .optional(),
});

/** What a client reads. Every error must have a code. */
export type Result = z.infer<typeof result>;

/** A gateway over subgraphs of a test. */
export interface TestGraph extends AsyncDisposable {
  readonly url: string;
  readonly graphqlUrl: string;
  readonly subgraphs: Readonly<Record<string, RunningSubgraph>>;
  /** Asks by POST. */
  ask(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<Result>;
  /** Stops the gateway as SIGTERM does. */
  stop(): Promise<void>;
}

/** Reads the body of an answer. */
export const readResult = async (response: Response): Promise<Result> => result.parse(await response.json());

/** Composes subgraphs of this process and starts a gateway over them. `settings` are environment variables. */
export async function startGraph(
  definitions: Readonly<Record<string, SubgraphDefinition>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestGraph> {
  const running = await Promise.all(
    Object.entries(definitions).map(async ([name, definition]) => [name, await startSubgraph(definition)] as const),
  );
  const subgraphs = Object.fromEntries(running);
  const sdl = compose(definitions, subgraphs);
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'supergraph.graphql'), sdl);
  const { service, close } = createService('gateway', 'silent');
  const config = readGatewayConfig({
    PORT: '0',
    SUPERGRAPH: join(folder, 'supergraph.graphql'),
    EXAMPLES: folder,
    ...settings,
  });
  const url = await startGateway(service, config);
  const graphqlUrl = `${url}/graphql`;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= close());
  return {
    url,
    graphqlUrl,
    subgraphs,
    stop,
    ask: async (query, variables, headers = {}) =>
      readResult(
        await fetch(graphqlUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query, variables }),
        }),
      ),
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Promise.all(running.map(([, subgraph]) => subgraph.close()));
    },
  };
}

/** Composes subgraphs that run. */
export function compose(
  definitions: Readonly<Record<string, SubgraphDefinition>>,
  subgraphs: Readonly<Record<string, { readonly url: string }>>,
): string {
  const composed = composeServices(
    Object.entries(definitions).map(([name, { sdl }]) => ({
      name,
      url: subgraphs[name]?.url ?? '',
      typeDefs: parse(linked(sdl)),
    })),
  );
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  return composed.supergraphSdl;
}
