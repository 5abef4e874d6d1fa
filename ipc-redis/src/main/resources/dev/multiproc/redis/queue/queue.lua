-- Queues. K: hash: capacity, max (deliveries), death (a policy), lease, first and longest (delays in microseconds), next (number of
-- the next item), size (how many of K:q), head and at (how many items of its first entry are gone, and where the next one begins),
-- held (how many are claimed), fence (number of the last claim), state ('shut', 'over'), kind ('letters' for dead letters).
-- K:q: list of chunks: items that were never delivered, in order; the last one's number is next - 1.
-- By an item's number: K:h: hash: chunks of one item that was delivered before and waits again, or is a dead letter; K:n: hash: its
-- deliveries; K:r: sorted set: those that can be taken, by number; K:d: those that wait for a time, by that.
-- By a claim's number: K:c: hash: its chunk; K:o: hash: 'PROCESS FIRST DELIVERIES SET': whose it is, the number of its first item,
-- and which of its items are unfinished; K:l: sorted set: by the end of their lease; such claims have one item; K:a: hash: those
-- that were made ahead: what to tell of who waits.
-- K:p: hash: how many a process holds. K:f: set: lost ones.
-- K:t, K:u, K:j: lists of threads that wait for an item, for room, for the end of all work.
-- K:x is a queue as this one: the dead letters.
local Q, H, N, R, D = K .. ':q', K .. ':h', K .. ':n', K .. ':r', K .. ':d'
local C, O, L, A = K .. ':c', K .. ':o', K .. ':l', K .. ':a'
local F, P = K .. ':f', K .. ':p'
local T, U, J = K .. ':t', K .. ':u', K .. ':j'

-- Nearly all requests put, finish, or claim. What they need comes first, and the script ends there, since making the functions of
-- the others would take longer than all the rest.
local isAnythingDue = redis.call('EXISTS', L, D) == 1

local function isQuick()
  return operations[OPERATION] and not isAnythingDue
end

-- Has happen what its time has come for; see below.
local due = function() end

local function text(number)
  return string.format('%.0f', number)
end

local function option(name)
  return tonumber(redis.call('HGET', K, name) or '0')
end

local function state()
  return redis.call('HGET', K, 'state') or ''
end

local function waiting()
  return option('size') + redis.call('ZCARD', R)
end

local function room()
  local capacity = option('capacity')
  if capacity == 0 then
    return 1000000000
  end
  return math.max(0, capacity - waiting())
end

-- ---------------------------------------------------------------- waking

-- Wakes so many threads of a list; those of processes that do not listen any more do not count.
local function wakeSome(list, count)
  while count > 0 do
    local token = redis.call('LPOP', list)
    if not token then
      return
    end
    local process, number = string.match(token, '^(.*):(%d+)$')
    count = count - redis.call('PUBLISH', CHANNEL .. process, number .. ' go')
  end
end

local function wakeAll(list)
  wakeSome(list, 1000000000)
end

-- ---------------------------------------------------------------- putting

-- Puts a chunk into this queue or another.
local function append(key, chunk, count)
  if redis.call('HGET', key, 'kind') ~= 'letters' then
    redis.call('RPUSH', key .. ':q', chunk)
    redis.call('HINCRBY', key, 'next', count)
    redis.call('HINCRBY', key, 'size', count)
  else
    local _, seconds = countAndSeconds(chunk)
    local position = HEADER + 1
    for _ = 1, count do
      local id = redis.call('HINCRBY', key, 'next', 1) - 1
      redis.call('HSET', key .. ':h', id, chunkOfOne(seconds, bodyAt(chunk, position)))
      redis.call('ZADD', key .. ':r', id, id)
      position = skip(chunk, position, 1)
    end
  end
  wakeSome(key .. ':t', count)
end

-- how: 'now' or 'wait', token, a chunk: how many of its items were put, or 'over'
function operations.put()
  due()
  if ARGV[7] ~= '' then
    redis.call('LREM', U, 1, ARGV[7])
  end
  if state() ~= '' then
    return 'over'
  end
  local chunk = ARGV[8]
  local all, seconds = countAndSeconds(chunk)
  local count = math.min(all, room())
  if count == all then
    append(K, chunk, count)
  elseif count > 0 then
    append(K, chunkOf(count, seconds, string.sub(chunk, HEADER + 1, skip(chunk, HEADER + 1, count) - 1)), count)
  end
  if count < all and ARGV[6] == 'wait' then
    redis.call('RPUSH', U, ARGV[7])
  elseif redis.call('EXISTS', U) == 1 and room() > 0 then
    wakeSome(U, 1)
  end
  return text(count)
