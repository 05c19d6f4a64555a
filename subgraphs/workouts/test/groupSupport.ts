import { expect } from 'vitest';
import { z } from 'zod';
import { listen, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { query, somebody, type TestWorkouts } from './support.ts';

const figure = z.number().nullable();
const session = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  joinCode: z.string().nullable(),
  host: z.object({ id: z.string() }).nullable(),
  participants: z.array(
    z
      .object({
        user: z.object({ id: z.string() }),
        status: z.string(),
        rank: figure,
        distanceMeters: figure,
        elapsedSeconds: figure,
        heartRateBpm: figure,
        exercise: z.string().nullable(),
        repetitions: figure,
      })
      .transform(({ user, ...rest }) => ({ userId: user.id, ...rest })),
  ),
  workouts: z.array(z.object({ id: z.string(), owner: z.object({ id: z.string() }) })),
});
type SeenGroup = z.infer<typeof session>;

const update = z.object({
  kind: z.string(),
  user: z.object({ id: z.string() }).nullable(),
  groupSession: session,
});

const GROUP = `id title status joinCode host { id } workouts { id owner { id } }
  participants { user { id } status rank distanceMeters elapsedSeconds heartRateBpm exercise repetitions }`;
const problems = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));
const answer = z.object({ groupSession: session.nullish(), acceptedSequence: figure.optional(), userErrors: problems });

const viewers = z.array(
  z.object({ groupSessions: z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) }) }),
);

type Mutation = 'create' | 'join' | 'leave' | 'start' | 'end' | 'report';

/** A refusal of a mutation. */
export const refusal = (code: string, path = 'groupSessionId') => [{ code, path: [path] }];

/** How a new session is made; what is not said is as it suits a test. */
type Making = Readonly<Record<string, unknown>> & { readonly others?: number };

/** Group sessions of a subgraph, as clients use them. */
export function groupsOf(subgraph: Pick<TestWorkouts, 'url'>) {
  /** Runs a mutation on a group session. */
  const act = async (personId: string, what: Mutation, input: object) => {
    const name = what === 'report' ? 'reportGroupSessionProgress' : `${what}GroupSession`;
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const fields = what === 'report' ? 'acceptedSequence' : `groupSession { ${GROUP} }`;
    const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code path } } }`;
    return answer.parse((await query(subgraph.url, personId, text, { input }))[name]);
  };

  /** What somebody sees of a group session; null for nothing. */
  const see = async (personId: string, id: string): Promise<SeenGroup | null> => {
    const data = await query(subgraph.url, personId, `query($id: ID!) { groupSession(id: $id) { ${GROUP} } }`, { id });
    return session.nullable().parse(data['groupSession']);
  };

  /** Listens to what happens in a group session on behalf of somebody. */
  const follow = async (personId: string, id: string) => {
    const text = `subscription($id: ID!) { groupSessionUpdated(groupSessionId: $id) { kind user { id } groupSession { ${GROUP} } } }`;
    const listening = await listen(subgraph.url, TEST_SECRET, person(personId), text, { id });
    const heard = () => listening.results.map(({ data }) => update.parse(data?.['groupSessionUpdated']));
    const hear = (kind: string) => until(kind, () => Promise.resolve(heard().find((each) => each.kind === kind)));
    return { listening, heard, hear };
  };

  /** Some fields of the first workout that a session has become, for its owner. */
  const firstWorkout = async (personId: string, kept: SeenGroup | null | undefined, fields: string) => {
    const text = `query($id: ID!) { workout(id: $id) { ${fields} } }`;
    return (await query(subgraph.url, personId, text, { id: kept?.workouts[0]?.id }))['workout'];
  };

  /** The ids of the sessions that somebody is told they take part in. */
  const listOf = async (personId: string): Promise<string[]> => {
    const text = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Viewer { groupSessions { edges { node { id } } } } } }`;
    const data = await query(subgraph.url, personId, text, { of: [{ __typename: 'Viewer', id: personId }] });
    return viewers
      .parse(data['_entities'])
      .flatMap(({ groupSessions }) => groupSessions.edges.map(({ node }) => node.id));
  };

  /** A session with its host, and others who came by its code. */
  const gathered = async ({ others = 1, ...input }: Making = {}) => {
    const host = somebody();
    const wish = { sport: 'RUNNING', title: 'Around the lake', visibility: 'ONLY_ME', ...input };
    const { groupSession, userErrors } = await act(host, 'create', wish);
    expect(userErrors).toEqual([]);
    const { id = '', joinCode = null } = groupSession ?? {};
    const guests = Array.from({ length: others }, () => somebody());
    for (const guest of guests) expect((await act(guest, 'join', { joinCode })).userErrors).toEqual([]);
    return { id, joinCode: joinCode ?? '', host, guests };
  };

  /** The same, begun. `report` tells of a minute for each number. */
  const running = async (making: Making = {}) => {
    const gathering = await gathered(making);
    const { groupSession } = await act(gathering.host, 'start', { groupSessionId: gathering.id });
    expect(groupSession?.status).toBe('RUNNING');
    const report = async (who: string, sequence: number, more: object) => {
      const told = { groupSessionId: gathering.id, sequence, elapsedSeconds: sequence * 60, ...more };
      const { userErrors, acceptedSequence } = await act(who, 'report', told);
      expect(userErrors).toEqual([]);
      return acceptedSequence;
    };
    return { ...gathering, report };
  };

  return { act, see, follow, firstWorkout, listOf, gathered, running };
}
