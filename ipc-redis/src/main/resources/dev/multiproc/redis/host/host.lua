-- Agents, and the children that they start.
--
-- KEYS: 1 what all keys here begin with, 2 the processes that are alive. ARGV: 1 prefix of the processes' channels, 2 the operation,
-- then its arguments. Each operation can be repeated: it is sent again after a lost connection.
--
-- Keys behind the first one:
--   agents       set of the agents' names
--   agent:HOST   hash: process, token (whom to wake), most (how many children it may have), about (what is told of it)
--   of:HOST      set of the children that the agent has taken and that have not ended
--   orders:HOST  list of 'NUMBER CHILD WHAT', until the agent has carried them out
--   starts       list of the children that no agent has taken yet, the oldest first
--   children     set of all children
--   child:ID     hash: owner, token, host (* for any), daemon, request, state (asked, taken, started, ended), agent, pid, end, why
--   refused:ID   set of the agents that have refused it
local K, LIVE = KEYS[1], KEYS[2]
local CHANNEL = ARGV[1]
local A, B, C, D, E = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

local operations = {}

local function call(...)
  return redis.call(...)
end

local function isAlive(process)
  return process and call('HEXISTS', LIVE, process) == 1
end

local function wake(token)
  local process, number = string.match(token or '', '^(.*):(%d+)$')
  if process then
    call('PUBLISH', CHANNEL .. process, number .. ' news')
  end
end

local function child(id)
  return K .. ':child:' .. id
end

local function agent(host)
  return K .. ':agent:' .. host
end

local function of(host)
  return K .. ':of:' .. host
end

local function get(id, field)
  return call('HGET', child(id), field)
end

local function wakeAgents(except)
  for _, host in ipairs(call('SMEMBERS', K .. ':agents')) do
    if host ~= except then
      wake(call('HGET', agent(host), 'token'))
    end
  end
end

local function forget(id)
  call('LREM', K .. ':starts', 0, id)
  call('SREM', K .. ':children', id)
  call('UNLINK', child(id), K .. ':refused:' .. id)
end

-- It has ended; why is '' if its agent has told how.
local function setEnded(id, why)
  call('LREM', K .. ':starts', 0, id)
  call('HSET', child(id), 'state', 'ended', 'why', why)
  local host = get(id, 'agent')
  if host then
    call('SREM', of(host), id)
  end
  if isAlive(get(id, 'owner')) then
    wake(get(id, 'token'))
  else
    forget(id)
  end
end

local function endAgent(host)
  call('SREM', K .. ':agents', host)
  for _, id in ipairs(call('SMEMBERS', of(host))) do
    setEnded(id, 'gone')
  end
  call('UNLINK', agent(host), of(host), K .. ':orders:' .. host)
  wakeAgents('')
end

local function order(id, what)
  local host = get(id, 'agent')
  call('RPUSH', K .. ':orders:' .. host, call('INCR', K .. ':order') .. ' ' .. id .. ' ' .. what)
  wake(call('HGET', agent(host), 'token'))
end

-- ---------------------------------------------------------------- what agents ask

-- host, process, token, most, about: 'done', or who else has the name
function operations.register()
  local known = call('HGET', agent(A), 'process')
  if known and known ~= B then
    if isAlive(known) then
      return 'taken ' .. call('HGET', agent(A), 'about')
    end
    endAgent(A)
  end
  call('SADD', K .. ':agents', A)
  call('HSET', agent(A), 'process', B, 'token', C, 'most', D, 'about', E)
  return 'done'
end

-- Whether another agent has fewer children, and a place for one more.
local function isAnyFreer(host, count)
  for _, other in ipairs(call('SMEMBERS', K .. ':agents')) do
    if other ~= host and isAlive(call('HGET', agent(other), 'process')) then
      local others = call('SCARD', of(other))
      if others < count and others < tonumber(call('HGET', agent(other), 'most')) then
        return true
      end
    end
  end
  return false
end

local function isFor(id, host, count, takesAll)
  local wanted = get(id, 'host')
  return (wanted == host or wanted == '*' and (takesAll or not isAnyFreer(host, count)))
    and call('SISMEMBER', K .. ':refused:' .. id, host) == 0
end

local function takeOne(host, takesAll)
  local count = call('SCARD', of(host))
  if count >= tonumber(call('HGET', agent(host), 'most')) then
    return
  end
  for _, id in ipairs(call('LRANGE', K .. ':starts', 0, -1)) do
    if isFor(id, host, count, takesAll) then
      call('LREM', K .. ':starts', 1, id)
      call('HSET', child(id), 'state', 'taken', 'agent', host)
      call('SADD', of(host), id)
      if call('LLEN', K .. ':starts') > 0 then
        wakeAgents('')
      end
      return
    end
  end
end

