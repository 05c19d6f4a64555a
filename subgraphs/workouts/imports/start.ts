import { v7 as uuidv7 } from 'uuid';
import { leaseOf } from '#platform/lease.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { WorkoutsConfig } from '../config.ts';
import { importUpload, type ImportTools } from './importFile.ts';
import { endClearing } from './leaving.ts';
import { startImportQueue, type ImportQueue } from './queue.ts';
import { createImportWorker } from './worker.ts';

/** Starts to work imports off. */
export function startImports(service: Service, config: WorkoutsConfig, tools: ImportTools): ImportQueue {
  const [holder, leaseMs] = [uuidv7(), config.IMPORT_LEASE_MS];
  return startImportQueue({
    ...tools,
    service,
    work: createImportWorker({
      ...tools,
      holder,
      leaseMs,
      importUpload: (wanted) => importUpload(tools, wanted),
      endClearing: (taken, end) => endClearing(tools, taken, end),
    }),
    lease: () => leaseOf(holder, tools.now(), leaseMs),
    concurrency: config.IMPORT_CONCURRENCY,
  });
}
