import type { Service } from '#platform/lifecycle.ts';
import type { WorkoutsConfig } from '../config.ts';
import { openReaderPool, type ReaderPool } from './pool.ts';

/** Opens the threads that read files; closed with the service. */
export function openReaders(service: Service, config: WorkoutsConfig): ReaderPool {
  const reader = openReaderPool({
    workers: config.IMPORT_CONCURRENCY,
    timeoutMs: config.IMPORT_TIMEOUT_MS,
    maxHeapMegabytes: config.IMPORT_MEMORY_MB,
  });
  let isClosed = false;
  service.onClose('file readers', () => {
    isClosed = true;
    return reader.close();
  });
  // Has one load its program, which the first file would wait for otherwise.
  reader.read(new Uint8Array(), { writtenBy: 'OTHERS', now: 0 }).catch((error: unknown) => {
    if (!isClosed) service.log.warn({ err: error }, 'no reader started');
  });
  return reader;
}
