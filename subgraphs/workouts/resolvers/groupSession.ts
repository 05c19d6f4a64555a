import type {
  GroupParticipantResolvers,
  GroupSessionResolvers,
  GroupSessionUpdateResolvers,
} from '../__generated__/resolvers.ts';
import { parseId } from '#platform/server/input.ts';
import type { Context } from '../context.ts';
import { findPresent } from '../domain/groups/session.ts';
import { standingsOf, type Standing } from '../groups/standings.ts';
import { maySeeGroupHeartRate, type Seeing } from '../seeing.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';

const person = (id: string) => ({ __typename: 'User' as const, id });

/** What those whom the viewer sees have come to, with the heart rates that the viewer may see. */
async function seenStandings(
  session: KeptGroupSession,
  _args: object,
  { groups, loaders, viewer }: Pick<Context, 'groups' | 'loaders' | 'viewer'>,
): Promise<Standing[]> {
  const { participants } = session;
  const seen = new Map<string, Seeing>();
  for (const each of await Promise.all(participants.map(({ userId }) => loaders.seeing.load(userId))))
    if (each) seen.set(each.ownerId, each);
  const some = participants.filter(({ userId }) => seen.get(userId)?.relation !== 'BLOCKED');
  const takesPart = viewer.kind === 'person' && findPresent(session, viewer.userId) !== undefined;
  return (await standingsOf(groups, session, some)).map(({ participant, result }) => {
    const of = seen.get(participant.userId);
    const isShown = of && maySeeGroupHeartRate(of, takesPart);
    return { participant, result: isShown ? result : result && { ...result, heartRateBpm: null } };
  });
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
  heartRateBpm: ({ result }) => result?.heartRateBpm ?? null,
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
