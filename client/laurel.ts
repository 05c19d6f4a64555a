import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { CreateUploadDocument, type ProblemFragment, type UploadPurpose } from './__generated__/graphql.ts';

/** What the server said instead of data. */
export class LaurelError extends Error {
  /** The stable codes of the errors, in order. */
  readonly codes: readonly string[];

  constructor(messages: readonly string[], codes: readonly string[]) {
    super(messages.join('\n'));
    this.name = 'LaurelError';
    this.codes = codes;
  }
}

const errorsSchema = z.array(
  z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }),
);
const answerSchema = z.object({ data: z.unknown().optional(), errors: errorsSchema.optional() });

/** A person's way to a Laurel gateway. */
export interface LaurelClient {
  /** Sends what follows as the owner of this access token; as nobody with `undefined`. */
  authenticate(accessToken: string | undefined): void;
  /** Runs a query or mutation. @throws LaurelError when the answer has errors. */
  run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  /** Listens to a subscription until the iterator is closed. @throws LaurelError when it is refused or fails. */
  listen<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): AsyncIterableIterator<Data, undefined>;
  /** Uploads a file, an activity file unless told otherwise. @returns the upload's id. @throws when it is refused. */
  upload(fileName: string, bytes: Uint8Array, purpose?: UploadPurpose): Promise<string>;
  /** Closes the connection that subscriptions use. */
  close(): Promise<void>;
}

/** Makes a client of the gateway at `url` (`http://localhost:4000`). */
export function createLaurelClient(url: string): LaurelClient {
  let accessToken: string | undefined;
  let socket: Client | undefined;
  const openSocket = (): Client => {
    const connectionParams = (): Record<string, unknown> =>
      accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    const socketUrl = `${url.replace(/^http/, 'ws')}/graphql`;
    return createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams, lazyCloseTimeout: 1000 });
  };
  const client: LaurelClient = {
    authenticate: (token) => {
      accessToken = token;
    },
    run: (document, variables) => post(url, accessToken, document, variables),
    listen: (document, variables) => {
      socket ??= openSocket();
      return listen(socket, document, variables);
    },
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
    close: async () => {
      await socket?.dispose();
    },
  };
  return client;
}

/** Problems in one sentence. */
export const explain = (problems: readonly ProblemFragment[]): string =>
  problems.map(({ code, message }) => `${code}: ${message}`).join('; ');

async function post<Data, Variables>(
  url: string,
  accessToken: string | undefined,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const authorization = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...authorization },
    body: JSON.stringify({ query: print(document), variables }),
  });
  return dataOf(document, answerSchema.parse(await response.json()));
}

async function* listen<Data, Variables extends Record<string, unknown>>(
  socket: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): AsyncIterableIterator<Data, undefined> {
  try {
    for await (const result of socket.iterate({ query: print(document), variables })) {
      yield dataOf(document, answerSchema.parse(result));
    }
  } catch (error) {
    // The library throws the errors of a refused subscription as they came.
    const refusal = errorsSchema.safeParse(error);
    throw refusal.success ? errorOf(refusal.data) : error;
  }
}

/** The server answers by the schema that the document's types were generated from. */
function dataOf<Data, Variables>(
  _document: TypedDocumentNode<Data, Variables>,
  { data, errors }: z.infer<typeof answerSchema>,
): Data {
  if (errors || data === null || data === undefined) throw errorOf(errors ?? []);
  return z.custom<Data>().parse(data);
}

const errorOf = (errors: z.infer<typeof errorsSchema>): LaurelError =>
  new LaurelError(
    errors.map(({ message }) => message),
    errors.map(({ extensions }) => extensions?.code ?? 'UNKNOWN'),
  );
