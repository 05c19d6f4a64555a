import type { Redis } from 'ioredis';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { defineScript } from '#platform/redis/script.ts';
import type { Board, Entry, EntryPosition, Page, Rules } from '../domain/board.ts';
import { orient, ranksOf, tieBreak, type Standing } from '../domain/ranking.ts';
import { READY, keysOf, teamKeysOf } from './keys.ts';
import { CANCEL, DESCRIBE, KEEP, READ, READ_AROUND, READ_ENTRY } from './scripts.ts';

/** A participant as heard of; a higher version replaces a lower one. */
export interface Participant {
  readonly participationId: string;
  readonly userId: string;
  readonly version: number;
  /** Undefined without a counting workout. */
  readonly standing: Standing | undefined;
}

/** Which part of the final standings something is. */
export interface Part {
  readonly part: number;
  readonly parts: number;
}

/** Version of what stands in the final standings: nothing replaces it. */
export const FINAL_VERSION = Number.MAX_SAFE_INTEGER;
/** Version of somebody of whom only joining was heard. */
export const JOINED_VERSION = 0;

/** Keeps and reads boards. Every write is right in any order and for repeats. */
export interface BoardStore {
  /** Keeps a competition's rules. */
  describe(id: string, version: number, rules: Rules): Promise<void>;
  /** Forgets the board of a competition that is no more; nothing older brings it back. */
  cancel(id: string, version: number): Promise<void>;
  /** Keeps participants; `part` says which part of the final standings they are. */
  keep(id: string, participants: readonly Participant[], part?: Part): Promise<void>;
  /** Keeps teams: `participationId` and `userId` are both the team's id. */
  keepTeams(id: string, teams: readonly Participant[]): Promise<void>;
  /** The best teams of a board, at most `limit`; undefined as below. `userId` is the team's id. */
  readTeams(id: string, limit: number): Promise<readonly Entry[] | undefined>;
  /**
   * A board and up to `limit` of its entries after a position, at one instant. Undefined when Redis was emptied and must
   * be filled first.
   *
   * @param viewerId undefined for somebody who is not logged in
   */
  read(id: string, viewerId: string | undefined, limit: number, after?: EntryPosition): Promise<Page | undefined>;
  /** Somebody's entry and up to `radius` before and after it; none without a score, undefined as above. */
  around(id: string, userId: string, radius: number): Promise<readonly Entry[] | undefined>;
  /** Somebody's entry, null without a score; undefined as above. */
  entryOf(id: string, userId: string): Promise<Entry | null | undefined>;
}

/** Boards in Redis. `onEmptied` is called when a write finds that Redis was emptied. */
export function createBoardStore(redis: Redis, onEmptied: () => void): BoardStore {
  const [describe, cancel, keep] = [
    defineScript(redis, DESCRIBE),
    defineScript(redis, CANCEL),
    defineScript(redis, KEEP),
  ];
  const [read, readEntry, readAround] = [READ, READ_ENTRY, READ_AROUND].map((lua) => defineScript(redis, lua));
  if (!read || !readEntry || !readAround) throw new Error('a script is missing');
  const written = (ready: unknown): void => {
    failpoint('leaderboards.written');
    if (ready !== 1) onEmptied();
  };
  const keepRecords = async (keys: string[], participants: readonly Participant[], part?: Part): Promise<void> => {
    const records = participants.flatMap((each) => [each.participationId, JSON.stringify(recordOf(each))]);
    failpoint('leaderboards.before-write');
    written(await keep(keys, [part?.part ?? '', part?.parts ?? '', ...records]));
  };
  return {
    describe: async (id, version, { organizerId, visibility, ranksAscending }) => {
      failpoint('leaderboards.before-write');
      const [, , teams = '', , teamRanking = ''] = teamKeysOf(id);
      written(
        await describe([...keysOf(id), teams, teamRanking], [version, organizerId, visibility, ranksAscending ? 1 : 0]),
      );
    },
    cancel: async (id, version) => {
      failpoint('leaderboards.before-write');
      written(await cancel([...keysOf(id), ...teamKeysOf(id).slice(2)], [version]));
    },
    keep: (id, participants, part) => keepRecords(keysOf(id), participants, part),
    keepTeams: (id, teams) => keepRecords(teamKeysOf(id), teams),
    readTeams: async (id, limit) => {
      const reply = pageReply.parse(await read(teamKeysOf(id), ['', limit, '', '']));
      return reply === null ? undefined : pageOf(id, reply).entries;
    },
    read: async (id, viewerId, limit, after) => {
      const args = [viewerId ?? '', limit, after?.order ?? '', after?.tieBreak ?? ''];
      const reply = pageReply.parse(await read(keysOf(id), args));
      return reply === null ? undefined : pageOf(id, reply);
    },
    around: async (id, userId, radius) => {
      const reply = pageReply.parse(await readAround(keysOf(id), [userId, radius]));
      return reply === null ? undefined : pageOf(id, reply).entries;
    },
    entryOf: async (id, userId) => {
      const reply = entryReply.parse(await readEntry(keysOf(id), [userId]));
      return reply === null ? undefined : entryIn(id, userId, reply);
    },
  };
}

