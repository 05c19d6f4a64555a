import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A value as JSON in few characters: FerretDB takes a millisecond for every 20 KB that it reads or writes. */
export const packText = (value: unknown): string => deflateRawSync(JSON.stringify(value)).toString('base64');

/** The value of such a text, or of one that is JSON as it stands. */
export function unpackText(text: string): unknown {
  const json = /^[[{]/.test(text) ? text : inflateRawSync(Buffer.from(text, 'base64')).toString();
  const value: unknown = JSON.parse(json);
  return value;
}
