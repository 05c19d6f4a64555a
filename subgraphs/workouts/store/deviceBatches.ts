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

/** A batch, as its device calls it. */
export interface DeviceBatch {
  readonly ownerId: string;
  readonly deviceId: string;
  readonly batchId: string;
}

/** Which workouts the batches of devices become. */
export interface DeviceBatchStore {
  /** The workout of a batch; undefined when it was never begun. */
  find(batch: DeviceBatch): Promise<string | undefined>;
  /** Begins a batch: its workout is `newId`, unless it was begun before. */
  begin(batch: DeviceBatch, newId: string): Promise<string>;
}

export async function openDeviceBatches(mongo: Mongo): Promise<DeviceBatchStore> {
  const batches = await openDocuments(mongo, {
    name: 'deviceBatches',
    schema: batchSchema,
    indexes: [{ key: { ownerId: 1 }, rare: true }],
  });
  return {
    find: async (batch) => (await batches.get(idOf(batch)))?.liveId,
    begin: async (batch, newId) => {
      const _id = idOf(batch);
      if (await batches.insert({ _id, ownerId: batch.ownerId, liveId: newId })) return newId;
      const found = await batches.get(_id);
      if (!found) throw new Error('a batch is there, and is not');
      return found.liveId;
    },
  };
}

const idOf = ({ ownerId, deviceId, batchId }: DeviceBatch): string =>
  createHash('sha256')
    .update(JSON.stringify([ownerId, deviceId, batchId]))
    .digest('hex');
