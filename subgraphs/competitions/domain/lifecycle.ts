import type { Competition, Status } from './competition.ts';

type Window = Pick<Competition, 'status' | 'startsAt' | 'endsAt' | 'gracePeriodSeconds'>;

/** When the status changes next; null when it never does again. */
export function dueAt({ status, startsAt, endsAt, gracePeriodSeconds }: Window): Date | null {
  switch (status) {
    case 'UPCOMING':
      return startsAt;
    case 'ACTIVE':
      return endsAt;
    case 'ENDED':
      return new Date(endsAt.getTime() + gracePeriodSeconds * 1000);
    case 'FINAL':
      return null;
    default:
      return status satisfies never;
  }
}

const next = { UPCOMING: 'ACTIVE', ACTIVE: 'ENDED', ENDED: 'FINAL', FINAL: 'FINAL' } as const satisfies Record<
  Status,
  Status
>;

/** The competition one status further, when that is due; undefined when it is not. */
export function advance(competition: Competition, now: Date): Competition | undefined {
  const due = dueAt(competition);
  if (due === null || now < due) return undefined;
  return { ...competition, status: next[competition.status], version: competition.version + 1 };
}

/**
 * Where a competition stands now, also when the clock is late. Standings are final only when the clock has made them so.
 */
export function statusAt(competition: Window, now: Date): Status {
  const due = dueAt(competition);
  const following = next[competition.status];
  if (due === null || now < due || following === 'FINAL') return competition.status;
  return statusAt({ ...competition, status: following }, now);
}
