-- Events and latches: a count, and threads that wait until it is zero. K: hash: count. K:w: set of waiting tokens.
-- Whoever is no longer among those who wait was woken, also if the count is no longer zero.
local W = K .. ':w'

local function open()
  for _, token in ipairs(redis.call('SMEMBERS', W)) do
    wake(token, 'held')
  end
  redis.call('DEL', W)
end

local function isOpen()
  return redis.call('HGET', K, 'count') == '0'
end

-- token, whether to wait
function operations.await()
  if isOpen() then
    return 'held'
  end
  if ARGV[7] == '1' then
    redis.call('SADD', W, ARGV[6])
  end
  return 'wait'
end

function operations.look()
  return redis.call('SISMEMBER', W, ARGV[6]) == 1 and 'wait' or 'held'
end

function operations.cancel()
  return redis.call('SREM', W, ARGV[6]) == 1 and 'gone' or 'held'
end

function operations.set()
  redis.call('HSET', K, 'count', '0')
  open()
  return 'done'
end

function operations.clear()
  redis.call('HSET', K, 'count', '1')
  return 'done'
end

function operations.countDown()
  if not isOpen() and redis.call('HINCRBY', K, 'count', -1) == 0 then
    open()
  end
  return 'done'
end

function operations.count()
  return redis.call('HGET', K, 'count')
end

function operations.sweep()
  for _, token in ipairs(redis.call('SMEMBERS', W)) do
    if isOf(token, ARGV[6]) then
      redis.call('SREM', W, token)
    end
  end
  return 'done'
end

return perform(true)
