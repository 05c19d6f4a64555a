/** Code under construction: variables get names of their own. */
export class Code {
  readonly #functions: string[] = [];
  #names = 0;

  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  addFunction(text: string): void {
    this.#functions.push(text);
  }

  toString(): string {
    return this.#functions.join('\n');
  }
}

/** So many bytes are written without looking whether there is room; more would not fit into what is always left free. */
export const MAX_UNCHECKED = 1_000;

/** Code that writes text to `o` at `q`. What is long is written in parts, with a look for room behind each. */
export function writeText(text: string): string {
  const bytes = [...Buffer.from(text)];
  if (bytes.length === 0) return '';
  if (bytes.length <= MAX_UNCHECKED) return writeBytes(bytes);
  const parts = Array.from({ length: Math.ceil(bytes.length / MAX_UNCHECKED) }, (_, part) =>
    writeBytes(bytes.slice(part * MAX_UNCHECKED, (part + 1) * MAX_UNCHECKED)),
  );
  return parts.map((part) => `${part}${CHECK_ROOM}`).join('');
}

const writeBytes = (bytes: readonly number[]): string =>
  `${bytes.map((byte, at) => `o[q${at ? `+${at}` : ''}]=${byte}`).join(';')};q+=${bytes.length};`;

/** Code that makes sure of room for text. */
export const CHECK_ROOM = 'checkRoom(o,q);';

/** A condition: the bytes at `p` are not this text. */
export const isNotText = (text: string): string =>
  [...Buffer.from(text)].map((byte, at) => `b[p${at ? `+${at}` : ''}]!==${byte}`).join('||');

/** Code that accepts this text at `p`, or nothing. */
export function expectText(text: string): string {
  const { length } = Buffer.from(text);
  return length === 0 ? '' : `if(${isNotText(text)})return -1;p+=${length};`;
}
