import { z } from 'zod';
import type { Pool } from '#platform/postgres/connection.ts';
import { lookAgain } from '#platform/postgres/lookAgain.ts';
import { line, parseId } from '#platform/server/input.ts';
import type { SquadPlace } from '../domain/team.ts';
import { findSquadPlace } from '../store/squads.ts';

/** What a team is called. */
export const teamName = line(60);
/** How many may play for a team. */
export const maxMembers = z
  .int()
  .min(1, 'At least 1 member is allowed.')
  .max(1000, 'At most 1000 members are allowed.')
  .nullish()
  .transform((most) => most ?? null);

/**
 * Somebody's place in a squad by what may be its id; undefined when they are not in it. Who came into it a moment ago may
 * be ahead of the event that says so.
 */
export const placeInSquad = async (pool: Pool, givenId: string, userId: string): Promise<SquadPlace | undefined> => {
  const squadId = parseId(givenId);
  return squadId === undefined ? undefined : lookAgain(() => findSquadPlace(pool, squadId, userId));
};
