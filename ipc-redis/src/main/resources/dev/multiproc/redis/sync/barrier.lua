-- Barriers. K: hash: parties, limit (nanoseconds, 0 for none), action (serialized; may be missing), generation, phase: open,
-- acting (the last party runs the action), broken; actor (its token). K:w: hash of the tokens that have come, with their places.
-- K:n: set of tokens that have come during the action, and come again after it. K:z: the last generations that did not end well.
local W, N, Z = K .. ':w', K .. ':n', K .. ':z'
local KEPT = 64

local function generation()
  return redis.call('HGET', K, 'generation')
end

local function phase()
  return redis.call('HGET', K, 'phase')
end

local function tellAll(message)
  local parties = redis.call('HKEYS', W)
  for _, token in ipairs(parties) do
    wake(token, message)
  end
  redis.call('DEL', W)
end

local function tellNext()
  for _, token in ipairs(redis.call('SMEMBERS', N)) do
    wake(token, 'again')
  end
  redis.call('DEL', N)
end

local function nextGeneration(message)
  redis.call('HDEL', K, 'actor')
  redis.call('HINCRBY', K, 'generation', 1)
  redis.call('HSET', K, 'phase', 'open')
  tellAll(message)
  tellNext()
end

local function noteBroken()
  redis.call('ZADD', Z, generation(), generation())
  redis.call('ZREMRANGEBYRANK', Z, 0, -KEPT - 1)
end

local function breakIt()
  noteBroken()
  redis.call('HSET', K, 'phase', 'broken')
  redis.call('HDEL', K, 'actor')
  tellAll('broken')
  tellNext()
end

-- token
function operations.arrive()
  local token = ARGV[6]
  if phase() == 'broken' then
    return 'broken'
  end
  if phase() == 'acting' then
    redis.call('SADD', N, token)
    return 'later'
  end
  local parties = tonumber(redis.call('HGET', K, 'parties'))
  local place = parties - 1 - redis.call('HLEN', W)
  local now = generation()
  if place == 0 then
    for _, party in ipairs(redis.call('HKEYS', W)) do
      if not isAlive(processOf(party)) then
        -- It is dead, and will be swept soon.
        breakIt()
        return 'broken'
      end
    end
    if redis.call('HEXISTS', K, 'action') == 1 then
      redis.call('HSET', K, 'phase', 'acting', 'actor', token)
      return 'act ' .. now
    end
    nextGeneration('tripped')
    return 'tripped'
  end
  redis.call('HSET', W, token, place)
  return 'wait ' .. now .. ' ' .. string.format('%d', place)
end

-- token: the action is done
function operations.acted()
  if phase() ~= 'acting' or redis.call('HGET', K, 'actor') ~= ARGV[6] then
    return 'broken'
  end
  nextGeneration('tripped')
  return 'tripped'
end

-- token, generation: what has become of a party
function operations.look()
  if generation() == ARGV[7] then
    return redis.call('HEXISTS', W, ARGV[6]) == 1 and 'wait' or 'broken'
  end
  return redis.call('ZSCORE', Z, ARGV[7]) and 'broken' or 'tripped'
end

-- token: what has become of one who came during the action
function operations.lookNext()
  return redis.call('SISMEMBER', N, ARGV[6]) == 1 and 'wait' or 'again'
end

-- token: does not wait any more for the end of the action
function operations.goNext()
  redis.call('SREM', N, ARGV[6])
  return 'done'
end

-- generation: breaks it, unless it is over
function operations.breakGeneration()
  if generation() ~= ARGV[6] or phase() == 'broken' then
    return 'over'
  end
  breakIt()
  return 'broken'
end

-- A party comes that is interrupted.
function operations.interrupted()
  local before = phase()
  if before == 'open' then
    breakIt()
  end
  return before
end

function operations.abort()
  if phase() ~= 'broken' then
    breakIt()
  end
  return 'done'
end

function operations.reset()
  if phase() ~= 'open' or redis.call('EXISTS', W) == 1 then
    noteBroken()
    nextGeneration('broken')
  end
  return 'done'
end

function operations.phase()
  return phase()
end

function operations.waiting()
  return phase() == 'broken' and '0' or tostring(redis.call('HLEN', W))
end

function operations.sweep()
  local dead = ARGV[6]
  local actor = redis.call('HGET', K, 'actor')
  local isParty = actor and isOf(actor, dead)
  for _, token in ipairs(redis.call('HKEYS', W)) do
    isParty = isParty or isOf(token, dead)
  end
  for _, token in ipairs(redis.call('SMEMBERS', N)) do
    if isOf(token, dead) then
      redis.call('SREM', N, token)
    end
  end
  if isParty then
    breakIt()
  end
  return 'done'
end

return perform(true)
