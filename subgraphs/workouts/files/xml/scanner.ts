import { RefusedFile } from '../refusal.ts';
import { decodeEntities } from './text.ts';

/** The attributes of the element just opened; valid only during `open`. */
export type Attributes = (localName: string) => string | undefined;

/** The namespace that the prefix of the element just closed was declared to stand for; valid only during `close`. */
export type Namespace = () => string | undefined;

/** Element names come without their namespace prefix: files use any prefix for the same extension. */
export type XmlHandler = {
  open(name: string, attributes: Attributes): void;
  /** `text` is what stands after the last child element, entities resolved: all of it, for an element without children. */
  close(name: string, text: string, namespace: Namespace): void;
};

/** Deeper than any activity file; it only bounds what a hostile one can make us remember. */
const MAX_DEPTH = 100;

const malformed = (what: string): RefusedFile => new RefusedFile('MALFORMED_FILE', `The XML is malformed: ${what}.`);

/**
 * Reads XML 1.0 from front to back in linear time and tells the handler of each element. Well-formedness that matters is
 * checked: nesting, quotes, one root, nothing cut off. DTDs are skipped, never read or fetched, so that no entity is ever
 * expanded.
 * @throws RefusedFile MALFORMED_FILE
 */
export function scanXml(source: string, handler: XmlHandler): void {
  new Scanner(source, handler).run();
}

class Scanner {
  readonly #source: string;
  readonly #handler: XmlHandler;
  readonly #open: string[] = [];
  #at = 0;
  #text = '';
  #rootSeen = false;
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  /** By prefix, as declared last: nobody declares a prefix anew within an element. */
  readonly #namespaces = new Map<string, string>();
  #closing = '';
  readonly #namespace: Namespace = () => this.#namespaces.get(this.#closing.slice(0, this.#closing.indexOf(':')));
  readonly #attributes: Attributes = (name) => {
    const value = this.#values[this.#names.indexOf(name)];
    return value === undefined ? undefined : decodeEntities(value);
  };

  constructor(source: string, handler: XmlHandler) {
    this.#source = source;
    this.#handler = handler;
  }

  run(): void {
    for (;;) {
      const tag = this.#source.indexOf('<', this.#at);
      this.#addText(this.#source.slice(this.#at, tag < 0 ? undefined : tag));
      if (tag < 0) break;
      this.#at = tag + 1;
      this.#readMarkup(this.#source.charCodeAt(this.#at));
    }
    if (this.#open.length > 0) throw malformed(`it ends inside <${this.#open.at(-1)}>`);
    if (!this.#rootSeen) throw malformed('it has no element');
  }

  #addText(text: string): void {
    if (this.#open.length === 0) {
      if (/[^\s\0\uFEFF]/.test(text)) throw malformed('there is text outside the root element');
    } else if (text !== '') {
      this.#text = this.#text === '' ? text : this.#text + text;
    }
  }

  #readMarkup(next: number): void {
    if (next === SLASH) this.#closeTag();
    else if (next === BANG) this.#declaration();
    else if (next === QUESTION) this.#skipPast('?>');
    else this.#openTag();
  }

  #closeTag(): void {
    const end = this.#find('>', this.#at);
    const name = this.#source.slice(this.#at + 1, end).trimEnd();
    if (this.#open.pop() !== name) throw malformed(`</${name.slice(0, 40)}> closes what is not open`);
    this.#at = end + 1;
    this.#close(name);
  }

  #close(name: string): void {
    const text = this.#text;
    this.#text = '';
    this.#closing = name;
    this.#handler.close(localName(name), decodeEntities(text), this.#namespace);
  }

  #openTag(): void {
    const name = this.#name();
    if (name === '') throw malformed('a "<" without a name');
    if (this.#open.length === 0 && this.#rootSeen) throw malformed('a second root element');
    if (this.#open.length === MAX_DEPTH) throw malformed(`elements nest deeper than ${MAX_DEPTH}`);
    this.#rootSeen = true;
    const empty = this.#readAttributes();
    this.#text = '';
    this.#handler.open(localName(name), this.#attributes);
    if (empty) this.#close(name);
    else this.#open.push(name);
  }

  /** Reads up to the end of the tag; returns whether it is an empty element. */
  #readAttributes(): boolean {
    this.#names.length = 0;
    this.#values.length = 0;
    for (;;) {
      this.#skipSpace();
      const next = this.#source.charCodeAt(this.#at);
      if (next === GREATER) {
        this.#at += 1;
        return false;
      }
      if (next === SLASH && this.#source.charCodeAt(this.#at + 1) === GREATER) {
        this.#at += 2;
        return true;
      }
      this.#readAttribute();
    }
  }

  #readAttribute(): void {
    const name = this.#name();
    this.#skipSpace();
    if (name === '' || this.#source.charCodeAt(this.#at) !== EQUALS) throw malformed('an attribute without a value');
    this.#at += 1;
    this.#skipSpace();
    const quote = this.#source.charAt(this.#at);
    if (quote !== '"' && quote !== "'") throw malformed('an attribute value without quotes');
    const end = this.#find(quote, this.#at + 1);
    const value = this.#source.slice(this.#at + 1, end);
    this.#names.push(localName(name));
    this.#values.push(value);
    if (name.startsWith('xmlns:')) this.#namespaces.set(localName(name), value);
    this.#at = end + 1;
  }

  #declaration(): void {
    if (this.#source.startsWith('!--', this.#at)) {
      this.#at += 3;
      this.#skipPast('-->');
    } else if (this.#source.startsWith('![CDATA[', this.#at)) {
      const end = this.#find(']]>', this.#at);
      if (this.#open.length === 0) throw malformed('there is text outside the root element');
      this.#text += this.#source.slice(this.#at + 8, end);
      this.#at = end + 3;
    } else if (this.#source.startsWith('!DOCTYPE', this.#at) && !this.#rootSeen) {
      this.#skipDoctype();
    } else {
      throw malformed('an unknown declaration');
    }
  }

  /** Skips a DTD with its internal subset: quoted texts, comments and instructions in it may hold brackets. */
  #skipDoctype(): void {
    let inSubset = false;
    for (;;) {
      const char = this.#source.charAt(this.#at);
      if (char === '') throw malformed('the DOCTYPE does not end');
      this.#at += 1;
      if (char === '"' || char === "'") this.#skipPast(char);
      else if (char === '<' && this.#source.startsWith('!--', this.#at)) this.#skipPast('-->');
      else if (char === '<' && this.#source.charCodeAt(this.#at) === QUESTION) this.#skipPast('?>');
      else if (char === '[') inSubset = true;
      else if (char === ']') inSubset = false;
      else if (char === '>' && !inSubset) return;
    }
  }

  #name(): string {
    const start = this.#at;
    while (!endsName(this.#source.charCodeAt(this.#at))) this.#at += 1;
    return this.#source.slice(start, this.#at);
  }

  #skipSpace(): void {
    while (isSpace(this.#source.charCodeAt(this.#at))) this.#at += 1;
  }

  #skipPast(mark: string): void {
    this.#at = this.#find(mark, this.#at) + mark.length;
  }

  #find(mark: string, from: number): number {
    const found = this.#source.indexOf(mark, from);
    if (found < 0) throw malformed('it is cut off');
    return found;
  }
}

const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const GREATER = 0x3e;
const LESS = 0x3c;
const EQUALS = 0x3d;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const endsName = (code: number): boolean =>
  Number.isNaN(code) || isSpace(code) || code === SLASH || code === GREATER || code === EQUALS || code === LESS;

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};
