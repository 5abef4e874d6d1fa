-- Semaphores. K: hash: available, bound. K:w: list of waiting threads, 'NUMBER OWNED TOKEN', first come first served.
-- K:o: hash: owned permits, by token.
local W, O = K .. ':w', K .. ':o'

local function available()
  return tonumber(redis.call('HGET', K, 'available'))
end

local function setAvailable(number)
  redis.call('HSET', K, 'available', string.format('%d', number))
end

local function give(number, isOwned, token)
  setAvailable(available() - number)
  if isOwned == '1' then
    redis.call('HSET', O, token, number)
  end
end

local function grant()
  local head = redis.call('LINDEX', W, 0)
  while head do
    local number, isOwned, token = string.match(head, '^(%d+) (%d) (.*)$')
    if isAlive(processOf(token)) and available() < tonumber(number) then
      return
    end
    redis.call('LPOP', W)
    -- A dead one that is not swept yet would take them with it.
    if isAlive(processOf(token)) then
      give(tonumber(number), isOwned, token)
      wake(token, 'held')
    end
    head = redis.call('LINDEX', W, 0)
  end
end

-- number, owned, token, how: 'now' ahead of those who wait, 'try' behind them, 'wait'
function operations.acquire()
  local number, isOwned, token, how = tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9]
  if available() >= number and (how == 'now' or redis.call('EXISTS', W) == 0) then
    give(number, isOwned, token)
    return 'held'
  end
  if how == 'wait' then
    redis.call('RPUSH', W, ARGV[6] .. ' ' .. isOwned .. ' ' .. token)
  end
  return 'wait'
end

local function entry()
  return ARGV[6] .. ' ' .. ARGV[7] .. ' ' .. ARGV[8]
end

function operations.look()
  return redis.call('LPOS', W, entry()) and 'wait' or 'held'
end

function operations.cancel()
  if redis.call('LREM', W, 1, entry()) == 0 then
    return 'held'
  end
  grant()
  return 'gone'
end

function operations.release()
  local number = tonumber(ARGV[6])
  local sum = available() + number
  if sum > tonumber(redis.call('HGET', K, 'bound')) then
    return 'full ' .. redis.call('HGET', K, 'available')
  end
  setAvailable(sum)
  grant()
  return 'done'
end

-- token: gives owned permits back
function operations.disown()
  local number = redis.call('HGET', O, ARGV[6])
  if not number then
    return 'expired'
  end
  redis.call('HDEL', O, ARGV[6])
  setAvailable(available() + tonumber(number))
  grant()
  return 'done'
end

function operations.drain()
  local number = redis.call('HGET', K, 'available')
  setAvailable(0)
  return number
end

function operations.available()
  return redis.call('HGET', K, 'available')
end

function operations.sweep()
  local dead = ARGV[6]
  for _, waiting in ipairs(redis.call('LRANGE', W, 0, -1)) do
    if isOf(string.match(waiting, '^%d+ %d (.*)$'), dead) then
      redis.call('LREM', W, 1, waiting)
    end
  end
  local owned = redis.call('HGETALL', O)
  for i = 1, #owned, 2 do
    if isOf(owned[i], dead) then
      redis.call('HDEL', O, owned[i])
      setAvailable(available() + tonumber(owned[i + 1]))
    end
  end
  grant()
  return 'done'
end

return perform(true)
