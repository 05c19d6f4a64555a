import { createClient } from 'graphql-ws';
import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import {
  CompetitionCreated,
  CompetitionFinalized,
  ParticipantJoined,
  ScoreChanged,
  TeamScoreChanged,
} from '#events/competitions.ts';
import type { EventData } from '#events/define.ts';
import { openBroker } from '#platform/events/broker.ts';
import { createEvent, createState, type Message } from '#platform/events/envelope.ts';
import { ensureStream, eventsOf, SCORES, TEAM_SCORES } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats, startTestRedis, type StoreProcess } from '#platform/testing/stores.ts';
import { ask, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { anonymous, signViewer, type Viewer } from '#platform/viewer.ts';
import { startLeaderboards } from '../app.ts';

/** Nobody is logged in: in place of a person's id. */
export const NOBODY = '';
const viewerOf = (userId: string): Viewer => (userId === NOBODY ? anonymous : person(userId));

/** Stores of their own, and how the other domains speak on them. */
export interface Stores {
  readonly redis: StoreProcess;
  readonly nats: StoreProcess;
  /** Publishes as another domain's relay would, newest state or event. */
  publish(...messages: Message[]): Promise<void>;
  /** Empties Redis, as an operator's mistake would. */
  emptyRedis(): Promise<void>;
  dispose(): Promise<void>;
}

async function createStores(): Promise<Stores> {
  const [redis, nats] = await Promise.all([startTestRedis(), startTestNats()]);
  const { service, close } = createService('publisher', 'silent');
  const broker = await openBroker(service, nats.value.url);
  for (const stream of [eventsOf('competitions'), eventsOf('users'), SCORES, TEAM_SCORES])
    await ensureStream(broker.manager, stream);
  return {
    redis: redis.value,
    nats: nats.value,
    publish: async (...messages) => {
      await Promise.all(
        messages.map(({ subject, envelope }) =>
          broker.streams.publish(subject, JSON.stringify(envelope), { msgID: uuidv7() }),
        ),
      );
    },
    emptyRedis: async () => {
      const client = new Redis(redis.value.url);
      await client.flushall();
      client.disconnect();
    },
    dispose: async () => {
      await close();
      await Promise.all([redis.dispose(), nats.dispose()]);
    },
  };
}

/** Stores for the test under way. */
export async function useStores(): Promise<Stores> {
  const stores = await createStores();
  onTestFinished(stores.dispose);
  return stores;
}

/** The subgraph as a test runs it. */
export interface Running extends Stores {
  /** Asks on behalf of a person. @throws when the answer has errors. */
  ask(userId: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** Listens to a board on behalf of a person, over graphql-ws as the gateway does. */
  listen(userId: string, competitionId: string, first?: number): AsyncGenerator<Update, undefined>;
  /** Stops this instance, as SIGTERM would. */
  close(): Promise<void>;
}

async function startInstance(stores: Stores, updatesPerSecond: number, admissionWaitMs: number): Promise<Running> {
  const { service, close } = createService('leaderboards', 'silent');
  const config = {
    ...testSubgraphConfig(stores.nats.url),
    REDIS_URL: stores.redis.url,
    LEADERBOARD_MAX_UPDATES_PER_SECOND: updatesPerSecond,
  };
  const url = await startLeaderboards(service, config, admissionWaitMs);
  return {
    ...stores,
    ask: async (userId, query, variables) => {
      const answer = await ask(url, TEST_SECRET, viewerOf(userId), query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data ?? {};
    },
    listen: (userId, competitionId, first) => listenAt(url, viewerOf(userId), { competitionId, first }),
    close,
  };
}

/** An instance of the subgraph for the test under way, on stores of its own unless some are given. */
export async function useLeaderboards({
  stores,
  updatesPerSecond = 100,
  admissionWaitMs = 2000,
}: { stores?: Stores; updatesPerSecond?: number; admissionWaitMs?: number } = {}): Promise<Running> {
  const running = await startInstance(stores ?? (await useStores()), updatesPerSecond, admissionWaitMs);
  onTestFinished(running.close);
  return running;
}

/** One instance for all tests of a file that mind only boards of their own. */
export function shareLeaderboards(): () => Running {
  let shared: Running | undefined;
  beforeAll(async () => {
    shared = await startInstance(await createStores(), 100, 500);
  });
  afterAll(async () => {
    await shared?.close();
    await shared?.dispose();
  });
  return () => {
    if (!shared) throw new Error('the subgraph did not start');
    return shared;
  };
}

const place = z.object({ rank: z.int(), score: z.number(), participant: z.object({ id: z.string() }) });
const update = z.object({
  leaderboardUpdated: z.object({
    position: z.string(),
    leaderboard: z.object({ id: z.string(), participantCount: z.int(), final: z.boolean() }),
    entries: z.array(place),
  }),
});

/** What a listener gets. */
export type Update = z.infer<typeof update>['leaderboardUpdated'];

async function* listenAt(
  url: string,
  viewer: Viewer,
  variables: Record<string, unknown>,
): AsyncGenerator<Update, undefined> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: async () => ({ viewer: await signViewer(TEST_SECRET, viewer) }),
  });
  const query = `subscription ($competitionId: ID!, $first: Int) {
    leaderboardUpdated(competitionId: $competitionId, first: $first) {
      position leaderboard { id participantCount final } entries { rank score participant { id } }
    }
  }`;
  try {
    for await (const { data, errors } of client.iterate({ query, variables })) {
      if (errors) throw new Error(JSON.stringify(errors));
      yield update.parse(data).leaderboardUpdated;
    }
  } finally {
    await client.dispose();
  }
}

