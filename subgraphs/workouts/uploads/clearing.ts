import type { Service } from '#platform/lifecycle.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { each, paged, startSweeper } from '#platform/sweeper.ts';
import { importableUntil } from '../domain/upload.ts';
import { isImage } from '../images/variants.ts';
import type { ImportStore } from '../store/imports.ts';
import type { UploadStore } from '../store/uploads.ts';
import type { WaitingUpload, WaitingUploadStore } from '../store/waitingUploads.ts';

/** What uploads that came to nothing are cleared away with. */
export interface UploadClearingTools {
  readonly waitingUploads: WaitingUploadStore;
  readonly uploads: Pick<UploadStore, 'get' | 'remove'>;
  readonly imports: Pick<ImportStore, 'get'>;
  readonly storage: Pick<ObjectStorage, 'delete'>;
  readonly now: () => Date;
  /** How long an upload waits for its import, in ms. */
  readonly unusedUploadMs: number;
}

const SWEEP_MS = 60_000;
const SWEEP_BATCH = 100;
/** So long after bytes or imports are not taken any more, nobody is about to bring or begin one. */
const GRACE_MS = 3_600_000;

/** When an upload is looked after that nobody has sent anything of. */
export const dueUnsent = (expiresAt: Date): Date => new Date(expiresAt.getTime() + GRACE_MS);

/**
 * Clears away, now and then, uploads whose bytes did not come in time and those that nobody imported. What an import names,
 * of whatever state, is left to it. Closed with the service.
 */
export function startUploadClearing(service: Service, tools: UploadClearingTools): void {
  const failure = 'could not clear an upload away that came to nothing';
  startSweeper({
    service,
    name: 'upload clearing',
    everyMs: SWEEP_MS,
    failure,
    sweep: (isClosed) =>
      each(
        { log: service.log, isClosed, failure, name: ({ _id }) => ({ uploadId: _id }) },
        paged<WaitingUpload>((after) => tools.waitingUploads.due(tools.now(), SWEEP_BATCH, after)),
        (waiting) => look(tools, waiting),
      ),
  });
}

async function look(tools: UploadClearingTools, { _id, keys }: WaitingUpload): Promise<void> {
  const { waitingUploads, uploads, imports, storage, now, unusedUploadMs } = tools;
  const upload = await uploads.get(_id);
  if (upload?.status === 'STORED') {
    if (isImage(upload.purpose) || (await imports.get(_id))) return waitingUploads.settle(_id);
    const dueAt = new Date(importableUntil(upload, unusedUploadMs).getTime() + GRACE_MS);
    if (now() < dueAt) return waitingUploads.putOff(_id, dueAt);
  }
  if (upload) {
    await uploads.remove(upload);
    // Its bytes have come since.
    if (await uploads.get(_id)) return;
  }
  for (const key of keys) await storage.delete(key);
  await waitingUploads.settle(_id);
}
