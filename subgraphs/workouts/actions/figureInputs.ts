import { z } from 'zod';

/** How far somebody says they went. */
export const distanceMeters = () => z.number().min(0).max(1e7);

/** What somebody says they spent. */
export const kilocalories = () => z.number().min(0).max(100_000);
