-- Queues. K: hash: capacity, max (deliveries), death (a policy), lease, first and longest (delays in microseconds), next (number of
-- the next item), fence (number of the last claim), state ('shut', 'over').
-- K:q: list: items that were never delivered, in order; the last one's number is next - 1.
-- By the item's number: K:h: hash: bytes of items that were delivered before; K:o: hash: 'FENCE PROCESS' of held ones;
-- K:n: hash: deliveries; K:r: sorted set: those that wait again, by number; K:d: those that wait for a time, by time;
-- K:l: held ones, by the end of their lease. K:f: set: lost ones. K:p: hash: how many a process holds.
-- K:t, K:u, K:j: lists of threads that wait for an item, for room, for the end of all work.
-- K:x is a queue as this one: the dead letters.
local Q, H, O, N = K .. ':q', K .. ':h', K .. ':o', K .. ':n'
local R, D, L, F, P = K .. ':r', K .. ':d', K .. ':l', K .. ':f', K .. ':p'
local T, U, J = K .. ':t', K .. ':u', K .. ':j'

local function text(number)
  return string.format('%.0f', number)
end

local function option(name)
  return tonumber(redis.call('HGET', K, name) or '0')
end

local function state()
  return redis.call('HGET', K, 'state') or ''
end

local now_ = nil
local function now()
  if not now_ then
    local time = redis.call('TIME')
    now_ = tonumber(time[1]) * 1000000 + tonumber(time[2])
  end
  return now_
end

local function waiting()
  return redis.call('LLEN', Q) + redis.call('ZCARD', R)
end

local function unfinished()
  return redis.call('LLEN', Q) + redis.call('HLEN', H) + redis.call('SCARD', F)
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

-- Whether no item can come any more for who holds none.
local function isOver()
  local s = state()
  return s == 'over' or s == 'shut' and waiting() == 0 and redis.call('ZCARD', D) == 0
end

local function wakeForItems(count)
  wakeSome(T, count)
end

-- After an item went for good, or was lost.
local function wakeAfterEnd()
  if unfinished() == 0 or redis.call('SCARD', F) > 0 then
    wakeAll(J)
  end
  if state() ~= '' then
    wakeAll(T)
  end
end

-- ---------------------------------------------------------------- items that were delivered before

local function disown(id)
  local owner = redis.call('HGET', O, id)
  if owner then
    local process = string.match(owner, '^%d+ (.*)$')
    if redis.call('HINCRBY', P, process, -1) <= 0 then
      redis.call('HDEL', P, process)
    end
    redis.call('HDEL', O, id)
    redis.call('ZREM', L, id)
  end
end

local function remove(id)
  redis.call('HDEL', H, id)
  redis.call('HDEL', N, id)
end

local function deadLetter(id, cause, why)
  local letter = cmsgpack.pack({redis.call('HGET', H, id), cause, why, text(now()), redis.call('HGET', N, id) or '0', id})
  remove(id)
  local X = K .. ':x'
  redis.call('HSET', X, 'kind', 'letters')
  redis.call('RPUSH', X .. ':q', letter)
  redis.call('HINCRBY', X, 'next', 1)
  wakeSome(X .. ':t', 1)
end

-- delay in microseconds, -1 for the one of the options
local function giveBack(id, cause, why, delay)
  local deliveries = tonumber(redis.call('HGET', N, id) or '0')
  local max = option('max')
  disown(id)
  if max > 0 and deliveries >= max then
    deadLetter(id, cause, why)
    wakeAfterEnd()
    return
  end
  if state() == 'over' then
    remove(id)
    wakeAfterEnd()
    return
  end
  if delay < 0 then
    delay = option('first')
    for _ = 2, deliveries do
      delay = math.min(option('longest'), delay * 2)
    end
  end
  if delay > 0 then
    redis.call('ZADD', D, text(now() + delay), id)
    -- They sleep until the next time that they know of.
    wakeAll(T)
    wakeAll(J)
  else
    redis.call('ZADD', R, id, id)
    wakeForItems(1)
  end
