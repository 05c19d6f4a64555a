import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { z } from 'zod';
import {
  CreateUploadDocument,
  RefreshSessionDocument,
  type ProblemFragment,
  type UploadPurpose,
} from './__generated__/graphql.ts';
import { ownerOf, personOf, type Caller, type SessionTokens } from './caller.ts';
import { errorOf, errorsSchema, LaurelError } from './errors.ts';
import { createSockets } from './sockets.ts';

const answerSchema = z.object({ data: z.unknown().optional(), errors: errorsSchema.optional() });

/** How something is listened to. */
export interface Listening {
  /**
   * Called each time the line broke and what is listened to has been asked for again. What a subscription tells only as it happens
   * was not told meanwhile: fetch it then; for a room, listen anew `after` the position of the last event heard.
   */
  readonly onReconnected?: () => void;
}

/** A person's way to a Laurel gateway. */
export interface LaurelClient {
  /**
   * Sends what follows as the person of this session, whose tokens are renewed in time, or when the server refuses them; as the
   * owner of an access token or API key, for as long as it holds; as nobody with `undefined`. What is listened to already goes on
   * as it began.
   */
  authenticate(as: SessionTokens | string | undefined): void;
  /** Runs a query or mutation. @throws LaurelError when the answer has errors. */
  run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  /**
   * Listens to a subscription, from now on until the iterator is closed. A line that breaks is opened again, as
   * `onReconnected` tells. @throws LaurelError when it is refused or fails, also once the session is over.
   */
  listen<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    listening?: Listening,
  ): AsyncIterableIterator<Data, undefined>;
  /** Uploads a file, an activity file unless told otherwise. @returns the upload's id. @throws when it is refused. */
  upload(fileName: string, bytes: Uint8Array, purpose?: UploadPurpose): Promise<string>;
  /** Closes the connection that subscriptions use. */
  close(): Promise<void>;
}

/** Makes a client of the gateway at `url` (`http://localhost:4000`). */
export function createLaurelClient(url: string): LaurelClient {
  let caller = ownerOf(undefined);
  const sockets = createSockets(url);
  const refresh = async (refreshToken: string): Promise<SessionTokens> => {
    const { refreshSession } = await post(url, ownerOf(undefined), RefreshSessionDocument, { input: { refreshToken } });
    if (!refreshSession.session) throw new LaurelError([explain(refreshSession.userErrors)], ['UNAUTHENTICATED']);
    return refreshSession.session;
  };
  const client: LaurelClient = {
    authenticate: (as) => {
      caller = typeof as === 'object' ? personOf(as, refresh) : ownerOf(as);
    },
    run: (document, variables) => post(url, caller, document, variables),
    listen: (document, variables, { onReconnected } = {}) =>
      sockets.listen(caller, { query: print(document), variables }, readerOf(document), onReconnected),
    upload: async (fileName, bytes, purpose = 'WORKOUT_FILE') => {
      const input = { fileName, byteLength: bytes.byteLength, purpose };
      const { createUpload } = await client.run(CreateUploadDocument, { input });
      if (!createUpload.upload) throw new Error(explain(createUpload.userErrors));
      const { id, url: target, method, headers } = createUpload.upload;
      const sent = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
      const response = await fetch(target, { method, headers: sent, body: Uint8Array.from(bytes) });
      if (!response.ok) throw new Error(`${fileName}: the upload was answered ${response.status}`);
      return id;
    },
    close: sockets.close,
  };
  return client;
}

/** Problems in one sentence. */
export const explain = (problems: readonly ProblemFragment[]): string =>
  problems.map(({ code, message }) => `${code}: ${message}`).join('; ');

async function post<Data, Variables>(
  url: string,
  caller: Caller,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const body = JSON.stringify({ query: print(document), variables });
  const authorization = await caller.authorization();
  const first = await send(url, authorization, body);
  // Nothing has been done for a token that is refused.
  const isRefused = first.status === UNAUTHORIZED && caller.refused(authorization);
  const response = isRefused ? await send(url, await caller.authorization(), body) : first;
  return readerOf(document)(await response.json());
}

/** The status of an answer to a token that does not hold, or no longer. */
const UNAUTHORIZED = 401;

const send = (url: string, authorization: string | undefined, body: string): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body,
  });

/** The server answers by the schema that the document's types were generated from. */
const readerOf =
  <Data, Variables>(_document: TypedDocumentNode<Data, Variables>) =>
  (answer: unknown): Data => {
    const { data, errors } = answerSchema.parse(answer);
    if (errors || data === null || data === undefined) throw errorOf(errors ?? []);
    return z.custom<Data>().parse(data);
  };
