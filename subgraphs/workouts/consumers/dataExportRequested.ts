import type { Broker } from '#platform/events/broker.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { giveToExport } from '#platform/events/exportParts.ts';
import { DataExportRequested } from '#events/users.ts';
import { exportPerson, type ExportedThings } from '../forgetting/export.ts';

/** Somebody wants all that is kept of them: workouts, recordings and the original files. */
export const dataExportRequested = (things: ExportedThings, broker: Broker): Handler =>
  onLong(DataExportRequested, ({ data: { exportId, userId } }) =>
    giveToExport(broker, { exportId, domain: 'workouts' }, exportPerson(things, userId)),
  );
