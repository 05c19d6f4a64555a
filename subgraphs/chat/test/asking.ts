import { v7 as uuidv7 } from 'uuid';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { listen, type Listening, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { created, joined, somebody, type Somebody, type TestChat } from './support.ts';

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

const rooms = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: z.object({ id: z.string() }) })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

/** A page of the rooms of somebody. */
export async function roomsOf(
  chat: TestChat,
  { userId, viewer }: Somebody,
  fields: string,
  first: number,
  after?: string | null,
) {
  const query = `query ($representations: [_Any!]!, $first: Int!, $after: String) {
    _entities(representations: $representations) { ... on Viewer {
      rooms(first: $first, after: $after) { edges { cursor node { id ${fields} } } pageInfo { hasNextPage endCursor } }
    } }
  }`;
  const representations = [{ __typename: 'Viewer', id: userId }];
  const { data } = await chat.ask(viewer, query, { representations, first, after });
  return z.object({ _entities: z.tuple([z.object({ rooms }).nullable()]) }).parse(data)._entities[0]?.rooms;
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

const ROOM_EVENT = `subscription ($roomId: ID!, $after: String) {
  roomEvent(roomId: $roomId, after: $after) {
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

/** Subscribes to a room's events, from now on or after a position; closed with the test. */
export async function follow(chat: TestChat, { viewer }: Somebody, roomId: string, after?: string): Promise<Listening> {
  const listening = await listen(chat.url, TEST_SECRET, viewer, ROOM_EVENT, { roomId, after });
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
