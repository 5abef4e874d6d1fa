-- Looking, dead letters, and ending.

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

return perform(true)
