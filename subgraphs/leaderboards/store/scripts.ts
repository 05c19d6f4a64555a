import { FORGOTTEN } from './keys.ts';

// The scripts that keep and read boards. Each is atomic, and gets the same keys:
//   1 ready         says that Redis holds everything; without it, it was emptied
//   2 board         a hash: the competition's rules, position, final standings heard of
//   3 participants  a hash: participation → JSON { user, version, score?, tieBreak? }; the score as text
//   4 people        a hash: user → participation
//   5 ranking       a sorted set of tie-breaks by score, oriented so that lower is better
// The board of a competition's teams has 1 and 2 in common with it, and 3 to 5 of its own, where teams stand for
// participants as well as for users.

/**
 * A board's position grows with every change, and also when the board was lost and made anew: it is the time in
 * milliseconds, or one more than before.
 */
const touch = `
local function touch()
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local last = tonumber(redis.call('HGET', KEYS[2], 'position') or '0')
  redis.call('HSET', KEYS[2], 'position', string.format('%.0f', math.max(last + 1, now)))
end
`;

/** Puts a record into the ranking. Scores stay text: Lua would round them. Boards whose rules are unknown rank nobody. */
const rank = `
local function rank(record, ranking)
  local ascending = redis.call('HGET', KEYS[2], 'ascending')
  if not record.score or not ascending then return end
  local order = record.score
  if ascending == '0' and order ~= '0' then order = '-' .. order end
  redis.call('ZADD', ranking, order, record.tieBreak)
end
`;

/**
 * Keeps a competition's rules: ARGV version, organizer, visibility, ascending (1 or 0). Ranks who was heard of before, and
 * teams: KEYS 6 and 7 are their records and ranking.
 */
export const DESCRIBE = `${touch}${rank}
if tonumber(redis.call('HGET', KEYS[2], 'version') or '0') < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[2], 'version', ARGV[1], 'organizer', ARGV[2], 'visibility', ARGV[3], 'ascending', ARGV[4])
  for _, record in ipairs(redis.call('HVALS', KEYS[3])) do rank(cjson.decode(record), KEYS[5]) end
  for _, record in ipairs(redis.call('HVALS', KEYS[6])) do rank(cjson.decode(record), KEYS[7]) end
  touch()
end
return redis.call('EXISTS', KEYS[1])
`;

/** Empties the board of a competition that is no more, for good: ARGV version. KEYS 6 to 8 are those of its teams. */
export const CANCEL = `${touch}
if tonumber(redis.call('HGET', KEYS[2], 'version') or '0') < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[2], 'version', ARGV[1])
  redis.call('HDEL', KEYS[2], 'organizer', 'visibility', 'ascending', 'final')
  redis.call('DEL', unpack(KEYS, 3))
  touch()
end
return redis.call('EXISTS', KEYS[1])
`;

/**
 * Keeps participants unless something at least as new is kept: ARGV part and parts of final standings (or '' and ''),
 * then participation and record of each. A board is final when all parts were heard of. It has changed when somebody comes,
 * or has another score or place: what else is new is seen by nobody, and may be that of a workout that is not shown.
 */
export const KEEP = `${touch}${rank}
local function place(record) return record.tieBreak and redis.call('ZRANK', KEYS[5], record.tieBreak) or false end
local changed = false
for index = 3, #ARGV, 2 do
  local id, record = ARGV[index], cjson.decode(ARGV[index + 1])
  local kept = redis.call('HGET', KEYS[3], id)
  kept = kept and cjson.decode(kept)
  local forgotten = redis.call('SISMEMBER', '${FORGOTTEN}', record.user) == 1
  if not forgotten and (not kept or kept.version < record.version) then
    local before = kept and place(kept)
    if kept and kept.tieBreak then redis.call('ZREM', KEYS[5], kept.tieBreak) end
    redis.call('HSET', KEYS[3], id, ARGV[index + 1])
    redis.call('HSET', KEYS[4], record.user, id)
    rank(record, KEYS[5])
    local isSame = kept and kept.user == record.user and kept.score == record.score and place(record) == before
    changed = changed or not isSame
  end
end
if ARGV[1] ~= '' and redis.call('HSETNX', KEYS[2], 'part:' .. ARGV[1], '1') == 1 then
  if redis.call('HINCRBY', KEYS[2], 'parts', 1) == tonumber(ARGV[2]) then redis.call('HSET', KEYS[2], 'final', '1') end
  changed = true
end
if changed then touch() end
return redis.call('EXISTS', KEYS[1])
`;

