import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  CreateCompetitionDocument,
  JoinCompetitionDocument,
  LogInDocument,
  SetGoalDocument,
} from '#client/__generated__/graphql.ts';
import { explain } from '#client/laurel.ts';
import { registerPerson, type Person } from '#client/people.ts';

/** Somebody who can log in again, for what takes longer than an access token lives. */
export interface BenchPerson extends Person {
  readonly email: string;
  readonly password: string;
}

/** Makes an account. */
export async function newPerson(url: string): Promise<BenchPerson> {
  const username = `bench-${randomBytes(5).toString('hex')}`;
  const account = { username, email: `${username}@example.org`, password: randomBytes(12).toString('hex') };
  return { ...account, ...(await registerPerson(url, account)) };
}

/** The same person with an access token that has just been made. */
export async function logInAgain(person: BenchPerson): Promise<BenchPerson> {
  const { email, password, client } = person;
  const { logIn } = await client.run(LogInDocument, { input: { email, password } });
  if (!logIn.session) throw new Error(explain(logIn.userErrors));
  const { accessToken } = logIn.session;
  client.authenticate(accessToken);
  return { ...person, accessToken };
}

/** A competition of distance that runs now and counts what was done before one joined. Answers its id. */
export async function newCompetition({ client }: Person): Promise<string> {
  const { createCompetition } = await client.run(CreateCompetitionDocument, {
    input: {
      title: 'Bench',
      metric: 'DISTANCE',
      startsAt: '2000-01-01T00:00:00.000Z',
      endsAt: new Date(Date.now() + 6 * 3_600_000).toISOString(),
      countsWorkoutsBeforeJoining: true,
    },
  });
  const id = createCompetition.competition?.id;
  if (id === undefined) throw new Error(explain(createCompetition.userErrors));
  return id;
}

/** Makes people as an application has them: in a competition and with a goal, so that an import moves both. */
export async function activePeople(url: string, competitionId: string, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let made = 0; made < count; made++) {
    const person = await newPerson(url);
    const { joinCompetition } = await person.client.run(JoinCompetitionDocument, { input: { competitionId } });
    const { setGoal } = await person.client.run(SetGoalDocument, {
      input: {
        metric: 'DISTANCE',
        targetValue: 10_000_000,
        startDate: '2020-01-01',
        targetDate: new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10),
      },
    });
    const problems = [...joinCompetition.userErrors, ...setGoal.userErrors];
    if (problems.length > 0) throw new Error(explain(problems));
    people.push(person);
  }
  return people;
}

const answerSchema = z.object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() });

/** Asks the gateway with a text, as a person. @throws when the answer has errors. */
export async function ask(url: string, token: string, query: string, variables: object): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = answerSchema.parse(await response.json());
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return data;
}
