-- The processes of a session. KEYS: 1 processes: hash of id to what is known of it, 2 dead ones that are being swept: the same.
-- ARGV: 1 the operation, 2 prefix of the keys of leases, 3 a process's id, then the operation's own.
local operation, prefix, id = ARGV[1], ARGV[2], ARGV[3]
local lease = prefix .. id

-- the lease's length in milliseconds, what is known of it, channel of all processes
if operation == 'enter' then
  redis.call('HSET', KEYS[1], id, ARGV[5])
  redis.call('SET', lease, '1', 'PX', ARGV[4])
  redis.call('PUBLISH', ARGV[6], 'entered ' .. id .. ' ' .. ARGV[5])
  return 'done'
end

-- the lease's length: 'expired' if it was declared dead
if operation == 'renew' then
  if redis.call('HEXISTS', KEYS[1], id) == 0 then
    return 'expired'
  end
  redis.call('SET', lease, '1', 'PX', ARGV[4])
  return 'done'
end

-- those whose lease has ended, one a line
if operation == 'late' then
  local late = {}
  for _, each in ipairs(redis.call('HKEYS', KEYS[1])) do
    if redis.call('EXISTS', prefix .. each) == 0 then
      table.insert(late, each)
    end
  end
  return table.concat(late, '\n')
end

-- whether it is known to be dead: from now on it can take nothing
if operation == 'bury' then
  local known = redis.call('HGET', KEYS[1], id)
  if not known or (ARGV[4] ~= '1' and redis.call('EXISTS', lease) == 1) then
    return 'no'
  end
  redis.call('HSET', KEYS[2], id, known)
  redis.call('HDEL', KEYS[1], id)
  redis.call('DEL', lease)
  return 'done'
end

if operation == 'dead' then
  return table.concat(redis.call('HKEYS', KEYS[2]), '\n')
end

-- further keys of the process: it is swept
if operation == 'forget' then
  redis.call('HDEL', KEYS[2], id)
  for i = 4, #ARGV do
    redis.call('UNLINK', ARGV[i])
  end
  return 'done'
end

return 'unknown'