/** The board: rules, counts, and whether the viewer takes part. */
const describe = `
local function board(viewer)
  local found = redis.call('HMGET', KEYS[2], 'organizer', 'visibility', 'ascending', 'final', 'position')
  local counts = { redis.call('HLEN', KEYS[3]), redis.call('ZCARD', KEYS[5]), redis.call('HEXISTS', KEYS[4], viewer) }
  return { found, counts }
end
local function better(order) return redis.call('ZCOUNT', KEYS[5], '-inf', '(' .. order) end
`;

/** The board with its entries from one place to another: how many stand before, the rank of the first, and all of them. */
const page = `
local function page(viewer, first, last)
  local places = last < first and {} or redis.call('ZRANGE', KEYS[5], first, last, 'WITHSCORES')
  if #places == 0 then return { board(viewer), first, 0, {}, {} } end
  local ids = {}
  for index = 1, #places, 2 do ids[#ids + 1] = string.sub(places[index], -36) end
  return { board(viewer), first, better(places[2]) + 1, places, redis.call('HMGET', KEYS[3], unpack(ids)) }
end
`;

/** Whether a text comes after another by its bytes; Lua's own comparison minds the locale. */
const isAfter = `
local function isAfter(a, b)
  for index = 1, math.min(#a, #b) do
    local left, right = string.byte(a, index), string.byte(b, index)
    if left ~= right then return left > right end
  end
  return #a > #b
end
`;

/**
 * Reads a board and a page of it at one instant: ARGV viewer or '', limit, order and tie-break to read after or '' and
 * ''. Answers nothing when Redis was emptied, else the board, how many entries stand before the page, the rank of its
 * first, tie-breaks and orders in turn, and each one's record. Cost: O(log entries + limit).
 */
export const READ = `${describe}${page}${isAfter}
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local first, limit = 0, tonumber(ARGV[2])
if ARGV[3] ~= '' then
  local low, high = better(ARGV[3]), redis.call('ZCOUNT', KEYS[5], '-inf', ARGV[3])
  while low < high do
    local middle = math.floor((low + high) / 2)
    local there = redis.call('ZRANGE', KEYS[5], middle, middle)[1]
    if isAfter(there, ARGV[4]) then high = middle else low = middle + 1 end
  end
  first = low
end
return page(ARGV[1], first, first + limit - 1)
`;

/**
 * Reads a board and the entries around somebody's at one instant: ARGV user, how many on each side. Answers as READ does,
 * without entries when the user has none. Cost: O(log entries + radius).
 */
export const READ_AROUND = `${describe}${page}
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local id = redis.call('HGET', KEYS[4], ARGV[1])
local record = id and cjson.decode(redis.call('HGET', KEYS[3], id))
local index = record and record.tieBreak and redis.call('ZRANK', KEYS[5], record.tieBreak)
if not index then return page(ARGV[1], 0, -1) end
return page(ARGV[1], math.max(0, index - tonumber(ARGV[2])), index + tonumber(ARGV[2]))
`;

/** Removes somebody from a board: ARGV user. Answers 1 when they were there. */
export const FORGET = `${touch}
local id = redis.call('HGET', KEYS[4], ARGV[1])
if not id then return 0 end
local record = cjson.decode(redis.call('HGET', KEYS[3], id))
if record.tieBreak then redis.call('ZREM', KEYS[5], record.tieBreak) end
redis.call('HDEL', KEYS[3], id)
redis.call('HDEL', KEYS[4], ARGV[1])
touch()
return 1
`;

/** Reads somebody's entry: ARGV user. Answers nothing when Redis was emptied, else order and rank, if there is a score. */
export const READ_ENTRY = `${describe}
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local id = redis.call('HGET', KEYS[4], ARGV[1])
local record = id and cjson.decode(redis.call('HGET', KEYS[3], id))
local order = record and record.tieBreak and redis.call('ZSCORE', KEYS[5], record.tieBreak)
if not order then return { board(ARGV[1]) } end
return { board(ARGV[1]), order, better(order) + 1 }
`;

/** Begins to fill Redis: KEYS ready, lock. ARGV run of Redis, token, milliseconds. Answers whose work it is. */
export const BEGIN_FILLING = `
local ready = redis.call('GET', KEYS[1])
if ready == ARGV[1] then return 'nobody' end
if ready then redis.call('DEL', KEYS[1]) end
return redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) and 'mine' or 'another'
`;

/** Goes on filling for some time, or no more: KEYS lock. ARGV token, milliseconds. */
export const GO_ON_FILLING = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
`;

/** Redis is full: KEYS ready, lock. ARGV run of Redis, token. Answers 0 when it was emptied, or taken over, meanwhile. */
export const END_FILLING = `
if redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return 1
`;
