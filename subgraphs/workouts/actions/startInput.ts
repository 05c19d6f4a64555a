import { moment } from '#platform/server/input.ts';
import { YEAR_2000 } from '../domain/times.ts';

const YEAR_2200 = Date.UTC(2200, 0, 1);

/** When something was done: what lies before 2000 or after 2199 was told by a clock that was never set. */
export const startInput = () =>
  moment()
    .refine((at) => at.getTime() >= YEAR_2000, 'This lies before the year 2000.')
    .refine((at) => at.getTime() < YEAR_2200, 'This lies after the year 2199.');
