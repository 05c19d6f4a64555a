import type { LiveTools } from '../live/tools.ts';
import type { GroupSessionStore } from '../store/groupSessions.ts';
import type { RelationStore } from '../store/relations.ts';

/** What group sessions are held with. */
export interface GroupTools extends LiveTools {
  readonly groupSessions: GroupSessionStore;
  readonly relations: RelationStore;
}

/** Where it is said that something happened in a group session. */
export const groupTopic = (groupSessionId: string): string => `workouts.groupSessions.${groupSessionId}`;
