import { buffer, text } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ZipFile, type Options } from 'yazl';

/** A file to be put into an archive. */
export type ToZip = readonly [name: string, bytes: Uint8Array, options?: Partial<Options>];

/** A zip archive of files. */
export async function zipOf(files: readonly ToZip[], { zip64 = false } = {}): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, bytes, options] of files) {
    const forceZip64Format = zip64;
    zip.addBuffer(Buffer.from(bytes), name, { forceZip64Format, ...options });
  }
  const whole = new Promise<Buffer>((resolve, reject) => {
    zip.on('error', reject);
    buffer(zip.outputStream).then(resolve, reject);
  });
  zip.end({ forceZip64Format: zip64, comment: '' });
  return new Uint8Array(await whole);
}

/** The names of all files of an archive, in their order, and the text of each. */
export async function readArchive(response: Response): Promise<{ names: string[]; files: Map<string, string> }> {
  const zip = await fromBufferPromise(Buffer.from(await response.arrayBuffer()), { lazyEntries: true });
  const names: string[] = [];
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    files.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  }
  return { names, files };
}

/** The archive with every occurrence of some text replaced by another of the same length: names are in it twice. */
export function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1'));
}

/** The archive with another length for its first file than it unpacks to, where readers look: in the central directory. */
export function tellingSize(zip: Uint8Array, byteLength: number): Uint8Array {
  const copy = Buffer.from(zip);
  copy.writeUInt32LE(byteLength, copy.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  return new Uint8Array(copy);
}