end

if isQuick() then
  return perform(true)
end

-- ---------------------------------------------------------------- finishing

local function unfinished()
  return waiting() + redis.call('ZCARD', D) + option('held') + redis.call('SCARD', F)
end

-- After an item went for good, or was lost.
local function wakeAfterEnd()
  if redis.call('EXISTS', J) == 1 and (unfinished() == 0 or redis.call('SCARD', F) > 0) then
    wakeAll(J)
  end
  if state() ~= '' then
    wakeAll(T)
  end
end

-- nil if there is none of that number
local function claim(number)
  local record = redis.call('HGET', O, number)
  if not record then
    return nil
  end
  local process, first, deliveries, set = string.match(record, '^(%S+) (%d+) (%d+) (%S+)$')
  return {number = number, process = process, first = tonumber(first), deliveries = tonumber(deliveries), set = set}
end

-- Items of a claim are claimed no more: how many they were.
local function release(held, from, to)
  local set, gone = without(held.set, from, to)
  if gone == 0 then
    return 0
  end
  held.set = set
  if set == '' then
    redis.call('HDEL', O, held.number)
    redis.call('HDEL', C, held.number)
    redis.call('HDEL', A, held.number)
    redis.call('ZREM', L, held.number)
  else
    redis.call('HSET', O, held.number, held.process .. ' ' .. text(held.first) .. ' ' .. held.deliveries .. ' ' .. set)
  end
  redis.call('HINCRBY', K, 'held', -gone)
  if redis.call('HINCRBY', P, held.process, -gone) <= 0 then
    redis.call('HDEL', P, held.process)
  end
  return gone
end

-- claims, first and last indexes: how many items were too late
function operations.finish()
  due()
  local late = 0
  for i = 6, #ARGV, 3 do
    local held = claim(ARGV[i])
    local from, to = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
    late = late + to - from + 1 - (held and release(held, from, to) or 0)
  end
  wakeAfterEnd()
  return text(late)
end

if isQuick() then
  return perform(true)
end

-- ---------------------------------------------------------------- claiming

local now_ = nil
local function now()
  if not now_ then
    local time = redis.call('TIME')
    now_ = tonumber(time[1]) * 1000000 + tonumber(time[2])
  end
  return now_
end

-- Asks those who have claimed items ahead for what they have not handed out.
local function askForTheRest()
  local asked = {}
  for _, token in ipairs(redis.call('HVALS', A)) do
    if not asked[token] then
      asked[token] = true
      wake(token, 'rest')
    end
  end
end

-- Whether no item can come any more for who holds none.
local function isOver()
  local s = state()
  return s == 'over' or s == 'shut' and waiting() == 0 and redis.call('ZCARD', D) == 0
end

-- In how many microseconds something is due; -1 for never.
local function untilDue()
  local next = nil
  for _, set in ipairs({L, D}) do
    local first = redis.call('ZRANGE', set, 0, 0, 'WITHSCORES')
    if first[2] and (not next or tonumber(first[2]) < next) then
      next = tonumber(first[2])
    end
  end
  return next and text(math.max(0, next - now())) or '-1'
end

local function wait(list, how, token)
  if how == 'wait' then
    redis.call('RPUSH', list, token)
  end
  return '0' .. untilDue()
end

