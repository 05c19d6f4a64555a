import type { DataExportResolvers } from '../__generated__/resolvers.ts';

export const DataExport: DataExportResolvers = {
  downloadUrl: ({ id, status }, _args, { exportLinks, now }) =>
    status === 'READY' ? exportLinks.make(id, now()) : null,
};
