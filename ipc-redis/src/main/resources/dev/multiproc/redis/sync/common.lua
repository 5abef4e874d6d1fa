-- What all scripts of shared objects begin with.
--
-- KEYS: 1 the object, 2 the processes that are alive, 3 the last answers to this process; further ones have the same hash tag.
-- ARGV: 1 prefix of the processes' channels, 2 this process, 3 and 4 slot and number of the request, 5 the operation, then its
-- arguments.
--
-- A request that is sent again after a lost connection has the same slot and number: it gets the same answer, and changes nothing.
local K, LIVE, ANSWERS = KEYS[1], KEYS[2], KEYS[3]
local CHANNEL, ME, SLOT, NUMBER, OPERATION = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local operations = {}

local function isAlive(process)
  return redis.call('HEXISTS', LIVE, process) == 1
end

-- A token names a waiting thread: its process, a colon, and a number there.
local function processOf(token)
  return string.match(token, '^(.*):%d+$')
end

local function isOf(token, process)
  return processOf(token) == process
end

local function wake(token, message)
  local process, number = string.match(token, '^(.*):(%d+)$')
  redis.call('PUBLISH', CHANNEL .. process, number .. ' ' .. message)
end

-- a field of the object, as it was made
function operations.field()
  return redis.call('HGET', K, ARGV[6]) or ''
end

local function perform(isForTheLiving)
  if redis.call('EXISTS', K) == 0 then
    return 'deleted'
  end
  if SLOT ~= '' then
    local last = redis.call('HGET', ANSWERS, SLOT)
    local mark = NUMBER .. ' '
    if last and string.sub(last, 1, #mark) == mark then
      local answer = string.sub(last, #mark + 1)
      return string.sub(answer, 1, 1) == '\1' and operations.again(string.sub(answer, 2)) or answer
    end
    if isForTheLiving and not isAlive(ME) then
      return 'expired'
    end
  end
  -- A long answer is not kept; a short one is, with a mark, from which the operation 'again' can make it.
  local answer, short = operations[OPERATION]()
  if SLOT ~= '' then
    redis.call('HSET', ANSWERS, SLOT, NUMBER .. ' ' .. (short and '\1' .. short or answer))
  end
  return answer
end
