import { createEvent, type Message } from '#platform/events/envelope.ts';
import {
  SquadDissolved,
  SquadMemberJoined,
  SquadMemberLeft,
  SquadMemberRoleChanged,
  SquadRenamed,
} from '#events/users.ts';
import type { SquadEvent } from '../../domain/squad.ts';

/** What happened to a squad as other domains hear it; undefined for invitations, which are between the squad and a person. */
export function squadEvent(
  event: SquadEvent,
  head: { readonly squadId: string; readonly version: number },
  now: Date,
): Message | undefined {
  const { squadId } = head;
  switch (event.kind) {
    case 'renamed':
      return createEvent(SquadRenamed, squadId, head, now);
    case 'joined':
      return createEvent(SquadMemberJoined, squadId, { ...head, userId: event.userId, role: event.role }, now);
    case 'role changed':
      return createEvent(SquadMemberRoleChanged, squadId, { ...head, userId: event.userId, role: event.role }, now);
    case 'left':
      return createEvent(SquadMemberLeft, squadId, { ...head, userId: event.userId, role: event.role }, now);
    case 'dissolved':
      return createEvent(SquadDissolved, squadId, head, now);
    case 'invited':
    case 'invitation ended':
      return undefined;
    default:
      return event satisfies never;
  }
}