end

-- Has happen what its time has come for.
local function due()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', L, '-inf', text(now()))) do
    giveBack(id, 'LEASE_ENDED', 'its lease ended', -1)
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', D, '-inf', text(now()))) do
    redis.call('ZREM', D, id)
    redis.call('ZADD', R, id, id)
    wakeForItems(1)
  end
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

-- ---------------------------------------------------------------- putting

local function add(first, last)
  redis.call('RPUSH', Q, unpack(ARGV, first, last))
  redis.call('HINCRBY', K, 'next', last - first + 1)
  wakeForItems(last - first + 1)
end

-- how: 'now' or 'wait', token, then items: how many were put, or 'over'
function operations.put()
  due()
  if ARGV[7] ~= '' then
    redis.call('LREM', U, 1, ARGV[7])
  end
  if state() ~= '' then
    return 'over'
  end
  local number = #ARGV - 7
  local count = math.min(number, room())
  if count > 0 then
    add(8, 7 + count)
  end
  if count < number and ARGV[6] == 'wait' then
    redis.call('RPUSH', U, ARGV[7])
  elseif redis.call('EXISTS', U) == 1 and room() > 0 then
    wakeSome(U, 1)
  end
  return text(count)
end

-- ---------------------------------------------------------------- taking

local function nextOnes(most)
  local ids, bodies = {}, {}
  while #ids < most and redis.call('ZCARD', R) > 0 do
    local id = redis.call('ZPOPMIN', R)[1]
    table.insert(ids, id)
    table.insert(bodies, redis.call('HGET', H, id))
  end
  local again = #ids
  local left = most - again
  if left > 0 then
    local first = option('next') - redis.call('LLEN', Q)
    for i, body in ipairs(redis.call('LPOP', Q, left) or {}) do
      table.insert(ids, text(first + i - 1))
      table.insert(bodies, body)
    end
  end
  return ids, bodies, again
end

