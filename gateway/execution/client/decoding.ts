import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { ProtocolError } from './protocolError.ts';

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Decodes a body. Nothing but plain bytes is asked for, but some subgraphs compress all the same.
 *
 * @throws ProtocolError.
 */
export async function decoded(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const decode = decoders.get(encoding);
  if (!decode) throw new ProtocolError(`in encoding "${encoding}"`);
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const tooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) throw new ProtocolError(`more than ${maxBytes} bytes`, 'SUBREQUEST_TOO_LARGE');
    throw new ProtocolError(`damaged ${encoding}`, 'SUBREQUEST_FAILED');
  }
}
