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

/** Longer text does not fit between two checks for room. */
const MAX_TEXT = 1_000;

/** Code that writes text to `o` at `q`. */
export function writeText(text: string): string {
  const bytes = [...Buffer.from(text)];
  if (bytes.length > MAX_TEXT) throw new Error('too long a name');
  if (bytes.length === 0) return '';
  return `${bytes.map((byte, at) => `o[q${at ? `+${at}` : ''}]=${byte}`).join(';')};q+=${bytes.length};`;
}

/** A condition: the bytes at `p` are not this text. */
export const isNotText = (text: string): string =>
  [...Buffer.from(text)].map((byte, at) => `b[p${at ? `+${at}` : ''}]!==${byte}`).join('||');

/** Code that accepts this text at `p`, or nothing. */
export function expectText(text: string): string {
  const { length } = Buffer.from(text);
  return length === 0 ? '' : `if(${isNotText(text)})return -1;p+=${length};`;
}
