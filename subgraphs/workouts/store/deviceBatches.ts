import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const batchSchema = z.object({
  /** Made of the person, the device and the device's name for the batch, so that each is there once. */
  _id: z.string(),
  ownerId: z.string(),
  /** The workout it becomes. */
  liveId: z.string(),
});

/** Which workouts the batches of devices become. */
export interface DeviceBatchStore {
  /** The workout of a batch: `newId` when nobody has asked before. */
  liveIdOf(batch: { ownerId: string; deviceId: string; batchId: string }, newId: string): Promise<string>;
}

export async function openDeviceBatches(mongo: Mongo): Promise<DeviceBatchStore> {
  const batches = await openDocuments(mongo, {
    name: 'deviceBatches',
    schema: batchSchema,
    indexes: [{ key: { ownerId: 1 }, rare: true }],
  });
  return {
    liveIdOf: async ({ ownerId, deviceId, batchId }, newId) => {
      const _id = createHash('sha256')
        .update(JSON.stringify([ownerId, deviceId, batchId]))
        .digest('hex');
      if (await batches.insert({ _id, ownerId, liveId: newId })) return newId;
      const found = await batches.get(_id);
      if (!found) throw new Error('a batch is there, and is not');
      return found.liveId;
    },
  };
}
