import { z } from 'zod';
import { query } from './support.ts';

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
export type SeenGroup = z.infer<typeof session>;

export const GROUP = `id title status joinCode host { id } workouts { id owner { id } }
  participants { user { id } status rank distanceMeters elapsedSeconds heartRateBpm exercise repetitions }`;
const problems = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));
const answer = z.object({ groupSession: session.nullish(), acceptedSequence: figure.optional(), userErrors: problems });

type Mutation = 'create' | 'join' | 'leave' | 'start' | 'end' | 'report';

/** Runs a mutation on a group session. */
export async function actInGroup(url: string, personId: string, what: Mutation, input: object) {
  const name = what === 'report' ? 'reportGroupSessionProgress' : `${what}GroupSession`;
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const fields = what === 'report' ? 'acceptedSequence' : `groupSession { ${GROUP} }`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code path } } }`;
  return answer.parse((await query(url, personId, text, { input }))[name]);
}

/** What somebody sees of a group session; null for nothing. */
export async function seeGroup(url: string, personId: string, id: string): Promise<SeenGroup | null> {
  const data = await query(url, personId, `query($id: ID!) { groupSession(id: $id) { ${GROUP} } }`, { id });
  return session.nullable().parse(data['groupSession']);
}
