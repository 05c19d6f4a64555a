import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { createEvent } from '#platform/events/envelope.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { DataExportRequested } from '#events/users.ts';
import { lockViewer, requireLiveSession, type Context } from '../../context.ts';
import { findPendingExport, insertDataExport, type DataExport } from '../../store/dataExports.ts';

/**
 * Asks every domain for what it keeps of the viewer. While an export is under way it is answered again, and does not count among
 * those of a day.
 */
export const requestDataExport = defineAction({
  input: z.undefined(),
  run: async (context: Context): Promise<Outcome<{ dataExport: DataExport }>> => {
    const { userId } = await requireLiveSession(context);
    const pending = await findPendingExport(context.pool, userId);
    if (pending) return done({ dataExport: pending });
    const isNew = (outcome: Outcome<Requested>): boolean => outcome.ok && outcome.value.isNew;
    const who = { account: userId, clientAddress: undefined };
    const outcome = await context.limits.guardByOutcome('export', who, isNew, () => request(context, userId));
    return outcome.ok ? done({ dataExport: outcome.value.dataExport }) : outcome;
  },
});

interface Requested {
  readonly dataExport: DataExport;
  readonly isNew: boolean;
}

const request = (context: Context, userId: string): Promise<Outcome<Requested>> =>
  writeAtomically(context, 'users.request-export', async (tx) => {
    const now = context.now();
    await lockViewer(context, tx);
    const { dataExport, isNew } = await insertDataExport(tx, { id: uuidv7(), accountId: userId, now });
    if (!dataExport) throw new Error('an export that was just asked for is not there');
    const { id: exportId } = dataExport;
    if (isNew)
      await writeEvents(tx, [createEvent(DataExportRequested, exportId, { version: 1, exportId, userId }, now)]);
    return done({ dataExport, isNew });
  });