-- The first ones were delivered before.
local function claimed(ids, bodies, again)
  local fence = text(redis.call('HINCRBY', K, 'fence', 1))
  local lease = option('lease')
  local answer, held, owners, numbers = {fence}, {}, {}, {}
  local previous = lease > 0 and redis.call('ZRANGE', L, 0, 0)[1]
  for i, id in ipairs(ids) do
    local deliveries = i <= again and tonumber(redis.call('HGET', N, id) or '0') + 1 or 1
    numbers[2 * i - 1], numbers[2 * i] = id, deliveries
    held[2 * i - 1], held[2 * i] = id, bodies[i]
    owners[2 * i - 1], owners[2 * i] = id, fence .. ' ' .. ME
    answer[3 * i - 1], answer[3 * i], answer[3 * i + 1] = id, text(deliveries), bodies[i]
    if lease > 0 then
      redis.call('ZADD', L, text(now() + lease), id)
    end
  end
  redis.call('HSET', H, unpack(held))
  redis.call('HSET', N, unpack(numbers))
  redis.call('HSET', O, unpack(owners))
  redis.call('HINCRBY', P, ME, #ids)
  if lease > 0 and not previous then
    wakeAll(T)
    wakeAll(J)
  end
  return '1' .. cmsgpack.pack(answer)
end

-- Whether this process is told that there will be nothing: it would wait for itself, or for nobody.
local function isEnd()
  return isOver() and (state() == 'over' or redis.call('HLEN', O) == 0 or redis.call('HEXISTS', P, ME) == 1)
end

-- most, how, token: '1' and the items, '0' and the time until something is due, or '2'
function operations.claim()
  due()
  if ARGV[8] ~= '' then
    redis.call('LREM', T, 1, ARGV[8])
  end
  if waiting() == 0 then
    if isEnd() then
      return '2'
    end
    return wait(T, ARGV[7], ARGV[8])
  end
  local ids, bodies, again = nextOnes(tonumber(ARGV[6]))
  local answer = claimed(ids, bodies, again)
  if waiting() > 0 then
    wakeSome(T, 1)
  end
  if redis.call('EXISTS', U) == 1 and room() > 0 then
    wakeSome(U, #ids)
  end
  return answer
end

-- list, token: whether a thread is still to wait
function operations.look()
  return redis.call('LPOS', K .. ARGV[6], ARGV[7]) and 'wait' or 'go'
end

-- list, token: it waits no longer, and passes on a wake-up that it got
function operations.cancel()
  if redis.call('LREM', K .. ARGV[6], 1, ARGV[7]) == 0 then
    if ARGV[6] == ':t' and waiting() > 0 then
      wakeSome(T, 1)
    elseif ARGV[6] == ':u' and room() > 0 then
      wakeSome(U, 1)
    end
  end
  return 'done'
end

-- ---------------------------------------------------------------- settling

local function isMine(id, fence)
  local owner = redis.call('HGET', O, id)
  return owner and string.match(owner, '^(%d+) ') == fence
end

-- ids and fences: how many of them were too late
function operations.finish()
  due()
  local asked, fences = {}, {}
  for i = 6, #ARGV, 2 do
    table.insert(asked, ARGV[i])
    table.insert(fences, ARGV[i + 1])
  end
  local ids, counts = {}, {}
  for i, owner in ipairs(redis.call('HMGET', O, unpack(asked))) do
    local fence, process = string.match(owner or '', '^(%d+) (.*)$')
    if fence == fences[i] then
      table.insert(ids, asked[i])
      counts[process] = (counts[process] or 0) + 1
    end
  end
  if #ids > 0 then
    for process, count in pairs(counts) do
      if redis.call('HINCRBY', P, process, -count) <= 0 then
        redis.call('HDEL', P, process)
      end
    end
    for _, hash in ipairs({O, H, N}) do
      redis.call('HDEL', hash, unpack(ids))
    end
    if option('lease') > 0 then
      redis.call('ZREM', L, unpack(ids))
    end
  end
  wakeAfterEnd()
  return text(#asked - #ids)
end

-- id, fence, key of the other queue, how, token, the item for it: 'done', or 'full', and the thread waits there
function operations.forward()
  due()
  local to, token = ARGV[8], ARGV[10]
  if token ~= '' then
    redis.call('LREM', to .. ':u', 1, token)
  end
  if not isMine(ARGV[6], ARGV[7]) then
    return 'late'
  end
  if redis.call('EXISTS', to) == 0 then
    return 'gone'
  end
  if (redis.call('HGET', to, 'state') or '') ~= '' then
    return 'over'
  end
  local capacity = tonumber(redis.call('HGET', to, 'capacity') or '0')
  if capacity > 0 and redis.call('LLEN', to .. ':q') + redis.call('ZCARD', to .. ':r') >= capacity then
    if ARGV[9] == 'wait' then
      redis.call('RPUSH', to .. ':u', token)
    end
    return 'full'
  end
  redis.call('RPUSH', to .. ':q', ARGV[11])
  redis.call('HINCRBY', to, 'next', 1)
  wakeSome(to .. ':t', 1)
  disown(ARGV[6])
  remove(ARGV[6])
  wakeAfterEnd()
  return 'done'
end

-- id, fence, cause, why, delay
function operations.giveBack()
  due()
  if not isMine(ARGV[6], ARGV[7]) then
    return 'late'
  end
  giveBack(ARGV[6], ARGV[8], ARGV[9], tonumber(ARGV[10]))
  return 'done'
end

-- id, fence, cause, why
function operations.reject()
  due()
  if not isMine(ARGV[6], ARGV[7]) then
    return 'late'
  end
  disown(ARGV[6])
  deadLetter(ARGV[6], ARGV[8], ARGV[9])
  wakeAfterEnd()
  return 'done'
end

-- id, fence, microseconds
function operations.extend()
  due()
  if not isMine(ARGV[6], ARGV[7]) then
    return 'late'
  end
  redis.call('ZADD', L, text(now() + tonumber(ARGV[8])), ARGV[6])
  wakeAll(T)
  wakeAll(J)
  return 'done'
end

-- ---------------------------------------------------------------- looking

function operations.peek()
  due()
  local id = redis.call('ZRANGE', R, 0, 0)[1]
  if id then
    return '1' .. redis.call('HGET', H, id)
  end
  local body = redis.call('LINDEX', Q, 0)
  if body then
    return '1' .. body
  end
  return isEnd() and '2' or '0'
end

function operations.snapshot()
  due()
  local all = {}
  for _, id in ipairs(redis.call('ZRANGE', R, 0, -1)) do
    table.insert(all, redis.call('HGET', H, id))
  end
  for _, body in ipairs(redis.call('LRANGE', Q, 0, -1)) do
    table.insert(all, body)
  end
  return cmsgpack.pack(all)
end

function operations.waiting()
  due()
  return text(waiting())
end

function operations.room()
  due()
  return text(room())
end

function operations.state()
  return state()
end

function operations.unfinished()
  due()
  return text(unfinished())
end

function operations.lost()
  local lost = redis.call('SMEMBERS', F)
  table.sort(lost, function(a, b) return tonumber(a) < tonumber(b) end)
  return table.concat(lost, ' ')
end

-- how, token: '1' if all is finished or some were lost
function operations.join()
  due()
  if ARGV[7] ~= '' then
    redis.call('LREM', J, 1, ARGV[7])
  end
  if unfinished() == 0 or redis.call('SCARD', F) > 0 then
    return '1'
  end
  return wait(J, ARGV[6], ARGV[7])
end

-- ---------------------------------------------------------------- ending

-- The queue of dead letters is there from now on.
function operations.letters()
  redis.call('HSET', K .. ':x', 'kind', 'letters')
  return 'done'
end

-- 'shut' or 'over'
function operations.shutdown()
  due()
  if state() ~= 'over' then
    redis.call('HSET', K, 'state', ARGV[6])
  end
  if state() == 'over' then
    for _, set in ipairs({R, D}) do
      for _, id in ipairs(redis.call('ZRANGE', set, 0, -1)) do
        remove(id)
      end
      redis.call('UNLINK', set)
    end
    redis.call('UNLINK', Q)
  end
  wakeAll(T)
  wakeAll(U)
  if unfinished() == 0 then
    wakeAll(J)
  end
  return 'done'
end

-- a dead process, and what is known of it
function operations.sweep()
  due()
  local dead, policy = ARGV[6], redis.call('HGET', K, 'death') or 'REDELIVER'
  local owners = redis.call('HGETALL', O)
  for i = 1, #owners, 2 do
    if string.match(owners[i + 1], '^%d+ (.*)$') == dead then
      local id = owners[i]
      if policy == 'REDELIVER' or state() == 'over' then
        giveBack(id, 'CONSUMER_DIED', ARGV[7], -1)
      else
        disown(id)
        remove(id)
        if policy == 'FAIL_JOIN' then
          redis.call('SADD', F, id)
        end
        wakeAfterEnd()
      end
    end
  end
  for _, list in ipairs({T, U, J}) do
    for _, token in ipairs(redis.call('LRANGE', list, 0, -1)) do
      if isOf(token, dead) then
        redis.call('LREM', list, 1, token)
      end
    end
  end
  -- It may have been woken, and not have got to it.
  if waiting() > 0 then
    wakeSome(T, waiting())
  end
  if room() > 0 then
    wakeSome(U, room())
  end
  if state() ~= '' then
    wakeAll(T)
  end
  return 'done'
end

return perform(true)
