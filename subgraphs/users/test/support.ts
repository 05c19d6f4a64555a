import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { startMortal } from '#platform/testing/mortal.ts';
import { createTestDatabase, startTestNats, startTestRedis, type StoreProcess } from '#platform/testing/stores.ts';
import { ask, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { startUsers, type Users } from '../app.ts';
import { startClearing } from '../clearing.ts';
import type { UsersConfig } from '../config.ts';

export const goodPassword = 'correct horse battery staple';

/** Something that can be asked. */
export interface Asks {
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): ReturnType<typeof ask>;
}

/** A running users subgraph on stores of its own, with a clock that can be put on. */
export interface TestUsers extends Users, Asks {
  readonly nats: StoreProcess;
  readonly redis: StoreProcess;
  readonly databaseUrl: string;
  /** The folder that mails go to. */
  readonly mailbox: string;
  putClockOn(milliseconds: number): void;
  /** Has what has run out cleared away. */
  clear(): Promise<void>;
}

/** Stores for a users subgraph, and the settings that name them; gone after the tests of the file. */
export async function openTestPlace(changes: Partial<UsersConfig> = {}) {
  const [database, nats, redis] = await Promise.all([createTestDatabase(), startTestNats(), startTestRedis()]);
  const mailbox = await temporaryFolder();
  afterAll(() => Promise.all([database.dispose(), nats.dispose(), redis.dispose()]));
  const config: UsersConfig = {
    ...testSubgraphConfig(nats.value.url),
    DATABASE_URL: database.value,
    REDIS_URL: redis.value.url,
    TOKEN_ISSUER: 'https://laurel.example',
    MAIL_FROM: 'Laurel <no-reply@laurel.example>',
    MAILBOX_DIR: mailbox,
    STORAGE_DIR: path.join(mailbox, 'storage'),
    S3_REGION: 'none',
    PASSWORD_TRIES_PER_ACCOUNT: 10,
    PASSWORD_TRIES_PER_ADDRESS: 100,
    MAILS_PER_ACCOUNT: 5,
    MAILS_PER_ADDRESS: 50,
    SIGNING_KEY_SEED: 'the newer seed of the tests,the older seed of the tests',
    ...changes,
  };
  return { config, nats: nats.value, redis: redis.value, mailbox };
}

type TestPlace = Awaited<ReturnType<typeof openTestPlace>>;

/** Starts a users subgraph for a test file; closed after its tests. */
export const startTestUsers = async (changes: Partial<UsersConfig> = {}): Promise<TestUsers> =>
  startUsersAt(await openTestPlace(changes));

/** Starts a users subgraph on stores that others may use too, its clock so many milliseconds ahead; closed after the tests of the file. */
export async function startUsersAt({ config, nats, redis, mailbox }: TestPlace, ahead = 0): Promise<TestUsers> {
  const { service, close } = createService('users', 'silent');
  afterAll(close);
  let clockAhead = ahead;
  const now = (): Date => new Date(Date.now() + clockAhead);
  const users = await startUsers(service, config, now);
  return {
    ...users,
    ...{ nats, redis, mailbox },
    databaseUrl: config.DATABASE_URL,
    ask: (viewer, query, variables) => ask(users.url, TEST_SECRET, viewer, query, variables),
    putClockOn: (milliseconds) => void (clockAhead += milliseconds),
    clear: async () => {
      const another = createService('clearing', 'silent');
      await startClearing({ service: another.service, pool: users.pool, now }).wakeAndWait();
      await another.close();
    },
  };
}

/** A users subgraph as a process of its own, started again whenever it dies at one of the failpoints of its lives. */
export async function startMortalUsers(config: UsersConfig, failpoints: readonly string[]) {
  const mortal = await startMortal(main, config, failpoints);
  const asks: Asks = { ask: (viewer, query, variables) => ask(mortal.url, TEST_SECRET, viewer, query, variables) };
  return { ...mortal, ...asks };
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export const session = z.object({
  id: z.uuid(),
  accessToken: z.string(),
  accessTokenExpiresAt: z.iso.datetime(),
  refreshToken: z.string(),
});
const user = z.object({ id: z.uuid(), username: z.string(), displayName: z.string() });
export type SessionTokens = z.infer<typeof session>;
const problem = z.object({ code: z.string(), message: z.string(), path: z.array(z.string()).nullable() });

const payload = z.object({
  session: session.nullish(),
  user: user.nullish(),
  userErrors: z.array(problem),
});
export type Payload = z.infer<typeof payload>;

const SESSION = 'session { id accessToken accessTokenExpiresAt refreshToken }';
const PROBLEMS = 'userErrors { code message path }';

let people = 0;
/** Input of a registration nobody made yet. */
export const newcomer = (changes: Record<string, unknown> = {}) => {
  people += 1;
  return { username: `person${people}`, email: `person${people}@example.org`, password: goodPassword, ...changes };
};

export async function register(users: Asks, input: object): Promise<Payload> {
  const query = `mutation ($input: RegisterInput!) {
    register(input: $input) { ${SESSION} user { id username displayName } ${PROBLEMS} }
  }`;
  const { data } = await users.ask(anonymous, query, { input });
  return payload.parse(data?.['register']);
}

export async function logIn(users: Asks, email: string, password = goodPassword): Promise<Payload> {
  const query = `mutation ($input: LogInInput!) {
    logIn(input: $input) { ${SESSION} user { id username displayName } ${PROBLEMS} }
  }`;
  const { data } = await users.ask(anonymous, query, { input: { email, password } });
  return payload.parse(data?.['logIn']);
}

export async function refresh(users: Asks, refreshToken: string): Promise<Payload> {
  const query = `mutation ($input: RefreshSessionInput!) {
    refreshSession(input: $input) { ${SESSION} ${PROBLEMS} }
  }`;
  const { data } = await users.ask(anonymous, query, { input: { refreshToken } });
  return payload.parse(data?.['refreshSession']);
}

/** The session of a payload that must have one. */
export function tokensOf(answer: Payload): SessionTokens {
  if (!answer.session) throw new Error(`no session: ${JSON.stringify(answer.userErrors)}`);
  return answer.session;
}

/** The viewer that the gateway would make of an access token. */
export function viewerOf({ accessToken }: SessionTokens): Viewer & { kind: 'person' } {
  const { sub, sid } = z.object({ sub: z.string(), sid: z.string() }).parse(decodeJwt(accessToken));
  return { kind: 'person', userId: sub, sessionId: sid, scopes: [] };
}

/** Registers somebody and answers who they are. */
export async function newPerson(users: Asks, changes: Record<string, unknown> = {}) {
  const input = newcomer(changes);
  const tokens = tokensOf(await register(users, input));
  return { ...input, tokens, viewer: viewerOf(tokens) };
}

/** The codes of a payload's problems, each with the field it names. */
export const problemsOf = ({ userErrors }: Payload): string[] =>
  userErrors.map(({ code, path }) => (path ? `${code} ${path.join('.')}` : code));
