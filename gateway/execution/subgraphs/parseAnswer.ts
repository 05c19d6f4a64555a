import type { GraphQLFormattedError } from 'graphql';
import { SubrequestError, type SubgraphAnswer } from './transport.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the body of a subgraph's HTTP response, whatever its content type says. */
export function parseAnswer(subgraph: string, text: string, status: number): SubgraphAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    const what = status >= 400 ? `HTTP status ${status}` : 'something that is not JSON';
    throw new SubrequestError('SUBREQUEST_MALFORMED_RESPONSE', `Subgraph "${subgraph}" answered ${what}.`, {
      cause: error,
      status,
    });
  }
  return readResult(subgraph, body, status);
}

/** Reads a GraphQL execution result from a value. */
export function readResult(subgraph: string, result: unknown, status?: number): SubgraphAnswer {
  const errors = isObject(result) && Array.isArray(result['errors']) ? result['errors'].map(readError) : [];
  const data = isObject(result) ? result['data'] : undefined;
  const hasData = data === null || isObject(data);
  if ((data === undefined && errors.length > 0) || hasData) return { data: hasData ? data : undefined, errors };
  const message = `Subgraph "${subgraph}" answered with neither data nor errors${status && status >= 400 ? ` (HTTP status ${status})` : ''}.`;
  throw new SubrequestError('SUBREQUEST_MALFORMED_RESPONSE', message, { ...(status ? { status } : {}) });
}

/** Takes from a subgraph's error what is in order, and leaves out what would give its insides away. */
function readError(error: unknown): GraphQLFormattedError {
  if (!isObject(error)) return { message: 'The subgraph answered with an error that is not one.' };
  const { message, path, extensions } = error;
  return {
    message: typeof message === 'string' && message !== '' ? message : 'The subgraph answered with an error.',
    ...(isPath(path) ? { path } : {}),
    ...(isObject(extensions) ? { extensions: withoutStacks(extensions) } : {}),
  };
}

const isPath = (path: unknown): path is (string | number)[] =>
  Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number');

function withoutStacks(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const hidden = new Set(['stacktrace', 'stackTrace', 'stack', 'exception', 'debugMessage', 'trace']);
  return Object.fromEntries(Object.entries(extensions).filter(([key]) => !hidden.has(key)));
}
