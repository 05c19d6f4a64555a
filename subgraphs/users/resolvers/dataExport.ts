import type { DataExportResolvers } from '../__generated__/resolvers.ts';
import { LINK_MS } from '../exports/links.ts';

export const DataExport: DataExportResolvers = {
  downloadUrl: ({ id, status }, _args, { exportLinks, now }) =>
    status === 'READY' ? exportLinks.make(id, new Date(now().getTime() + LINK_MS)) : null,
};