/** Says whether Redis holds everything, as far as a marker tells. */
export const isReady = async (redis: Redis): Promise<boolean> => (await redis.exists(READY)) === 1;

/** As the scripts keep it. */
const recordOf = ({ participationId, userId, version, standing }: Participant) => ({
  user: userId,
  version,
  ...(standing && { score: String(standing.score), tieBreak: tieBreak(standing, participationId) }),
});
const record = z.string().transform((text) => z.object({ user: z.string() }).parse(JSON.parse(text)));

const boardReply = z.tuple([
  z.tuple([
    z.string().nullable(),
    z.enum(['PUBLIC', 'LINK', 'INVITE']).nullable(),
    z.enum(['0', '1']).nullable(),
    z.string().nullable(),
    z.string().nullable(),
  ]),
  z.tuple([z.int(), z.int(), z.int()]),
]);
const pageReply = z.tuple([boardReply, z.int(), z.int(), z.array(z.string()), z.array(record)]).nullable();
const entryReply = z.union([z.tuple([boardReply]), z.tuple([boardReply, z.coerce.number(), z.int()])]).nullable();

const POSITION_DIGITS = 16;

function boardOf(id: string, [found, counts]: z.infer<typeof boardReply>): Board {
  const [organizerId, visibility, ascending, final, position] = found;
  const [participantCount, entryCount, viewerTakesPart] = counts;
  return {
    id,
    rules: organizerId && visibility ? { organizerId, visibility, ranksAscending: ascending === '1' } : undefined,
    participantCount,
    entryCount,
    final: final === '1',
    position: (position ?? '').padStart(POSITION_DIGITS, '0'),
    viewerTakesPart: viewerTakesPart === 1,
  };
}

function pageOf(id: string, reply: NonNullable<z.infer<typeof pageReply>>): Page {
  const [boardFound, first, firstRank, places, records] = reply;
  const board = boardOf(id, boardFound);
  const ascending = board.rules?.ranksAscending ?? false;
  const positions = records.map((_, index) => ({
    order: Number(places[index * 2 + 1]),
    tieBreak: places[index * 2] ?? '',
  }));
  const orders = positions.map(({ order }) => order);
  const ranks = ranksOf(orders, firstRank, first);
  const entries = positions.map((position, index) => ({
    userId: records[index]?.user ?? '',
    score: orient(position.order, ascending),
    rank: ranks[index] ?? 0,
    entryCount: board.entryCount,
    position,
  }));
  return { board, entries, hasPrevious: first > 0 };
}

function entryIn(
  id: string,
  userId: string,
  [found, order, rank]: NonNullable<z.infer<typeof entryReply>>,
): Entry | null {
  if (order === undefined || rank === undefined) return null;
  const { rules, entryCount } = boardOf(id, found);
  return { userId, score: orient(order, rules?.ranksAscending ?? false), rank, entryCount };
}
