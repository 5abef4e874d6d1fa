-- Deletes a shared object with its parts. KEYS: 1 names. ARGV: 1 name, 2 id, 3 prefix of objects' keys, 4 channel of all processes,
-- then the endings of the keys that an object may have. Answers '1', or '0' if it was deleted before.
local prefix, channel = ARGV[3], ARGV[4]

local function delete(name, id)
  local known = redis.call('HGET', KEYS[1], name)
  if not known or string.match(known, ' (%d+)$') ~= id then
    return '0'
  end
  redis.call('HDEL', KEYS[1], name)
  local key = prefix .. id
  for _, part in ipairs(redis.call('SMEMBERS', key .. ':parts')) do
    local partName, partId = string.match(part, '^(.*)/(%d+)$')
    delete(partName, partId)
  end
  local owner = redis.call('HGET', key, 'belongsTo')
  if owner then
    redis.call('SREM', owner .. ':parts', name .. '/' .. id)
  end
  redis.call('UNLINK', key, key .. ':parts')
  for i = 5, #ARGV do
    redis.call('UNLINK', key .. ARGV[i])
  end
  redis.call('PUBLISH', channel, 'deleted ' .. key)
  return '1'
end

return delete(ARGV[1], ARGV[2])
