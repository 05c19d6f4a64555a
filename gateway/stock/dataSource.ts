import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { clientHeaders, type ClientInfo } from '#platform/client.ts';
import type { Caller } from '../auth/authenticator.ts';
import { subrequestHeaders } from '../execution/subgraphs/headers.ts';
import type { TraceHeaders } from '../tracing.ts';

/** What a request is executed for. */
export interface StockContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly trace: TraceHeaders | undefined;
  readonly client: ClientInfo;
}

/** Apollo's own way to a subgraph, with the headers that ours needs to know the viewer. */
export class StockDataSource extends RemoteGraphQLDataSource<StockContext> {
  override async willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<StockContext>['willSendRequest']>>[0]): Promise<void> {
    if (!isOfRequest(context)) return;
    const { headers: own } = await context.caller.credentials();
    const headers = subrequestHeaders(context, { headers: { ...own, ...clientHeaders(context.client) } });
    for (const [name, value] of Object.entries(headers)) request.http?.headers.set(name, value);
  }
}

/** Apollo's types allow for requests that are made for nobody. */
const isOfRequest = (context: object): context is StockContext => 'caller' in context;