-- host, process, number of the last order that was carried out, whether it takes what a freer agent has not taken: 'strange' if it is
-- not registered, else lines: start ID for each that it has taken and not answered for; order NUMBER ID WHAT
function operations.take()
  if call('HGET', agent(A), 'process') ~= B then
    return 'strange'
  end
  local orders = K .. ':orders:' .. A
  while true do
    local first = call('LINDEX', orders, 0)
    if not first or tonumber(string.match(first, '^%d+')) > tonumber(C) then
      break
    end
    call('LPOP', orders)
  end
  takeOne(A, D == '1')
  local lines = {}
  for _, id in ipairs(call('SMEMBERS', of(A))) do
    if get(id, 'state') == 'taken' then
      table.insert(lines, 'start ' .. id)
    end
  end
  for _, each in ipairs(call('LRANGE', orders, 0, -1)) do
    table.insert(lines, 'order ' .. each)
  end
  return table.concat(lines, '\n')
end

-- id, host, pid: 'gone' if nobody wants it any more
function operations.started()
  if get(A, 'agent') ~= B or get(A, 'state') == 'ended' then
    return 'gone'
  end
  call('HSET', child(A), 'state', 'started', 'pid', C)
  wake(get(A, 'token'))
  return 'done'
end

-- id, host, why: others may take it, if it is for any
function operations.refused()
  if get(A, 'agent') ~= B or get(A, 'state') ~= 'taken' then
    return 'done'
  end
  call('SADD', K .. ':refused:' .. A, B)
  call('SREM', of(B), A)
  call('HSET', child(A), 'why', C)
  if get(A, 'host') == '*' then
    for _, host in ipairs(call('SMEMBERS', K .. ':agents')) do
      if call('SISMEMBER', K .. ':refused:' .. A, host) == 0 then
        call('HSET', child(A), 'state', 'asked')
        call('HDEL', child(A), 'agent')
        call('RPUSH', K .. ':starts', A)
        wakeAgents(B)
        return 'done'
      end
    end
  end
  setEnded(A, C)
  return 'done'
end

-- id, host, how
function operations.ended()
  if get(A, 'agent') == B and get(A, 'state') ~= 'ended' then
    call('HSET', child(A), 'end', C)
    setEnded(A, '')
    if call('LLEN', K .. ':starts') > 0 then
      wakeAgents('')
    end
  end
  return 'done'
end

-- host, process
function operations.leave()
  if call('HGET', agent(A), 'process') == B then
    endAgent(A)
  end
  return 'done'
end

-- ---------------------------------------------------------------- what owners ask

-- id, owner, host, whether it is a daemon, request
function operations.ask()
  if call('EXISTS', child(A)) == 0 then
    call('HSET', child(A), 'owner', B, 'host', C, 'daemon', D, 'request', E, 'state', 'asked', 'pid', '0')
    call('SADD', K .. ':children', A)
    call('RPUSH', K .. ':starts', A)
    wakeAgents('')
  end
  return 'done'
end

-- owner, token, then id and known state of each: a line ID STATE PID AGENT for each whose state is another one
function operations.look()
  local lines = {}
  for i = 5, #ARGV, 2 do
    local id = ARGV[i]
    local state = get(id, 'state')
    if not state then
      table.insert(lines, id .. ' missing 0 -')
    else
      if get(id, 'token') ~= B then
        call('HSET', child(id), 'owner', A, 'token', B)
      end
      if state ~= ARGV[i + 1] then
        table.insert(lines, id .. ' ' .. state .. ' ' .. get(id, 'pid') .. ' ' .. (get(id, 'agent') or '-'))
      end
    end
  end
  return table.concat(lines, '\n')
end

-- id, field
function operations.field()
  return get(A, B) or ''
end

function operations.forget()
  forget(A)
  return 'done'
end

-- id: its state, or 'withdrawn' if no agent has taken it
function operations.withdraw()
  local state = get(A, 'state')
  if state == 'asked' then
    local why = get(A, 'why') or ''
    forget(A)
    return 'withdrawn ' .. why
  end
  return state or 'missing'
end

-- id, what: terminate, kill or interrupt
function operations.order()
  local state = get(A, 'state')
  if state == 'asked' and B ~= 'interrupt' then
    setEnded(A, B)
  elseif state == 'taken' or state == 'started' then
    order(A, B)
  end
  return 'done'
end

-- the agents, a line each: name, children, most, about
function operations.agents()
  local lines = {}
  for _, host in ipairs(call('SMEMBERS', K .. ':agents')) do
    table.insert(lines, host .. '\t' .. call('SCARD', of(host)) .. '\t' .. call('HGET', agent(host), 'most') .. '\t'
      .. call('HGET', agent(host), 'about'))
  end
  table.sort(lines)
  return table.concat(lines, '\n')
end

-- ---------------------------------------------------------------- after a death

-- a process that is not alive any more
function operations.sweep()
  for _, host in ipairs(call('SMEMBERS', K .. ':agents')) do
    if call('HGET', agent(host), 'process') == A then
      endAgent(host)
    end
  end
  for _, id in ipairs(call('SMEMBERS', K .. ':children')) do
    if get(id, 'owner') == A then
      local state = get(id, 'state')
      if state == 'asked' or state == 'ended' then
        forget(id)
      elseif get(id, 'daemon') == '1' and call('HSETNX', child(id), 'orphan', '1') == 1 then
        order(id, 'end')
      end
    end
  end
  return 'done'
end

return operations[ARGV[2]]()
