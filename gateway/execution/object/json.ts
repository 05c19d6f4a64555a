import { isStackOverflow } from '../../errors.ts';

declare global {
  // ECMAScript's source text access: in Node 24, not yet in TypeScript's library.
  interface JSON {
    rawJSON(text: string): unknown;
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

/** An object of a parsed answer; under symbols hangs what fetches brought for it. */
export type Data = Record<PropertyKey, unknown>;

/** Whether a value is what JSON calls an object, and not a number kept as text. */
export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);

/** Numbers that a double may not hold as they are written: many digits, an exponent, a negative zero. */
const DELICATE = /[:,[]\s*-?(?:\d{16}|\d+\.\d{14}|\d+(?:\.\d+)?[eE])|[:,[]\s*-0[\],}\s]/;

/** JSON.parse, but numbers that would lose something stay text (JSON.rawJSON). @throws SyntaxError. */
export function parseJson(text: string): unknown {
  if (!DELICATE.test(text)) {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  }
  return JSON.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined) return value;
    return String(value) === source ? value : JSON.rawJSON(source);
  });
}

/** A value as JSON; undefined where it is none, or is nested more deeply than can be written. */
export function writeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (isStackOverflow(error)) return undefined;
    throw error;
  }
}
