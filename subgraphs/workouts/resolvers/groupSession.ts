import type {
  GroupParticipantResolvers,
  GroupSessionResolvers,
  GroupSessionUpdateResolvers,
} from '../__generated__/resolvers.ts';
import { parseId } from '#platform/server/input.ts';
import type { Context } from '../context.ts';
import { findPresent } from '../domain/groups/session.ts';
import { standingsOf, type Standing } from '../groups/standings.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';

const person = (id: string) => ({ __typename: 'User' as const, id });

/** What those whom the viewer sees have come to. */
async function seenStandings(
  session: KeptGroupSession,
  _args: object,
  { groups, loaders }: Pick<Context, 'groups' | 'loaders'>,
): Promise<Standing[]> {
  const { participants } = session;
  const seen = await Promise.all(participants.map(({ userId }) => loaders.seeing.load(userId)));
  const some = participants.filter((_participant, i) => seen[i]?.relation !== 'BLOCKED');
  return standingsOf(groups, session, some);
}

export const groupSession: GroupSessionResolvers = {
  __resolveReference: ({ id }, { loaders }) => {
    const parsed = parseId(id);
    return parsed === undefined ? null : loaders.groupSessions.load(parsed);
  },
  id: ({ _id }) => _id,
  host: ({ hostId }) => (hostId === '' ? null : person(hostId)),
  joinCode: (session, _args, { viewer }) =>
    viewer.kind === 'person' && findPresent(session, viewer.userId) ? session.joinCode : null,
  participants: seenStandings,
  workouts: async (session, args, context) => {
    // Before it is settled there are none.
    if (session.isPending) return [];
    const standings = await seenStandings(session, args, context);
    const ids = standings.flatMap(({ participant }) => participant.workoutId ?? []);
    const found = await Promise.all(ids.map((id) => context.loaders.workouts.load(id)));
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
