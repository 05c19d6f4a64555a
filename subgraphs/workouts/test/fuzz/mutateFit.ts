import type { Random } from '../../../../fixtures/random.ts';
import { fitFile, type FitPiece } from './fitPieces.ts';
import { joined } from './mutateBytes.ts';

const MESSAGES = [0, 12, 18, 19, 20, 20, 20, 21, 23, 34, 78, 101, 132, 206, 207, 0xfffe, 0xffff] as const;
const TYPES = [0, 1, 2, 0x83, 0x84, 0x85, 0x86, 7, 0x88, 0x89, 10, 0x8b, 0x8c, 13, 0x8e, 0x8f, 0x90, 17, 31] as const;
const SIZES = [0, 1, 2, 3, 4, 5, 8, 12, 16, 254, 255] as const;
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 73, 78, 110, 134, 253, 253, 254, 255] as const;
const VALUES = [0, 1, 0x7f, 0x80, 0xfe, 0xff] as const;

type Mutation = (random: Random, pieces: FitPiece[], at: number) => void;

const field = (random: Random): [number, number, number] => [
  random.pick(NUMBERS),
  random.pick(SIZES),
  random.pick(TYPES),
];

/** A definition nobody wrote, sometimes of many fields, and a data message for it. */
const insertMessage: Mutation = (random, pieces, at) => {
  const many = random.next() < 0.1 ? 255 : random.whole(0, 6);
  const fields = Array.from({ length: many }, () => field(random));
  const local = random.whole(0, 15);
  const size = fields.reduce((sum, [, bytes]) => sum + bytes, 0);
  const bytes = Uint8Array.from({ length: size }, () => random.pick(VALUES));
  pieces.splice(
    at,
    0,
    {
      kind: 'DEFINITION',
      local,
      bigEndian: random.next() < 0.5,
      message: random.pick(MESSAGES),
      fields,
      developer: [],
    },
    { kind: 'DATA', header: random.next() < 0.3 ? 0x80 | ((local & 3) << 5) | random.whole(0, 31) : local, bytes },
  );
};

/** A developer field described as some field of the profile, of some type, and a definition that has it. */
const describeField: Mutation = (random, pieces, at) => {
  const [developer, number] = [random.whole(0, 2), random.whole(0, 2)];
  const native = [random.pick(MESSAGES) & 0xff, random.pick(NUMBERS)] as const;
  const bytes = Uint8Array.of(developer, number, random.pick(TYPES), ...native);
  const fields: [number, number, number][] = [0, 1, 2, 14, 15].map((each) => [each, 1, 2]);
  pieces.splice(
    at,
    0,
    { kind: 'DEFINITION', local: 15, bigEndian: false, message: 206, fields, developer: [] },
    { kind: 'DATA', header: 15, bytes },
  );
  const target = pieces.slice(at + 2).find((piece) => piece.kind === 'DEFINITION');
  if (target?.kind === 'DEFINITION') target.developer.push([number, random.pick(SIZES), developer]);
};

const changeDefinition: Mutation = (random, pieces, at) => {
  const piece = pieces.slice(at).find(({ kind }) => kind === 'DEFINITION') ?? pieces[0];
  if (piece?.kind !== 'DEFINITION') return;
  const fieldAt = random.whole(0, Math.max(0, piece.fields.length - 1));
  random.pick([
    () => piece.fields.splice(fieldAt, 1),
    () => piece.fields.splice(fieldAt, 0, field(random)),
    () => piece.fields.splice(fieldAt, 1, field(random)),
    () => (piece.message = random.pick(MESSAGES)),
    () => (piece.bigEndian = !piece.bigEndian),
    () => (piece.local = random.whole(0, 15)),
    () => piece.developer.push(field(random)),
  ])();
};

const changeData: Mutation = (random, pieces, at) => {
  const piece = pieces[at];
  if (piece?.kind !== 'DATA' || piece.bytes.length === 0) return;
  const from = random.whole(0, piece.bytes.length - 1);
  const value = random.next() < 0.3 ? random.whole(0, 255) : random.pick(VALUES);
  piece.bytes.fill(value, from, from + random.pick([1, 2, 4, 8]));
};

/** A timestamp in five bits of the header, whatever the definition says. */
const compressTime: Mutation = (random, pieces, at) => {
  for (const piece of pieces.slice(at, at + random.whole(1, 40))) {
    if (piece.kind === 'DATA') piece.header = 0x80 | ((piece.header & 3) << 5) | random.whole(0, 31);
  }
};

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  insertMessage,
  describeField,
  changeDefinition,
  changeDefinition,
  changeData,
  changeData,
  changeData,
  compressTime,
  (random, pieces, at) => void pieces.splice(at, random.whole(1, 20)),
  (random, pieces, at) => void pieces.splice(at, 0, ...structuredClone(pieces.slice(at, at + random.whole(1, 20)))),
  (random, pieces, at) => void pieces.splice(random.whole(0, pieces.length), 0, ...pieces.splice(at, 1)),
];

/** A FIT file of changed messages; size and checksum are right more often than not, so that the change is read. */
export function mutateFit(random: Random, original: readonly FitPiece[]): Uint8Array {
  const pieces = structuredClone([...original]);
  for (let i = random.whole(1, 6); i > 0; i--) {
    random.pick(MUTATIONS)(random, pieces, random.whole(0, Math.max(0, pieces.length - 1)));
  }
  const lie = random.next();
  const file = fitFile(pieces, {
    ...(lie < 0.05 ? { headerSize: random.pick([12, 13, 16, 200, 255]) } : {}),
    ...(lie > 0.9 ? { dataSize: random.pick([0, 1, 0x7fffffff, 0xffffffff, random.whole(0, 5000)]) } : {}),
    ...(lie > 0.8 ? { crcOff: random.whole(0, 1) } : {}),
  });
  return random.next() < 0.05 ? joined(file, fitFile(pieces)) : file;
}
