import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from '../../execution/client/subgraphClient.ts';
import type { Bed } from './bed.ts';

/** What a subgraph does instead of answering as it should; undefined lets it answer. */
export type Behaviour = (
  request: SubgraphRequest,
  answer: () => Promise<string>,
) => Promise<SubgraphResponse> | undefined;

/** A client whose subgraphs are in this process, and what was asked of them. */
export interface BedClient extends SubgraphClient {
  readonly requests: SubgraphRequest[];
}

export const respond = (body: string | Buffer, status = 200): SubgraphResponse => ({ status, body: Buffer.from(body) });

/** What a request says. */
export const textOf = ({ body }: SubgraphRequest): string =>
  typeof body === 'string' ? body : Buffer.concat(body).toString();

/** Lets subgraphs answer as their schemas do, or as `behaviour` says. */
export function bedClient(bed: Bed, behaviour: Behaviour = () => undefined): BedClient {
  const requests: SubgraphRequest[] = [];
  return {
    requests,
    async send(request) {
      requests.push(request);
      const answer = async (): Promise<string> => JSON.stringify(await bed.answer(request.subgraph, textOf(request)));
      return behaviour(request, answer) ?? respond(await answer());
    },
    close: async () => undefined,
  };
}
