-- Describes a session from outside, and changes nothing. KEYS: 1 names, 2 processes. ARGV: 1 prefix of objects' keys, 2 prefix of
-- the keys of leases. Answers lines, whose words are separated by tabs:
-- p, process id, milliseconds of its lease that are left, what is known of it: a process
-- o, name, kind, id: an object; what follows is of it
-- f, title, number: a figure
-- h, process id: it holds the object
-- w, process id, purpose: a thread of it waits for the object
-- v, the value in hexadecimal digits, and titles if it has some
local objects, leases = ARGV[1], ARGV[2]
local lines = {}

local function say(...)
  table.insert(lines, table.concat({...}, '\t'))
end

local function number(key, field)
  return tonumber(redis.call('HGET', key, field) or '0') or 0
end

local function figure(title, count)
  say('f', title, string.format('%.0f', count))
end

local function processOf(token)
  return string.match(token, '([^ ]*):%d+$') or token
end

local function holds(token)
  say('h', processOf(token))
end

local function wait(tokens, purpose)
  for _, token in ipairs(tokens) do
    say('w', processOf(token), purpose)
  end
end

local function list(key)
  return redis.call('LRANGE', key, 0, -1)
end

local look = {}

local function depth(K)
  return number(K, 'size') + redis.call('ZCARD', K .. ':r')
end

local function queue(K)
  local delayed = redis.call('ZCARD', K .. ':d')
  figure('waiting', depth(K))
  if delayed > 0 then
    figure('delayed', delayed)
  end
  figure('put', number(K, 'next'))
  figure('in flight', number(K, 'held'))
  local capacity = number(K, 'capacity')
  if capacity > 0 then
    figure('capacity', capacity)
  end
  local dead = depth(K .. ':x')
  if dead > 0 then
    figure('dead letters', dead)
  end
  for _, process in ipairs(redis.call('HKEYS', K .. ':p')) do
    say('h', process)
  end
  wait(list(K .. ':t'), 'to take from')
  wait(list(K .. ':u'), 'for room in')
  wait(list(K .. ':j'), 'for the end of all in')
end
look['1'], look['2'] = queue, queue

local function lock(K)
  local owner = redis.call('HGET', K, 'owner')
  if owner then
    holds(owner)
  end
  local readers = redis.call('SMEMBERS', K .. ':r')
  for _, token in ipairs(readers) do
    holds(token)
  end
  if #readers > 0 then
    figure('readers', #readers)
  end
  figure('fence', number(K, 'fence'))
  for _, entry in ipairs(list(K .. ':w')) do
    wait({string.sub(entry, 2)}, string.sub(entry, 1, 1) == 'r' and 'to read under' or 'to lock')
  end
end
look['10'], look['16'] = lock, lock

look['11'] = function(K)
  wait(list(K .. ':w'), 'for a signal of')
end

look['12'] = function(K)
  figure('available', number(K, 'available'))
  for _, token in ipairs(redis.call('HKEYS', K .. ':o')) do
    holds(token)
  end
  wait(list(K .. ':w'), 'for permits of')
end

local function gate(K)
  figure('count', number(K, 'count'))
  wait(redis.call('SMEMBERS', K .. ':w'), 'for')
end
look['13'], look['14'] = gate, gate

look['15'] = function(K)
  figure('parties', number(K, 'parties'))
  wait(redis.call('HKEYS', K .. ':w'), 'at')
end

local MOST_SHOWN = 4096
local function value(K)
  local bytes = redis.call('STRLEN', K .. ':v')
  figure('bytes', bytes)
  if bytes <= MOST_SHOWN then
    local hexadecimal = string.gsub(redis.call('GET', K .. ':v') or '', '.', function(byte)
      return string.format('%02x', string.byte(byte))
    end)
    local titles = string.gsub(redis.call('HGET', K, 'titles') or '', '\n', '\t')
    say('v', hexadecimal, titles)
  end
end

for _, process in ipairs(redis.call('HKEYS', KEYS[2])) do
  say('p', process, redis.call('PTTL', leases .. process), redis.call('HGET', KEYS[2], process))
end
local names = redis.call('HGETALL', KEYS[1])
for i = 1, #names, 2 do
  local kind, id = string.match(names[i + 1], '^(%d+) (%d+)$')
  say('o', names[i], kind, id)
  local how = look[kind] or value
  how(objects .. id)
end
return table.concat(lines, '\n')
