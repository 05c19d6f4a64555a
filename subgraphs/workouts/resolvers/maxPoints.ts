import { callerError } from '#platform/errors.ts';

const MAX_POINTS = 10_000;

/** @throws BAD_USER_INPUT unless what was recorded over time can be thinned out to so many points */
export function checkMaxPoints(maxPoints: number): void {
  if (maxPoints < 2 || maxPoints > MAX_POINTS) {
    throw callerError('BAD_USER_INPUT', `maxPoints must be 2 to ${MAX_POINTS}.`);
  }
}
