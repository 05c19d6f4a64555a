import { v7 as uuidv7 } from 'uuid';
import { leaseOf } from '#platform/lease.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { WorkoutsConfig } from '../config.ts';
import { createOpenArchives } from './archive/openArchives.ts';
import { importUpload, type ImportTools } from './importFile.ts';
import { endClearing } from './leaving.ts';
import { startImportQueue, type ImportQueue } from './queue.ts';
import { createImportWorker } from './worker.ts';

/** Starts to work imports off. */
export function startImports(
  service: Service,
  config: Pick<WorkoutsConfig, 'IMPORT_LEASE_MS' | 'IMPORT_CONCURRENCY'>,
  given: Omit<ImportTools, 'openArchives'>,
): ImportQueue {
  const [holder, leaseMs] = [uuidv7(), config.IMPORT_LEASE_MS];
  const openArchives = createOpenArchives(config.IMPORT_CONCURRENCY);
  const tools: ImportTools = { ...given, openArchives };
  // After the queue, which works on none by then.
  service.onClose('open archives', openArchives.closeAll);
  const work = createImportWorker({
    ...tools,
    holder,
    leaseMs,
    importUpload: (wanted) => importUpload(tools, wanted),
    endClearing: (taken, end) => endClearing(tools, taken, end),
  });
  return startImportQueue({
    ...tools,
    service,
    work: async (importId, taken) => {
      const next = await work(importId, taken);
      // It is over, was cancelled, or somebody else has it.
      if (next !== 'MORE') await openArchives.close(importId);
      return next;
    },
    lease: () => leaseOf(holder, tools.now(), leaseMs),
    concurrency: config.IMPORT_CONCURRENCY,
  });
}
