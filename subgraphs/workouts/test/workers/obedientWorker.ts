import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

/** Stands in for the reader's worker and does what the first byte says: what no file can make the real one do at will. */
const job = z.object({ bytes: z.instanceof(Uint8Array) });

const hoard: number[][] = [];

parentPort?.on('message', (message: unknown) => {
  const { bytes } = job.parse(message);
  switch (String.fromCharCode(bytes[0] ?? 0)) {
    case 'h':
      for (;;) hoard.length = 0;
    case 'm':
      for (;;) hoard.push(new Array<number>(10_000).fill(Math.random()));
    case 'x':
      process.exit(3);
      break;
    case 't':
      throw new Error('thrown on purpose');
    case 'f':
      parentPort?.postMessage({ kind: 'FAILED', error: 'failed on purpose' });
      break;
    default:
      parentPort?.postMessage({ kind: 'REFUSED', code: 'UNKNOWN_FORMAT', message: String(bytes.length) });
  }
});
