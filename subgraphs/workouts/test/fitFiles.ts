import { FitBaseType, FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { START } from './recordings.ts';

/** 1989-12-31, when the clock of FIT begins, in seconds since 1970. */
export const FIT_EPOCH_SECONDS = 631_065_600;
/** Seconds after the start of all recordings here, as FIT counts them. */
export const fitTime = (seconds: number): number => START / 1000 - FIT_EPOCH_SECONDS + seconds;

/** Makes fields of a base type. */
export const field =
  (baseType: FitBaseType, size: number) =>
  (number: number, value: number): FitEncoderField => ({ number, size, baseType, value });
export const uint8 = field(FitBaseType.Uint8, 1);
export const uint16 = field(FitBaseType.Uint16, 2);
export const uint32 = field(FitBaseType.Uint32, 4);
const ACTIVITY_FILE = [field(FitBaseType.Enum, 1)(0, 4)];

/** An activity to write messages into. */
export const encoder = (): FitEncoder => new FitEncoder().writeMessage(0, ACTIVITY_FILE, 0);
/** A record so many seconds after the start. */
export const record = (seconds: number, ...fields: FitEncoderField[]): FitEncoderField[] => [
  uint32(253, fitTime(seconds)),
  ...fields,
];

/** A FIT file around hand-made messages; the checksum is left out (0 0). */
export function fitFile(...messages: number[][]): Uint8Array {
  const data = messages.flat();
  const header = [14, 32, 0, 0, data.length & 255, (data.length >> 8) & 255, 0, 0, 0x2e, 0x46, 0x49, 0x54, 0, 0];
  return Uint8Array.from([...header, ...data, 0, 0]);
}

/** A number of 32 bits, little-endian. */
export const bytesOf = (value: number): number[] => [
  value & 255,
  (value >> 8) & 255,
  (value >> 16) & 255,
  (value >>> 24) & 255,
];
/** The messages that say that a file is an activity. */
export const FILE_ID = [
  [0x40, 0, 0, 0, 0, 1, 0, 1, 0],
  [0, 4],
];
