import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '#platform/telemetry/log.ts';
import { gatewayError } from '../../../errors.ts';

/** Apollo's errors as clients get them: without locations (they are of subgraphs' documents) and without what is ours. */
export function readErrors(errors: readonly unknown[], log: Logger): GraphQLFormattedError[] {
  return errors.map((error) => {
    if (!(error instanceof GraphQLError)) {
      log.error({ err: error }, 'executing a plan failed');
      return gatewayError('INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.');
    }
    const { message, path, extensions } = error;
    return { message, ...(path ? { path } : {}), extensions };
  });
}

/** Errors Apollo found in completing values: it sends them as an extension, we as errors, as the specification does. */
export function readCompletionErrors(
  extensions: Readonly<Record<string, unknown>> | undefined,
): GraphQLFormattedError[] {
  const errors = extensions?.['valueCompletion'];
  if (!Array.isArray(errors)) return [];
  return errors
    .filter((error) => error instanceof GraphQLError)
    .map(({ message, path }) => gatewayError('RESPONSE_VALIDATION_FAILED', message, path));
}

interface Place {
  readonly error: GraphQLFormattedError;
  readonly key: string;
  readonly cut: boolean;
}

/**
 * Makes errors' paths lead into the answer: where a path goes on into something the client did not ask (a key, a
 * required field, a list whose index is not known), it ends before that. Errors that then say the same stand once, and
 * a shortened one is left out where another of the same kind says more exactly what is missing.
 */
export function placeErrors(errors: readonly GraphQLFormattedError[], data: unknown): GraphQLFormattedError[] {
  const places = new Map<string, Place>();
  for (const error of errors) {
    const path = error.path && pathWithin(error.path, data);
    const cut = path !== undefined && path.length !== error.path?.length;
    const { message, extensions } = error;
    const placed = { message, ...(path && path.length > 0 ? { path } : {}), extensions };
    const key = JSON.stringify(placed);
    if (!places.has(key)) places.set(key, { error: placed, key, cut });
  }
  const all = [...places.values()];
  const exact = new Set(
    all
      .filter(({ cut }) => !cut)
      .flatMap(({ error }) => prefixesOf(error.path ?? []).map((path) => kindOf(error, path))),
  );
  return all.filter(({ error, cut }) => !cut || !exact.has(kindOf(error, error.path ?? []))).map(({ error }) => error);
}

const prefixesOf = (path: readonly (string | number)[]): (string | number)[][] =>
  path.map((_, index) => path.slice(0, index));

const kindOf = ({ message, extensions }: GraphQLFormattedError, path: readonly (string | number)[]): string =>
  JSON.stringify([message, extensions?.['code'], path]);

function pathWithin(path: readonly (string | number)[], data: unknown): (string | number)[] {
  let value: unknown = data;
  for (const [index, part] of path.entries()) {
    if (part === '@') return path.slice(0, index);
    if (typeof value !== 'object' || value === null) {
      const unknown = path.indexOf('@', index);
      return path.slice(0, unknown < 0 ? undefined : unknown);
    }
    if (!Object.hasOwn(value, part)) return path.slice(0, index);
    value = Reflect.get(value, part);
  }
  return [...path];
}
