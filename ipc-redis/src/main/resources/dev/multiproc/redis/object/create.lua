-- Finds or makes a shared object. KEYS: 1 names: hash of name to 'kind id', 2 counter of ids.
-- ARGV: 1 name (or the word for a new one), 2 kind, 3 prefix of objects' keys, 4 the owner's key or '', 5 mode: any, create, open,
-- 6 whether the name is to be completed, 7 whether there is a string, 8 the string, then fields and values.
-- Answers 'new' or 'old', kind, id, name; 'missing', or 'ownerless'.
local name, kind, prefix, owner, mode = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if owner ~= '' and redis.call('EXISTS', owner) == 0 then
  return 'ownerless'
end
local id
if ARGV[6] == '1' then
  id = redis.call('INCR', KEYS[2])
  name = name .. '!' .. id
else
  local known = redis.call('HGET', KEYS[1], name)
  if known then
    return 'old ' .. known .. ' ' .. name
  end
  if mode == 'open' then
    return 'missing'
  end
  id = redis.call('INCR', KEYS[2])
end
local key = prefix .. id
redis.call('HSET', KEYS[1], name, kind .. ' ' .. id)
redis.call('HSET', key, 'kind', kind, 'name', name)
for i = 9, #ARGV, 2 do
  redis.call('HSET', key, ARGV[i], ARGV[i + 1])
end
if ARGV[7] == '1' then
  redis.call('SET', key .. ':v', ARGV[8])
end
if owner ~= '' then
  redis.call('HSET', key, 'belongsTo', owner)
  redis.call('SADD', owner .. ':parts', name .. '/' .. id)
end
return 'new ' .. kind .. ' ' .. id .. ' ' .. name