const board = z.object({
  leaderboard: z
    .object({
      participantCount: z.int(),
      final: z.boolean(),
      entries: z.object({
        edges: z.array(z.object({ cursor: z.string(), node: place.extend({ percentile: z.number().nullable() }) })),
        pageInfo: z.object({
          hasNextPage: z.boolean(),
          hasPreviousPage: z.boolean(),
          endCursor: z.string().nullable(),
        }),
      }),
      viewerEntry: place.extend({ percentile: z.number().nullable() }).nullable(),
    })
    .nullable(),
});
/** What a query for a board answers. */
export type BoardAnswer = z.infer<typeof board>['leaderboard'];

/** Reads a board. */
export async function readBoard(
  running: Running,
  userId: string,
  id: string,
  page: { first?: number; after?: string | null } = {},
): Promise<BoardAnswer> {
  const query = `query ($id: ID!, $first: Int! = 100, $after: String) {
    leaderboard(id: $id) {
      participantCount final
      entries(first: $first, after: $after) {
        edges { cursor node { rank score percentile participant { id } } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
      viewerEntry { rank score percentile participant { id } }
    }
  }`;
  return board.parse(await running.ask(userId, query, { id, ...page })).leaderboard;
}

/** Who stands where: user, rank, score. */
export const placesOf = (found: BoardAnswer): [string, number, number][] =>
  (found?.entries.edges ?? []).map(({ node }) => [node.participant.id, node.rank, node.score]);

const now = new Date('2026-05-01T12:00:00Z');

/** A competition by distance, open to everybody, unless told otherwise. */
export function created(changes: Partial<EventData<typeof CompetitionCreated>> = {}): Message {
  const competitionId = changes.competitionId ?? uuidv7();
  const data: EventData<typeof CompetitionCreated> = {
    version: 1,
    organizerId: uuidv7(),
    title: 'May',
    metric: 'DISTANCE',
    sports: [],
    visibility: 'PUBLIC',
    startsAt: '2026-05-01T00:00:00.000Z',
    endsAt: '2026-06-01T00:00:00.000Z',
    ...changes,
    competitionId,
  };
  return createEvent(CompetitionCreated, competitionId, data, now);
}

/** Somebody joined; the participation has the person's id unless told otherwise. */
export const joined = (competitionId: string, userId: string, participationId = userId): Message =>
  createEvent(
    ParticipantJoined,
    participationId,
    { version: 1, participationId, competitionId, userId, joinedAt: now.toISOString(), teamId: null },
    now,
  );

/** Somebody's score; the participation has the person's id unless told otherwise. */
export function scored(
  competitionId: string,
  userId: string,
  score: number | null,
  changes: Partial<EventData<typeof ScoreChanged>> = {},
): Message {
  const data: EventData<typeof ScoreChanged> = {
    version: 1,
    competitionId,
    participationId: userId,
    userId,
    score,
    reachedAt: score === null ? null : now.toISOString(),
    activityCount: score === null ? 0 : 1,
    ...changes,
  };
  return createState(ScoreChanged, `scores.${competitionId}.${data.participationId}`, data.participationId, data, now);
}

/** Final standings, in one part unless told otherwise. */
export const finalized = (
  competitionId: string,
  standings: EventData<typeof CompetitionFinalized>['standings'],
  part = 1,
  parts = 1,
  teams: EventData<typeof CompetitionFinalized>['teams'] = [],
): Message =>
  createEvent(CompetitionFinalized, competitionId, { version: 4, competitionId, part, parts, standings, teams }, now);

/** A team's score. */
export function teamScored(
  competitionId: string,
  teamId: string,
  score: number | null,
  changes: Partial<EventData<typeof TeamScoreChanged>> = {},
): Message {
  const reachedAt = score === null ? null : now.toISOString();
  const data = { version: 1, competitionId, teamId, score, reachedAt, activityCount: 1, ...changes };
  return createState(TeamScoreChanged, `team-scores.${competitionId}.${teamId}`, teamId, data, now);
}
