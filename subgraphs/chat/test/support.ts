import { v7 as uuidv7 } from 'uuid';
import { afterAll, onTestFinished } from 'vitest';
import { z } from 'zod';
import { CompetitionCreated, ParticipantJoined } from '#events/competitions.ts';
import { createEvent, type Message as Published } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { createTestDatabase, startTestNats, type StoreProcess } from '#platform/testing/stores.ts';
import { openTestStream, type TestStream } from '#platform/testing/streams.ts';
import { ask, listen, type Listening, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { startChat, type Chat } from '../app.ts';
import type { ChatConfig } from '../config.ts';

/** A running chat subgraph on stores of its own. */
export interface TestChat extends Chat {
  readonly nats: StoreProcess;
  readonly stream: TestStream;
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): ReturnType<typeof ask>;
  /** Another instance of the service on the same stores. */
  another(): Promise<TestChat>;
}

/** Starts a chat subgraph for a test file; closed after its tests. */
export async function startTestChat(): Promise<TestChat> {
  const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
  afterAll(() => Promise.all([database.dispose(), nats.dispose()]));
  const stream = await openTestStream(nats.value.url);
  return startInstance(database.value, nats.value, stream);
}

async function startInstance(databaseUrl: string, nats: StoreProcess, stream: TestStream): Promise<TestChat> {
  const { service, close } = createService('chat', 'silent');
  afterAll(close);
  const config: ChatConfig = {
    ...testSubgraphConfig(nats.url),
    DATABASE_URL: databaseUrl,
  };
  const chat = await startChat(service, config);
  return {
    ...chat,
    nats,
    stream,
    ask: (viewer, query, variables) => ask(chat.url, TEST_SECRET, viewer, query, variables),
    another: () => startInstance(databaseUrl, nats, stream),
  };
}

/** Publishes events in an order, told as their places in the list; some may come more than once. */
export async function publishIn(
  { stream }: TestChat,
  order: readonly number[],
  events: readonly Published[],
): Promise<void> {
  for (const place of order) {
    const event = events[place];
    if (event) await stream.publish(event);
  }
}

/** Somebody new. */
export const somebody = () => {
  const userId = uuidv7();
  return { userId, viewer: person(userId) };
};
export type Somebody = ReturnType<typeof somebody>;

const now = () => new Date();

/** The event of a competition made by somebody. */
export const created = (competitionId: string, organizer: Somebody, title = 'May Challenge'): Published =>
  createEvent(
    CompetitionCreated,
    competitionId,
    {
      ...{ version: 1, competitionId, organizerId: organizer.userId, title, metric: 'DISTANCE', sports: [] },
      ...{ visibility: 'PUBLIC', startsAt: now().toISOString(), endsAt: now().toISOString() },
    },
    now(),
  );

/** What is kept of a room and of what was said and done there. */
export async function keptOf({ pool }: TestChat, roomId: string): Promise<Record<string, number>> {
  const tables = { rooms: 'id', room_members: 'room_id', messages: 'room_id', room_events: 'room_id' };
  const counted = await Promise.all(
    Object.entries(tables).map(async ([table, column]) => {
      const { rows } = await pool.query(`SELECT FROM ${table} WHERE ${column} = $1`, [roomId]);
      return [table, rows.length] as const;
    }),
  );
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** The event of somebody who takes part in a competition. */
export function joined(competitionId: string, { userId }: Somebody): Published {
  const participationId = uuidv7();
  const joinedAt = now().toISOString();
  return createEvent(
    ParticipantJoined,
    participationId,
    { version: 1, participationId, competitionId, userId, joinedAt, teamId: null },
    now(),
  );
}

const roomAnswer = z.object({
  _entities: z.tuple([z.object({ room: z.object({ id: z.string() }).nullable() })]),
});

/** The room of a competition as somebody sees it; undefined when there is none for them. */
export async function roomOf(chat: TestChat, competitionId: string, { viewer }: Somebody): Promise<string | undefined> {
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Competition { room { id } } }
  }`;
  const representations = [{ __typename: 'Competition', id: competitionId }];
  const { data } = await chat.ask(viewer, query, { representations });
  return roomAnswer.parse(data)._entities[0].room?.id;
}

const roomSeen = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string().nullable(),
  groupSession: z.object({ id: z.string() }).nullable(),
  members: z.array(z.object({ user: z.object({ id: z.string() }), role: z.string() })),
});
const roomsSeen = z.object({ _entities: z.tuple([z.object({ room: roomSeen.nullable() })]) });
type RoomSeen = z.infer<typeof roomSeen>;

/** The room of a squad or group session as somebody sees it; undefined when there is none for them. */
export async function seeRoomOf(
  chat: TestChat,
  __typename: 'Squad' | 'GroupSession',
  id: string,
  { viewer }: Somebody,
): Promise<RoomSeen | undefined> {
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on ${__typename} { room { id kind title groupSession { id } members { user { id } role } } }
    }
  }`;
  const { data } = await chat.ask(viewer, query, { representations: [{ __typename, id }] });
  return roomsSeen.parse(data)._entities[0].room ?? undefined;
}

