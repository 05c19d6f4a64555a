import type { Recording } from '../../domain/recording.ts';
import { RefusedFile } from '../refusal.ts';
import { GpxReader } from './gpx.ts';
import { scanXml, type Attributes, type Namespace, type XmlHandler } from './scanner.ts';
import { TcxReader } from './tcx.ts';
import { decodeXml } from './text.ts';

type ActivityReader = XmlHandler & { finish(): Recording };

const READERS = new Map<string, () => ActivityReader>([
  ['gpx', () => new GpxReader()],
  ['TrainingCenterDatabase', () => new TcxReader()],
]);

/** A start that tells that the rest was meant to be XML. */
const LOOKS_LIKE_OURS = /^[\s\uFEFF]*<(?:\?xml|(?:[\w.-]+:)?(?:gpx|TrainingCenterDatabase)\b)/;

/**
 * Reads a GPX or TCX file; the root element tells which.
 * @throws RefusedFile UNKNOWN_FORMAT, MALFORMED_FILE, NOT_AN_ACTIVITY, SEVERAL_ACTIVITIES, FILE_TOO_LARGE
 */
export function readXml(content: Uint8Array): Recording {
  const xml = decodeXml(content);
  if (!/^[\s\uFEFF]*</.test(xml)) throw unknownFormat();
  const reader = new RootReader();
  try {
    scanXml(xml, reader);
  } catch (error) {
    if (reader.rootKnown || LOOKS_LIKE_OURS.test(xml)) throw error;
    throw unknownFormat();
  }
  return reader.finish();
}

/** Hands all elements to the reader that the first one calls for. */
class RootReader implements XmlHandler {
  #reader: ActivityReader | null = null;

  get rootKnown(): boolean {
    return this.#reader !== null;
  }

  open(name: string, attributes: Attributes): void {
    this.#reader ??= readerFor(name);
    this.#reader.open(name, attributes);
  }

  close(name: string, text: string, namespace: Namespace): void {
    this.#reader?.close(name, text, namespace);
  }

  finish(): Recording {
    if (!this.#reader) throw unknownFormat();
    return this.#reader.finish();
  }
}

function readerFor(root: string): ActivityReader {
  const make = READERS.get(root);
  if (!make) throw unknownFormat();
  return make();
}

const unknownFormat = (): RefusedFile => new RefusedFile('UNKNOWN_FORMAT', 'The file is neither FIT nor TCX nor GPX.');
