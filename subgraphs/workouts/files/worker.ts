import { parentPort } from 'node:worker_threads';
import { analyseFile, type AnalysedOrRefused, type FileRequest } from './analyseFile.ts';

/** What the pool sends, one at a time. */
export type WorkerJob = { bytes: Uint8Array; request: FileRequest };

/** What comes back: FAILED is a fault of ours, told instead of thrown so that the worker lives on. */
export type WorkerAnswer = AnalysedOrRefused | { kind: 'FAILED'; error: string };

function answer({ bytes, request }: WorkerJob): WorkerAnswer {
  try {
    return analyseFile(bytes, request);
  } catch (error) {
    return { kind: 'FAILED', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (job: WorkerJob) => {
  const result = answer(job);
  const transfer =
    result.kind === 'ANALYSED' && result.track.buffer instanceof ArrayBuffer ? [result.track.buffer] : [];
  parentPort?.postMessage(result, transfer);
});
