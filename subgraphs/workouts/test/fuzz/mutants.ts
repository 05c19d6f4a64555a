import { gzipSync } from 'node:zlib';
import { seededRandom, type Random } from '../../../../fixtures/random.ts';
import { renamed, zipOf } from '../../../../test/support/zips.ts';
import type { FileWriter } from '../../files/readRecording.ts';
import { shortened, type Seed } from './corpus.ts';
import { joined, mutateBytes } from './mutateBytes.ts';
import { mutateFit } from './mutateFit.ts';
import { mutateLaurel } from './mutateLaurel.ts';
import { mutateXml } from './mutateXml.ts';

/** A file made wrong, and how it was made. */
export type Mutant = { bytes: Uint8Array; made: string; writtenBy: FileWriter; isArchive: boolean };

/** The mutant of a number: the same for the same seed, number and corpus, whatever was made before. */
export async function mutant(seed: number, number: number, seeds: readonly [Seed, ...Seed[]]): Promise<Mutant> {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const original = shortened(random, random.pick(seeds));
  const [kind, bytes] =
    random.next() < 0.3 ? ['bytes', mutateBytes(random, original.bytes)] : structural(random, original);
  const writtenBy = original.kind === 'LAUREL' ? 'LAUREL' : 'OTHERS';
  const packing = random.next();
  const made = `${original.name}, ${kind}`;
  if (packing < 0.06) return { bytes: gzipped(random, bytes), made: `${made}, gzip`, writtenBy, isArchive: false };
  if (packing < 0.1)
    return { bytes: await zipped(random, bytes), made: `${made}, zip`, writtenBy: 'OTHERS', isArchive: true };
  return { bytes, made, writtenBy, isArchive: false };
}

function structural(random: Random, seed: Seed): [string, Uint8Array] {
  if (seed.kind === 'FIT') return ['messages', mutateFit(random, seed.pieces)];
  return seed.kind === 'XML' ? ['markup', mutateXml(random, seed.text)] : ['values', mutateLaurel(random, seed.text)];
}

/** Whole, with something behind it, in two members, cut or spoilt. */
function gzipped(random: Random, bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(gzipSync(bytes));
  return random.pick([
    () => whole,
    () => joined(whole, bytes.subarray(0, 50)),
    () => joined(whole, whole),
    () => whole.slice(0, random.whole(2, whole.length)),
    () => mutateBytes(random, whole),
  ])();
}

/** Names of the length of `NAME`, to be put in its place: the writer of archives refuses them. */
const NAME = 'activity-0001';
const NAMES = [
  NAME,
  '../../../a.fit',
  '/etc/passwd..',
  'c:\\dir\\a.fit',
  '__MACOSX/abcd',
  '\0\n\r\x1b[31mabcde',
  'folder/name//',
].map((name) => name.padEnd(NAME.length).slice(0, NAME.length));

async function zipped(random: Random, bytes: Uint8Array): Promise<Uint8Array> {
  const names = [`${NAME}.a`, `${NAME}.b`, `${'long'.repeat(100)}.c`].slice(0, random.whole(1, 3));
  const whole = await zipOf(
    names.map((name) => [name, bytes] as const),
    { zip64: random.next() < 0.1 },
  );
  const named = renamed(whole, `${NAME}.a`, `${random.pick([NAME, ...NAMES])}.a`);
  return random.pick([() => named, () => mutateBytes(random, named), () => endChanged(random, named)])();
}

/** The directory at an archive's end is where the lies are. */
function endChanged(random: Random, whole: Uint8Array): Uint8Array {
  const bytes = whole.slice();
  for (let i = random.whole(1, 8); i > 0; i--) {
    bytes[Math.max(0, bytes.length - random.whole(1, 200))] = random.pick([
      0,
      1,
      0x50,
      0x7f,
      0xff,
      random.whole(0, 255),
    ]);
  }
  return bytes;
}
