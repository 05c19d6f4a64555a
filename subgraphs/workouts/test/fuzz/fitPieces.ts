import { fitCrc } from '../../files/fit/crc.ts';

type Field = [number: number, size: number, type: number];

/** A message of a FIT file, apart enough to be changed: a definition, or data with its header byte. */
export type FitPiece =
  | { kind: 'DEFINITION'; local: number; bigEndian: boolean; message: number; fields: Field[]; developer: Field[] }
  | { kind: 'DATA'; header: number; bytes: Uint8Array };

/** The messages of a sound FIT file, or of as much of it as is sound. */
export function fitPieces(file: Uint8Array): FitPiece[] {
  const pieces: FitPiece[] = [];
  const sizes = new Map<number, number>();
  const start = file[0] ?? 14;
  const end = Math.min(
    file.length,
    start + (new DataView(file.buffer, file.byteOffset).getUint32(4, true) || file.length),
  );
  for (let at = start; at < end;) {
    const header = file[at] ?? 0;
    if ((header & 0xc0) === 0x40) {
      const definition = definitionAt(file, at);
      pieces.push(definition.piece);
      sizes.set(definition.piece.local, sizeOf(definition.piece));
      at = definition.next;
    } else {
      const size = sizes.get((header & 0x80) === 0 ? header & 0x0f : (header >> 5) & 3);
      if (size === undefined || at + 1 + size > end) return pieces;
      pieces.push({ kind: 'DATA', header, bytes: file.slice(at + 1, at + 1 + size) });
      at += 1 + size;
    }
  }
  return pieces;
}

type Definition = Extract<FitPiece, { kind: 'DEFINITION' }>;

const sizeOf = ({ fields, developer }: Definition): number =>
  [...fields, ...developer].reduce((sum, [, size]) => sum + size, 0);

function definitionAt(file: Uint8Array, at: number): { piece: Definition; next: number } {
  const header = file[at] ?? 0;
  const bigEndian = file[at + 2] === 1;
  const [first = 0, second = 0] = file.subarray(at + 3, at + 5);
  const fieldsAt = at + 6;
  const fields = triples(file, fieldsAt, file[at + 5] ?? 0);
  const developerAt = fieldsAt + fields.length * 3;
  const developer = (header & 0x20) === 0 ? [] : triples(file, developerAt + 1, file[developerAt] ?? 0);
  const next = developerAt + ((header & 0x20) === 0 ? 0 : 1 + developer.length * 3);
  const message = bigEndian ? first * 256 + second : second * 256 + first;
  return { piece: { kind: 'DEFINITION', local: header & 0x0f, bigEndian, message, fields, developer }, next };
}

const triples = (file: Uint8Array, from: number, count: number): Field[] =>
  Array.from({ length: count }, (_, i) => [
    file[from + 3 * i] ?? 0,
    file[from + 3 * i + 1] ?? 0,
    file[from + 3 * i + 2] ?? 0,
  ]);

/** What a header says of the file: its own size, the size of the data, and what the checksum is wrong by. */
export type FitLies = { headerSize: number; dataSize: number; crcOff: number };

/** A FIT file of messages, with what else its header shall claim. */
export function fitFile(pieces: readonly FitPiece[], lies: Partial<FitLies> = {}): Uint8Array<ArrayBuffer> {
  const body = pieces.flatMap((piece) => (piece.kind === 'DATA' ? [piece.header, ...piece.bytes] : definition(piece)));
  const headerSize = lies.headerSize ?? 14;
  const file = new Uint8Array(headerSize + body.length + 2);
  file.set([headerSize, 0x20, 0, 0].slice(0, file.length));
  if (file.length >= 12) {
    new DataView(file.buffer).setUint32(4, lies.dataSize ?? body.length, true);
    file.set([0x2e, 0x46, 0x49, 0x54], 8);
  }
  file.set(body, headerSize);
  const crc = fitCrc(file, 0, file.length - 2) ^ (lies.crcOff ?? 0);
  file.set([crc & 0xff, crc >> 8], file.length - 2);
  return file;
}

function definition({ local, bigEndian, message, fields, developer }: Definition): number[] {
  const number = bigEndian ? [message >> 8, message & 0xff] : [message & 0xff, message >> 8];
  const head = [0x40 | (developer.length > 0 ? 0x20 : 0) | local, 0, bigEndian ? 1 : 0, ...number];
  const body = [...head, fields.length, ...fields.flat()];
  return developer.length > 0 ? [...body, developer.length, ...developer.flat()] : body;
}
