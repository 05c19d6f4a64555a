import { createState, type Message } from '#platform/events/envelope.ts';
import type { Queryable } from '#platform/postgres/connection.ts';
import { SquadName } from '#events/users.ts';
import { findSquadName } from '../store/squads.ts';

const PREFIX = 'squads.';

/** Where what a squad is called is kept in the stream SQUADS. */
export const squadNameSubject = (squadId: string): string => PREFIX + squadId;

/** Whether a subject is one of those. */
export const isSquadName = (subject: string): boolean => subject.startsWith(PREFIX);

/** Reads what the squad behind a subject is called; undefined when it is no more. */
export async function readSquadName(db: Queryable, subject: string, now: Date): Promise<Message | undefined> {
  const squadId = subject.slice(PREFIX.length);
  const found = await findSquadName(db, squadId);
  return found && createState(SquadName, subject, squadId, { squadId, ...found }, now);
}
