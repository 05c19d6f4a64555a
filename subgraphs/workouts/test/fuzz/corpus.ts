import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generateActivity } from '../../../../fixtures/generate.ts';
import type { Random } from '../../../../fixtures/random.ts';
import { isFit } from '../../files/fit/readFit.ts';
import { laurelFile } from '../laurelFiles.ts';
import { START } from '../recordings.ts';
import { fitPieces, type FitPiece } from './fitPieces.ts';

/** A sound file, apart as far as its mutations need it. */
export type Seed = { name: string; bytes: Uint8Array } & (
  { kind: 'FIT'; pieces: FitPiece[] } | { kind: 'XML' | 'LAUREL'; text: string }
);

/** The files of a folder, if it is there, and generated ones of every format. */
export function corpus(folder: string | null): [Seed, ...Seed[]] {
  const formats = ['FIT', 'TCX', 'GPX'] as const;
  const generated = formats.flatMap((format, i) =>
    [1, 2].map((each) =>
      generateActivity({ seed: 10 * i + each, format, startedAt: START, durationSeconds: 300, pauses: each - 1 }),
    ),
  );
  const files = folder !== null && existsSync(folder) ? readdirSync(folder).filter(isActivity) : [];
  const real = files.map((name) => seedOf(name, Uint8Array.from(readFileSync(path.join(folder ?? '', name)))));
  return [ownFile(), ...generated.map(({ fileName, bytes }) => seedOf(fileName, bytes)), ...real];
}

const isActivity = (name: string): boolean => /\.(fit|tcx|gpx)$/.test(name);

function seedOf(name: string, bytes: Uint8Array): Seed {
  if (isFit(bytes)) return { kind: 'FIT', name, bytes, pieces: fitPieces(bytes) };
  return { kind: 'XML', name, bytes, text: Buffer.from(bytes).toString('utf8') };
}

function ownFile(): Seed {
  const samples = Array.from({ length: 60 }, (_, i) => ({
    time: i,
    latitude: 46 + i * 3e-5,
    longitude: 14.5,
    elevation: 300 + i,
    distance: i * 3,
    heartRate: i % 7 === 0 ? null : 120 + i,
    cadence: 80,
  }));
  const bytes = laurelFile(samples, {
    timer: [
      { at: START + 20_000, kind: 'PAUSE' },
      { at: START + 30_000, kind: 'RESUME' },
    ],
  });
  return { kind: 'LAUREL', name: 'own.laurel', bytes, text: Buffer.from(bytes).toString('utf8') };
}

/**
 * A shorter file of the same making, by cutting out most of the middle: most of what can go wrong is wrong in a short file
 * too, and many more of them can be tried.
 */
export function shortened(random: Random, seed: Seed): Seed {
  if (seed.bytes.length < 8000 || random.next() < 0.05) return seed;
  if (seed.kind === 'FIT') {
    const [from, length] = [random.whole(10, seed.pieces.length), random.whole(20, 300)];
    const pieces = seed.pieces.filter(
      (piece, i) => piece.kind === 'DEFINITION' || i < 10 || (i >= from && i < from + length),
    );
    return {
      ...seed,
      pieces: [...pieces, ...seed.pieces.slice(-5)],
      bytes: seed.bytes.subarray(0, 4000 + length * 20),
    };
  }
  const [head, tail] = [random.whole(2000, 6000), random.whole(300, 3000)];
  const cut = seed.text.indexOf('<', head);
  const text = seed.text.slice(0, cut) + seed.text.slice(seed.text.indexOf('<', seed.text.length - tail));
  return { ...seed, text, bytes: new Uint8Array(Buffer.from(text)) };
}
