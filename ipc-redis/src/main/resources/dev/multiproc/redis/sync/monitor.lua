-- Locks, read-write locks and their conditions. A lock is a read-write lock without readers.
--
-- K: hash: owner (the writer's token), fence (number of the last write lock), died (1 from the owner's death until a writer
--    unlocks). K:w: list of waiting threads, 'w' or 'r' and a token, first come first served. K:r: set of the readers' tokens.
--    K:s: hash: which condition sent a thread here, until that frees the lock. A condition has a list of waiting tokens, C:w.
-- Whoever frees the lock gives it to the first that wait: it is never free while somebody waits for it.
local W, R, S = K .. ':w', K .. ':r', K .. ':s'

local function owner()
  return redis.call('HGET', K, 'owner')
end

-- What the owner is told: the fence, whether the last owner died, and whether its condition was deleted.
local function held(token)
  local reason = redis.call('HGET', S, token)
  return 'held ' .. redis.call('HGET', K, 'fence') .. ' ' .. (redis.call('HGET', K, 'died') or '0')
    .. (reason == 'deleted' and ' deleted' or '')
end

local function take(token)
  redis.call('HINCRBY', K, 'fence', 1)
  redis.call('HSET', K, 'owner', token)
  return held(token)
end

local function grant()
  local head = redis.call('LINDEX', W, 0)
  while head and not owner() do
    local token = string.sub(head, 2)
    if string.sub(head, 1, 1) == 'r' then
      redis.call('LPOP', W)
      redis.call('SADD', R, token)
      wake(token, 'held 0 0')
    elseif redis.call('EXISTS', R) == 0 then
      redis.call('LPOP', W)
      wake(token, take(token))
    else
      return
    end
    head = redis.call('LINDEX', W, 0)
  end
end

local function waitsFor(list, entry)
  return redis.call('LPOS', list, entry) ~= false
end

-- Takes the lock for a token, or says 'wait'. ofWriter: the token with which the same thread holds the write lock.
local function tryTake(kind, token, ofWriter)
  local writer = owner()
  if kind == 'w' then
    if writer == token then
      return held(token)
    end
    if not writer and redis.call('EXISTS', R) == 0 then
      return take(token)
    end
  elseif redis.call('SISMEMBER', R, token) == 1 then
    return 'held 0 0'
  elseif writer and writer == ofWriter or not writer and redis.call('EXISTS', W) == 0 then
    redis.call('SADD', R, token)
    return 'held 0 0'
  end
  return 'wait'
end

-- kind, token, whether to wait, the token of the write lock
function operations.acquire()
  local kind, token = ARGV[6], ARGV[7]
  local answer = tryTake(kind, token, ARGV[9])
  if answer == 'wait' and ARGV[8] == '1' and not waitsFor(W, kind .. token) then
    redis.call('RPUSH', W, kind .. token)
  end
  return answer
end

-- kind, token: ends a wait, unless the lock was given to it meanwhile
function operations.cancel()
  local kind, token = ARGV[6], ARGV[7]
  if kind == 'w' and owner() == token then
    return tryTake(kind, token, '')
  end
  if kind == 'r' and redis.call('SISMEMBER', R, token) == 1 then
    return 'held 0 0'
  end
  redis.call('LREM', W, 1, kind .. token)
  grant()
  return 'gone'
end

-- kind, token, whether the mark of the dead owner stays
function operations.release()
  local kind, token = ARGV[6], ARGV[7]
  if kind == 'r' then
    if redis.call('SREM', R, token) == 0 then
      return 'expired'
    end
  else
    if owner() ~= token then
      return 'expired'
    end
    redis.call('HDEL', K, 'owner')
    redis.call('HDEL', S, token)
    if ARGV[8] ~= '1' then
      redis.call('HDEL', K, 'died')
    end
  end
  grant()
  return 'done'
end

function operations.owner()
  return owner() or ''
end

function operations.readers()
  return tostring(redis.call('SCARD', R))
end

