import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { CLIENT_ADDRESS_HEADER } from '#platform/viewer.ts';
import type { Caller } from '../auth/authenticator.ts';
import { subrequestHeaders } from '../execution/subgraphs/headers.ts';
import type { TraceHeaders } from '../tracing.ts';

/** What a request is executed for. */
export interface StockContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly trace: TraceHeaders | undefined;
  readonly clientAddress: string | undefined;
}

/** Apollo's own way to a subgraph, with the headers that ours needs to know the viewer. */
export class StockDataSource extends RemoteGraphQLDataSource<StockContext> {
  override async willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<StockContext>['willSendRequest']>>[0]): Promise<void> {
    if (!isOfRequest(context)) return;
    const headers = subrequestHeaders(context, await context.caller.credentials());
    for (const [name, value] of Object.entries(headers)) request.http?.headers.set(name, value);
    if (context.clientAddress !== undefined) request.http?.headers.set(CLIENT_ADDRESS_HEADER, context.clientAddress);
  }
}

/** Apollo's types allow for requests that are made for nobody. */
const isOfRequest = (context: object): context is StockContext => 'caller' in context;
