import type {
  GroupParticipantResolvers,
  GroupSessionResolvers,
  GroupSessionUpdateResolvers,
} from '../__generated__/resolvers.ts';
import { parseId } from '#platform/server/input.ts';
import { findPresent } from '../domain/groups/session.ts';
import { amongThemselves, standingsOf } from '../groups/standings.ts';

const person = (id: string) => ({ __typename: 'User' as const, id });

export const groupSession: GroupSessionResolvers = {
  __resolveReference: ({ id }, { loaders }) => {
    const parsed = parseId(id);
    return parsed === undefined ? null : loaders.groupSessions.load(parsed);
  },
  id: ({ _id }) => _id,
  host: ({ hostId }) => (hostId === '' ? null : person(hostId)),
  joinCode: (session, _args, { viewer }) =>
    viewer.kind === 'person' && findPresent(session, viewer.userId) ? session.joinCode : null,
  participants: async (session, _args, { groups, loaders }) => {
    const standings = await standingsOf(groups, session);
    const seen = await Promise.all(standings.map(({ participant }) => loaders.seeing.load(participant.userId)));
    return amongThemselves(standings.filter((_standing, i) => seen[i]?.relation !== 'BLOCKED'));
  },
  workouts: async ({ participants }, _args, { loaders }) => {
    const ids = participants.flatMap(({ workoutId }) => workoutId ?? []);
    const found = await Promise.all(ids.map((id) => loaders.workouts.load(id)));
    return found.filter((workout) => workout !== null);
  },
};

export const groupParticipant: GroupParticipantResolvers = {
  user: ({ participant }) => person(participant.userId),
  status: ({ participant }) => participant.status,
  rank: ({ result }) => result?.rank ?? null,
  distanceMeters: ({ result }) => result?.distanceMeters ?? null,
  elapsedSeconds: ({ result }) => result?.elapsedSeconds ?? null,
  heartRateBpm: async ({ participant, result }, _args, { loaders }) =>
    (await loaders.seeing.load(participant.userId))?.heartRate ? (result?.heartRateBpm ?? null) : null,
  exercise: ({ result }) => result?.exercise ?? null,
  repetitions: ({ result }) => result?.repetitions ?? null,
};

export const groupSessionUpdate: GroupSessionUpdateResolvers = {
  user: async ({ userId }, _args, { loaders }) => {
    if (userId === null) return null;
    const seen = await loaders.seeing.load(userId);
    return seen?.relation === 'BLOCKED' ? null : person(userId);
  },
};
