import { malformed, type RequestError } from '../errors.ts';

/** In what form an answer goes out. */
export type MediaType = 'application/graphql-response+json' | 'application/json' | 'text/event-stream';

/** What a client takes. */
export interface Acceptance {
  /** For an answer that comes at once; undefined when the client takes only streams. */
  readonly single: Exclude<MediaType, 'text/event-stream'> | undefined;
  readonly stream: boolean;
}

const forRange: ReadonlyMap<string, MediaType> = new Map([
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json', 'application/json'],
  ['application/*', 'application/json'],
  ['*/*', 'application/json'],
  ['text/event-stream', 'text/event-stream'],
]);

/**
 * Reads an `Accept` header: the highest quality wins, then the order in the header; without one it is
 * `application/json`.
 *
 * @throws RequestError 406 when nothing we can send is accepted.
 */
export function negotiate(accept: string | undefined): Acceptance {
  if (accept === undefined || accept.trim() === '') return { single: 'application/json', stream: false };
  const accepted = rangesOf(accept).flatMap((range) => forRange.get(range) ?? []);
  const single = accepted.find((type) => type !== 'text/event-stream');
  const stream = accepted.includes('text/event-stream');
  if (single === undefined && !stream) {
    throw malformed(
      'NOT_ACCEPTABLE',
      'Accept application/graphql-response+json, application/json or text/event-stream.',
      406,
    );
  }
  return { single, stream };
}

/** The HTTP status of a refusal: whoever takes `application/json` reads from the body alone what a GraphQL request came to. */
export const statusOf = ({ graphql, status }: RequestError, type: MediaType): number =>
  graphql && type === 'application/json' ? 200 : status;

/** Whether a client, as browsers do, would rather have a page than any answer we can send. */
export const prefersPage = (accept: string): boolean =>
  rangesOf(accept).find((range) => range === 'text/html' || forRange.has(range)) === 'text/html';

/** What a client takes, the best first. */
const rangesOf = (accept: string): string[] =>
  accept
    .split(',')
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ type }) => type);

function readRange(text: string): { type: string; quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = weight === undefined ? 1 : Number(weight);
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}
