/** Size in bytes of each FIT base type, by the low five bits of its number (FIT protocol, table 7); 0 = unknown or text. */
const SIZES = [1, 1, 1, 2, 2, 4, 4, 0, 4, 8, 1, 2, 4, 1, 8, 8, 8];

export const sizeOfBaseType = (baseType: number): number => SIZES[baseType & 0x1f] ?? 0;

/** The number at `at`, or NaN where the file holds the type's "invalid" value. 64-bit numbers lose what a double cannot hold. */
export function readNumber(view: DataView, at: number, baseType: number, littleEndian: boolean): number {
  switch (baseType & 0x1f) {
    case 0:
    case 2:
    case 13:
      return unless(view.getUint8(at), 0xff);
    case 1:
      return unless(view.getInt8(at), 0x7f);
    case 3:
      return unless(view.getInt16(at, littleEndian), 0x7fff);
    case 4:
      return unless(view.getUint16(at, littleEndian), 0xffff);
    case 5:
      return unless(view.getInt32(at, littleEndian), 0x7fffffff);
    case 6:
      return unless(view.getUint32(at, littleEndian), 0xffffffff);
    case 8:
      return view.getFloat32(at, littleEndian);
    case 9:
      return view.getFloat64(at, littleEndian);
    case 10:
      return unless(view.getUint8(at), 0);
    case 11:
      return unless(view.getUint16(at, littleEndian), 0);
    case 12:
      return unless(view.getUint32(at, littleEndian), 0);
    case 14:
      return Number(view.getBigInt64(at, littleEndian));
    case 15:
    case 16:
      return Number(view.getBigUint64(at, littleEndian));
    default:
      return NaN;
  }
}

const unless = (value: number, invalid: number): number => (value === invalid ? NaN : value);
