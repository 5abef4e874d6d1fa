-- The rest of queue.lua: what becomes of claimed items, looking, and ending.

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

-- ---------------------------------------------------------------- looking

function operations.peek()
  due()
  local id = redis.call('ZRANGE', R, 0, 0)[1]
  if id then
    return '1' .. bodyAt(redis.call('HGET', H, id), HEADER + 1)
  end
  local chunk = redis.call('LINDEX', Q, 0)
  if chunk then
    return '1' .. bodyAt(chunk, option('head') == 0 and HEADER + 1 or option('at'))
  end
  return isEnd() and '2' or '0'
end

-- Chunks with the items that wait.
function operations.snapshot()
  due()
  local all = {}
  for _, id in ipairs(redis.call('ZRANGE', R, 0, -1)) do
    table.insert(all, redis.call('HGET', H, id))
  end
  local head = option('head')
  for i, chunk in ipairs(redis.call('LRANGE', Q, 0, -1)) do
    if i == 1 and head > 0 then
      local count, seconds = countAndSeconds(chunk)
      chunk = chunkOf(count - head, seconds, string.sub(chunk, option('at')))
    end
    table.insert(all, chunk)
  end
  return cmsgpack.pack(all)
end

-- Numbers of the letters that wait, and chunks of one, by turns.
function operations.allLetters()
  local all = {}
  for _, id in ipairs(redis.call('ZRANGE', R, 0, -1)) do
    table.insert(all, id)
    table.insert(all, redis.call('HGET', H, id))
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

-- ---------------------------------------------------------------- dead letters

-- The queue of dead letters is there from now on.
function operations.letters()
  redis.call('HSET', K .. ':x', 'kind', 'letters')
  return 'done'
end

-- Of dead letters: how, token, then numbers of letters: puts them back where they come from, in their order. 'done', 'full', and the
-- thread waits there, or 'over'; then how many went, and how many numbers are settled.
function operations.redrive()
  local to, token = string.sub(K, 1, -3), ARGV[7]
  if token ~= '' then
    redis.call('LREM', to .. ':u', 1, token)
  end
  local went, seen = 0, 0
  for i = 8, #ARGV do
    local other = redis.call('HMGET', to, 'kind', 'state', 'capacity', 'size')
    if not other[1] then
      return 'gone 0 0'
    end
    if redis.call('ZSCORE', R, ARGV[i]) then
      local capacity = tonumber(other[3] or '0')
      if (other[2] or '') ~= '' then
        return 'over ' .. went .. ' ' .. seen
      elseif capacity > 0 and tonumber(other[4] or '0') + redis.call('ZCARD', to .. ':r') >= capacity then
        if ARGV[6] == 'wait' then
          redis.call('RPUSH', to .. ':u', token)
        end
        return 'full ' .. went .. ' ' .. seen
      end
      local letter = cmsgpack.unpack(bodyAt(redis.call('HGET', H, ARGV[i]), HEADER + 1))
      redis.call('ZREM', R, ARGV[i])
      redis.call('HDEL', H, ARGV[i])
      redis.call('HDEL', N, ARGV[i])
      append(to, chunkOfOne(math.floor(now() / 1000000), letter[1]), 1)
      went = went + 1
    end
    seen = seen + 1
  end
  return 'done ' .. went .. ' ' .. seen
end

-- ---------------------------------------------------------------- ending

-- 'shut' or 'over'
function operations.shutdown()
  due()
  if state() ~= 'over' then
    redis.call('HSET', K, 'state', ARGV[6])
  end
  if state() == 'over' then
    redis.call('UNLINK', R, D, H, N, Q)
    redis.call('HSET', K, 'size', 0, 'head', 0)
  end
  wakeAll(T)
  wakeAll(U)
  if unfinished() == 0 then
    wakeAll(J)
  end
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

return perform(true)
