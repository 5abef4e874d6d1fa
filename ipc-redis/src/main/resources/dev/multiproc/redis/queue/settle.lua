-- What becomes of claimed items beside that they are finished.

-- Items of a claim, by their indexes, which ascend.
local function itemsOf(held, indexes)
  local chunk = redis.call('HGET', C, held.number)
  local _, seconds = countAndSeconds(chunk)
  local items, position, at = {}, HEADER + 1, 0
  for _, index in ipairs(indexes) do
    position = skip(chunk, position, index - at)
    at = index
    table.insert(items, {
      id = text(held.first + index),
      body = bodyAt(chunk, position),
      seconds = seconds,
      deliveries = held.deliveries,
      index = index
    })
  end
  return items
end

-- An item that its claimer releases: nil if it came too late.
local function released(number, index)
  local held = claim(number)
  if not held then
    return nil
  end
  index = tonumber(index)
  local set = without(held.set, index, index)
  if set == held.set then
    return nil
  end
  local item = itemsOf(held, {index})[1]
  release(held, index, index)
  return item
end

local function deadLetter(item, cause, why)
  local X = K .. ':x'
  redis.call('HSET', X, 'kind', 'letters')
  local letter = {item.body, cause, why, text(now()), text(item.deliveries), text(item.id), text(item.seconds)}
  append(X, chunkOfOne(item.seconds, cmsgpack.pack(letter)), 1)
end

-- Has an item wait again that is claimed no more. Its deliveries are those that count.
local function enqueue(item, delay)
  redis.call('HSET', H, item.id, chunkOfOne(item.seconds, item.body))
  redis.call('HSET', N, item.id, item.deliveries)
  if delay > 0 then
    redis.call('ZADD', D, text(now() + delay), item.id)
    -- They sleep until the next time that they know of.
    wakeAll(T)
    wakeAll(J)
  else
    redis.call('ZADD', R, item.id, item.id)
    wakeSome(T, 1)
  end
end

-- The same, but that it may have been delivered too often, or the queue may be over. Delay in microseconds, -1 for the options'.
local function giveBack(item, cause, why, delay)
  local max = option('max')
  if max > 0 and item.deliveries >= max then
    deadLetter(item, cause, why)
    wakeAfterEnd()
  elseif state() == 'over' then
    wakeAfterEnd()
  else
    if delay < 0 then
      delay = option('first')
      for _ = 2, item.deliveries do
        delay = math.min(option('longest'), delay * 2)
      end
    end
    enqueue(item, delay)
  end
end

-- Has happen what its time has come for.
due = function()
  for _, number in ipairs(redis.call('ZRANGEBYSCORE', L, '-inf', text(now()))) do
    giveBack(released(number, 0), 'LEASE_ENDED', 'its lease ended', -1)
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', D, '-inf', text(now()))) do
    redis.call('ZREM', D, id)
    redis.call('ZADD', R, id, id)
    wakeSome(T, 1)
  end
end

-- claim and index: it and the later ones were not handed out
function operations.rest()
  local held = claim(ARGV[6])
  if not held then
    return 'late'
  end
  local from = tonumber(ARGV[7])
  local indexes = {}
  for _, index in ipairs(numbers(held.set)) do
    if index >= from then
      table.insert(indexes, index)
    end
  end
  local items = itemsOf(held, indexes)
  release(held, from, 1000000000)
  redis.call('HDEL', A, ARGV[6])
  for _, item in ipairs(items) do
    item.deliveries = item.deliveries - 1
    if state() ~= 'over' then
      enqueue(item, 0)
    end
  end
  wakeAfterEnd()
  return 'done'
end

-- list, token: whether a thread is still to wait
function operations.look()
  if ARGV[6] == ':t' then
    askForTheRest()
  end
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

-- claim, index, key of the other queue, how, token, a chunk of one item for it: 'done', or 'full', and the thread waits there
function operations.forward()
  due()
  local to, token = ARGV[8], ARGV[10]
  if token ~= '' then
    redis.call('LREM', to .. ':u', 1, token)
  end
  local held, index = claim(ARGV[6]), tonumber(ARGV[7])
  if not held or without(held.set, index, index) == held.set then
    return 'late'
  end
  local other = redis.call('HMGET', to, 'kind', 'state', 'capacity', 'size')
  if not other[1] then
    return 'gone'
  end
  if (other[2] or '') ~= '' then
    return 'over'
  end
  local capacity = tonumber(other[3] or '0')
  if capacity > 0 and tonumber(other[4] or '0') + redis.call('ZCARD', to .. ':r') >= capacity then
    if ARGV[9] == 'wait' then
      redis.call('RPUSH', to .. ':u', token)
    end
    return 'full'
  end
  append(to, ARGV[11], 1)
  release(held, index, index)
  wakeAfterEnd()
  return 'done'
end

-- claim, index, cause, why, delay
function operations.giveBack()
  due()
  local item = released(ARGV[6], ARGV[7])
  if not item then
    return 'late'
  end
  giveBack(item, ARGV[8], ARGV[9], tonumber(ARGV[10]))
  return 'done'
end

-- claim, index, cause, why
function operations.reject()
  due()
  local item = released(ARGV[6], ARGV[7])
  if not item then
    return 'late'
  end
  deadLetter(item, ARGV[8], ARGV[9])
  wakeAfterEnd()
  return 'done'
end

-- claim, index, microseconds
function operations.extend()
  due()
  if not claim(ARGV[6]) then
    return 'late'
  end
  redis.call('ZADD', L, text(now() + tonumber(ARGV[8])), ARGV[6])
  wakeAll(T)
  wakeAll(J)
  return 'done'
end

-- Gives back, or loses, as the options say, what a dead process holds by a claim.
local function sweepClaim(held, why)
  local policy = redis.call('HGET', K, 'death') or 'REDELIVER'
  local items = itemsOf(held, numbers(held.set))
  release(held, 0, 1000000000)
  for _, item in ipairs(items) do
    if policy == 'REDELIVER' or state() == 'over' then
      giveBack(item, 'CONSUMER_DIED', why, -1)
    else
      if policy == 'FAIL_JOIN' then
        redis.call('SADD', F, item.id)
      end
      wakeAfterEnd()
    end
  end
end

-- a dead process, and what is known of it
function operations.sweep()
  due()
  local dead = ARGV[6]
  local records = redis.call('HGETALL', O)
  for i = 1, #records, 2 do
    if string.match(records[i + 1], '^%S+') == dead then
      sweepClaim(claim(records[i]), ARGV[7])
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
