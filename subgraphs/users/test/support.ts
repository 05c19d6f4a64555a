import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { createTestDatabase, startTestNats, startTestRedis, type StoreProcess } from '#platform/testing/stores.ts';
import { ask, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { startUsers, type Users } from '../app.ts';
import type { UsersConfig } from '../config.ts';

export const goodPassword = 'correct horse battery staple';

/** A running users subgraph on stores of its own, with a clock that can be put on. */
export interface TestUsers extends Users {
  readonly nats: StoreProcess;
  readonly redis: StoreProcess;
  readonly databaseUrl: string;
  /** The folder that mails go to. */
  readonly mailbox: string;
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): ReturnType<typeof ask>;
  putClockOn(milliseconds: number): void;
}

/** Starts a users subgraph for a test file; closed after its tests. */
export async function startTestUsers(changes: Partial<UsersConfig> = {}): Promise<TestUsers> {
  const [database, nats, redis] = await Promise.all([createTestDatabase(), startTestNats(), startTestRedis()]);
  const mailbox = await mkdtemp(path.join(tmpdir(), 'laurel-mailbox-'));
  const { service, close } = createService('users', 'silent');
  afterAll(async () => {
    await close();
    await Promise.all([database.dispose(), nats.dispose(), redis.dispose(), rm(mailbox, { recursive: true })]);
  });
  let ahead = 0;
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
  const users = await startUsers(service, config, () => new Date(Date.now() + ahead));
  return {
    ...users,
    nats: nats.value,
    redis: redis.value,
    mailbox,
    databaseUrl: database.value,
    ask: (viewer, query, variables) => ask(users.url, TEST_SECRET, viewer, query, variables),
    putClockOn: (milliseconds) => void (ahead += milliseconds),
  };
}

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

export async function register(users: TestUsers, input: object): Promise<Payload> {
  const query = `mutation ($input: RegisterInput!) {
    register(input: $input) { ${SESSION} user { id username displayName } ${PROBLEMS} }
  }`;
  const { data } = await users.ask(anonymous, query, { input });
  return payload.parse(data?.['register']);
}

export async function logIn(users: TestUsers, email: string, password = goodPassword): Promise<Payload> {
  const query = `mutation ($input: LogInInput!) {
    logIn(input: $input) { ${SESSION} user { id username displayName } ${PROBLEMS} }
  }`;
  const { data } = await users.ask(anonymous, query, { input: { email, password } });
  return payload.parse(data?.['logIn']);
}

export async function refresh(users: TestUsers, refreshToken: string): Promise<Payload> {
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
export async function newPerson(users: TestUsers, changes: Record<string, unknown> = {}) {
  const input = newcomer(changes);
  const tokens = tokensOf(await register(users, input));
  return { ...input, tokens, viewer: viewerOf(tokens) };
}

/** The codes of a payload's problems, each with the field it names. */
export const problemsOf = ({ userErrors }: Payload): string[] =>
  userErrors.map(({ code, path }) => (path ? `${code} ${path.join('.')}` : code));