/** What everybody in a room is there. */
export const rolesIn = (room: RoomSeen | undefined): Record<string, string> =>
  Object.fromEntries(room?.members.map(({ user, role }) => [user.id, role]) ?? []);

/** A room with an owner and some members, all of whom are in it. */
export async function newRoom(chat: TestChat, members: number, title?: string) {
  const competitionId = uuidv7();
  const [owner, ...others] = [somebody(), ...Array.from({ length: members }, somebody)];
  await chat.stream.publish(created(competitionId, owner, title));
  for (const member of others) await chat.stream.publish(joined(competitionId, member));
  const last = others.at(-1) ?? owner;
  const roomId = await until('the room', () => roomOf(chat, competitionId, last));
  return { competitionId, roomId, owner, others };
}

const message = z.object({
  id: z.string(),
  body: z.string().nullable(),
  sentAt: z.string(),
  editedAt: z.string().nullable(),
  deletedAt: z.string().nullable(),
  author: z.object({ id: z.string() }).nullable(),
  replyTo: z.object({ id: z.string(), body: z.string().nullable() }).nullable(),
});
export type Message = z.infer<typeof message>;
export const MESSAGE = 'id body sentAt editedAt deletedAt author { id } replyTo { id body }';

const payload = z.object({
  message: message.nullish(),
  room: z.object({ id: z.string(), unreadCount: z.int() }).nullish(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});

/** What a mutation came to. */
export interface Result {
  readonly message: Message | undefined;
  readonly unreadCount: number | undefined;
  /** `CODE field` of each problem. */
  readonly problems: string[];
}

/** Runs a mutation of the chat on behalf of somebody. */
export async function run(chat: TestChat, { viewer }: Somebody, name: string, input: object): Promise<Result> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const fields = /Message$/.test(name)
    ? `message { ${MESSAGE} }`
    : name === 'markRoomRead'
      ? 'room { id unreadCount }'
      : '';
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code path } } }`;
  const { data, errors } = await chat.ask(viewer, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  const answer = payload.parse(data?.[name]);
  return {
    message: answer.message ?? undefined,
    unreadCount: answer.room?.unreadCount,
    problems: answer.userErrors.map(({ code, path }) => (path ? `${code} ${path.join('.')}` : code)),
  };
}

/** Posts a message that must come through. */
export async function send(
  chat: TestChat,
  author: Somebody,
  roomId: string,
  body: string,
  more: object = {},
): Promise<Message> {
  const { message: posted, problems } = await run(chat, author, 'sendMessage', {
    ...{ roomId, body, clientMessageId: uuidv7() },
    ...more,
  });
  if (!posted) throw new Error(problems.join());
  return posted;
}

const roomEvent = z.object({
  __typename: z.string(),
  position: z.string().optional(),
  message: message.optional(),
  user: z.object({ id: z.string() }).nullish(),
  upToMessageId: z.string().optional(),
  typing: z.boolean().optional(),
});
export type RoomEvent = z.infer<typeof roomEvent>;

const ROOM_EVENT = `subscription ($roomId: ID!) {
  roomEvent(roomId: $roomId) {
    __typename
    ... on MessagePosted { position message { ${MESSAGE} } }
    ... on MessageEdited { position message { ${MESSAGE} } }
    ... on MessageDeleted { position message { ${MESSAGE} } }
    ... on ReadMarkerMoved { position user { id } upToMessageId }
    ... on MemberJoined { position user { id } }
    ... on MemberLeft { position user { id } }
    ... on TypingChanged { user { id } typing }
  }
}`;

/** Subscribes to a room's events; closed with the test. */
export async function follow(chat: TestChat, { viewer }: Somebody, roomId: string): Promise<Listening> {
  const listening = await listen(chat.url, TEST_SECRET, viewer, ROOM_EVENT, { roomId });
  onTestFinished(() => listening.close());
  return listening;
}

/** What a listener heard, but for typing. */
export const heard = ({ results }: Listening): RoomEvent[] =>
  everything(results).filter(({ typing }) => typing === undefined);

const everything = (results: Listening['results']): RoomEvent[] =>
  results.map(({ data }) => roomEvent.parse(data?.['roomEvent']));

/** Subscribes, and waits until the subscription is in place: until typing is heard. */
export async function followAndWait(chat: TestChat, who: Somebody, roomId: string): Promise<Listening> {
  const listening = await follow(chat, who, roomId);
  await until('the subscription', async () => {
    await run(chat, who, 'setTyping', { roomId, typing: true });
    return listening.results.length > 0;
  });
  return listening;
}