-- Up to so many of the next items that were never delivered, and were put in the same second, as one chunk.
local function fromList(most)
  local first = option('next') - option('size')
  local head, at = option('head'), option('at')
  local parts, count, second = {}, 0, nil
  while count < most do
    local chunk = redis.call('LINDEX', Q, 0)
    if not chunk then
      break
    end
    local all, seconds = countAndSeconds(chunk)
    -- Rather fewer than a part of another chunk, which would cost more.
    if second and (seconds ~= second or all > most - count and count >= most / 2) then
      break
    end
    second = seconds
    local begin = head == 0 and HEADER + 1 or at
    local some = math.min(most - count, all - head)
    count = count + some
    if some == all - head then
      -- Not LPOP, which would make the string once more.
      redis.call('LTRIM', Q, 1, -1)
      if some == all and some == most then
        redis.call('HINCRBY', K, 'size', -some)
        return first, chunk, some
      end
      table.insert(parts, string.sub(chunk, begin))
      head = 0
    else
      at = skip(chunk, begin, some)
      head = head + some
      table.insert(parts, string.sub(chunk, begin, at - 1))
    end
  end
  redis.call('HSET', K, 'head', head, 'at', at)
  redis.call('HINCRBY', K, 'size', -count)
  return first, chunkOf(count, second, table.concat(parts)), count
end

-- Claims up to so many items: fields of the answer, and their number. Ahead: what to tell of who waits, or ''.
local function take(most, ahead)
  local lease = option('lease')
  local answer, taken = {}, 0
  local wasLeased = lease > 0 and redis.call('EXISTS', L) == 1
  while taken < most do
    local first, chunk, count, deliveries
    local returned = redis.call('ZPOPMIN', R)[1]
    if returned then
      first, chunk, count = tonumber(returned), redis.call('HGET', H, returned), 1
      deliveries = tonumber(redis.call('HGET', N, returned) or '0') + 1
      redis.call('HDEL', H, returned)
      redis.call('HDEL', N, returned)
    elseif option('size') > 0 and (taken == 0 or lease > 0 or taken < most / 2) then
      first, chunk, count = fromList(lease > 0 and 1 or most - taken)
      deliveries = 1
    else
      break
    end
    local number = text(redis.call('HINCRBY', K, 'fence', 1))
    redis.call('HSET', C, number, chunk)
    redis.call('HSET', O, number, ME .. ' ' .. text(first) .. ' ' .. deliveries .. ' 0-' .. count - 1)
    if lease > 0 then
      redis.call('ZADD', L, text(now() + lease), number)
    end
    if ahead ~= '' then
      redis.call('HSET', A, number, ahead)
    end
    for _, field in ipairs({number, text(first), text(deliveries), chunk}) do
      table.insert(answer, field)
    end
    taken = taken + count
  end
  redis.call('HINCRBY', K, 'held', taken)
  redis.call('HINCRBY', P, ME, taken)
  if lease > 0 and not wasLeased then
    wakeAll(T)
    wakeAll(J)
  end
  return answer, taken
end

-- Whether this process is told that there will be nothing: it would wait for itself, or for nobody.
local function isEnd()
  return isOver() and (state() == 'over' or redis.call('HLEN', O) == 0 or redis.call('HEXISTS', P, ME) == 1)
end

-- The answer to a claim whose answer was lost: how many wait still, and numbers of claims.
function operations.again(list)
  local answer = {}
  for number in string.gmatch(list, '%d+') do
    local held = #answer > 0 and claim(number)
    if #answer == 0 then
      answer[1] = number
    elseif held then
      for _, field in ipairs({number, text(held.first), text(held.deliveries), redis.call('HGET', C, number)}) do
        table.insert(answer, field)
      end
    end
  end
  return #answer > 1 and cmsgpack.pack(answer) or '0-1'
end

-- most, how, token, ahead: how many wait still, and the claims, packed; '0' and the time until something is due; or '2'
function operations.claim()
  due()
  if ARGV[8] ~= '' then
    redis.call('LREM', T, 1, ARGV[8])
  end
  if waiting() == 0 then
    if isEnd() then
      return '2'
    end
    askForTheRest()
    return wait(T, ARGV[7], ARGV[8])
  end
  local answer, taken = take(tonumber(ARGV[6]), ARGV[9])
  local left = waiting()
  table.insert(answer, 1, text(left))
  if left > 0 then
    wakeSome(T, 1)
  end
  if redis.call('EXISTS', U) == 1 and room() > 0 then
    wakeSome(U, taken)
  end
  local short = {answer[1]}
  for i = 2, #answer, 4 do
    table.insert(short, answer[i])
  end
  return cmsgpack.pack(answer), table.concat(short, ' ')
end

if isQuick() then
  return perform(true)
end