function operations.died()
  return owner() and '0' or redis.call('HGET', K, 'died') or '0'
end

-- Conditions: KEYS[4] is the condition.

-- the owner's token, the waiting thread's: frees the lock and waits for a signal
function operations.await()
  local C, token, waiter = KEYS[4], ARGV[6], ARGV[7]
  if owner() ~= token then
    return 'expired'
  end
  if redis.call('EXISTS', C) == 0 then
    return 'deleted-condition'
  end
  redis.call('RPUSH', C .. ':w', waiter)
  redis.call('HDEL', K, 'owner', 'died')
  redis.call('HDEL', S, token)
  grant()
  return 'wait'
end

-- token: where a thread is that waits for a signal
function operations.look()
  local C, token = KEYS[4], ARGV[6]
  if waitsFor(C .. ':w', token) or waitsFor(W, 'w' .. token) then
    return 'wait'
  end
  local answer = tryTake('w', token, '')
  if answer == 'wait' then
    redis.call('RPUSH', W, 'w' .. token)
  end
  return answer
end

-- token: ends the wait for a signal, and waits for the lock
function operations.leave()
  local C, token = KEYS[4], ARGV[6]
  local prefix = redis.call('LREM', C .. ':w', 1, token) == 1 and 'unsignalled ' or 'signalled '
  return prefix .. operations.look()
end

local function signalOne(C, except)
  local list = C .. ':w'
  for _, token in ipairs(redis.call('LRANGE', list, 0, -1)) do
    if not isOf(token, except) then
      redis.call('LREM', list, 1, token)
      redis.call('RPUSH', W, 'w' .. token)
      redis.call('HSET', S, token, C)
      return true
    end
  end
  return false
end

-- the owner's token, how many: -1 for all
function operations.signal()
  local C, left = KEYS[4], tonumber(ARGV[7])
  if owner() ~= ARGV[6] then
    return 'expired'
  end
  if redis.call('EXISTS', C) == 0 then
    return 'deleted-condition'
  end
  while left ~= 0 do
    local token = redis.call('LPOP', C .. ':w')
    if not token then
      break
    end
    redis.call('RPUSH', W, 'w' .. token)
    redis.call('HSET', S, token, C)
    left = left - 1
  end
  return 'done'
end

-- Before a condition is deleted: its waiting threads take the lock again, and are told why.
function operations.dismiss()
  local C = KEYS[4]
  local token = redis.call('LPOP', C .. ':w')
  while token do
    redis.call('RPUSH', W, 'w' .. token)
    redis.call('HSET', S, token, 'deleted')
    token = redis.call('LPOP', C .. ':w')
  end
  redis.call('DEL', C)
  grant()
  return 'done'
end

-- The signal of a thread that is dead, and may not have seen it.
local function passOn(token, dead)
  local C = redis.call('HGET', S, token)
  redis.call('HDEL', S, token)
  if C and C ~= 'deleted' then
    signalOne(C, dead)
  end
end

-- A dead process: frees what it holds, and passes the signals on that its threads have not seen.
function operations.sweep()
  local dead = ARGV[6]
  for _, entry in ipairs(redis.call('LRANGE', W, 0, -1)) do
    local token = string.sub(entry, 2)
    if isOf(token, dead) then
      redis.call('LREM', W, 1, entry)
      passOn(token, dead)
    end
  end
  for _, token in ipairs(redis.call('SMEMBERS', R)) do
    if isOf(token, dead) then
      redis.call('SREM', R, token)
    end
  end
  local writer = owner()
  if writer and isOf(writer, dead) then
    redis.call('HDEL', K, 'owner')
    redis.call('HSET', K, 'died', '1')
    passOn(writer, dead)
  end
  grant()
  return 'done'
end

-- A dead process: K is a condition.
function operations.sweepCondition()
  for _, token in ipairs(redis.call('LRANGE', W, 0, -1)) do
    if isOf(token, ARGV[6]) then
      redis.call('LREM', W, 1, token)
    end
  end
  return 'done'
end

return perform(true)
