// The scripts that keep who is whose friend, and read their places on a board.

/**
 * Keeps something of two people, for both, unless something at least as new is kept: KEYS ready, a hash of the one and one of
 * the other. ARGV the one, the other, version, and the record of each: `<version>:1` for what stands, `<version>:0` for
 * what does not. What stands no more stays with its version, so that an older event does not bring it back.
 */
export const KEEP_PAIR = `
local kept = redis.call('HGET', KEYS[2], ARGV[2])
if not kept or tonumber(string.match(kept, '^%d+')) < tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[5])
end
return redis.call('EXISTS', KEYS[1])
`;

/** With whom something stands in somebody's hash: KEYS ready, the hash. Answers nothing when Redis was emptied. */
export const READ_STANDING = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local found, kept = {}, redis.call('HGETALL', KEYS[2])
for index = 1, #kept, 2 do
  if string.sub(kept[index + 1], -2) == ':1' then found[#found + 1] = kept[index] end
end
return found
`;

/**
 * Reads the places of somebody's friends on a board at one instant: the keys of the board (store/scripts.ts), then the
 * friends. ARGV how many at most. Answers nothing when Redis was emptied, else how many entries the board has, whether it
 * ranks ascending, and user, order and rank of each friend with a score, the best first. Cost: O(friends · log entries).
 */
export const READ_FRIENDS = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local users, kept = {}, redis.call('HGETALL', KEYS[6])
for index = 1, #kept, 2 do
  if string.sub(kept[index + 1], -2) == ':1' then users[#users + 1] = kept[index] end
end
local places = {}
for _, user in ipairs(users) do
  local id = redis.call('HGET', KEYS[4], user)
  local record = id and cjson.decode(redis.call('HGET', KEYS[3], id))
  local index = record and record.tieBreak and redis.call('ZRANK', KEYS[5], record.tieBreak)
  if index then places[#places + 1] = { index, user, record.tieBreak } end
end
table.sort(places, function(a, b) return a[1] < b[1] end)
local found = {}
for index = 1, math.min(#places, tonumber(ARGV[1])) do
  local _, user, tieBreak = unpack(places[index])
  local order = redis.call('ZSCORE', KEYS[5], tieBreak)
  found[index] = { user, order, redis.call('ZCOUNT', KEYS[5], '-inf', '(' .. order) + 1 }
end
return { redis.call('ZCARD', KEYS[5]), redis.call('HGET', KEYS[2], 'ascending') or '0', found }
`;
