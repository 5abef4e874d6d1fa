-- References. K: hash: version, value (missing for null). An answer begins with the version and a blank; then '+' and the value.

local function version()
  return redis.call('HGET', K, 'version')
end

local function write(isNull, value)
  if isNull == '1' then
    redis.call('HDEL', K, 'value')
  else
    redis.call('HSET', K, 'value', value)
  end
  redis.call('HINCRBY', K, 'version', 1)
end

function operations.get()
  local value = redis.call('HGET', K, 'value')
  return version() .. ' ' .. (value and '+' .. value or '')
end

-- whether it is null, value
function operations.set()
  write(ARGV[6], ARGV[7])
  return 'done'
end

-- version, whether it is null, value
function operations.setIf()
  if version() ~= ARGV[6] then
    return 'changed'
  end
  write(ARGV[7], ARGV[8])
  return 'done'
end

-- whether null is expected, the expected value, whether it is null, value
function operations.exchange()
  local value = redis.call('HGET', K, 'value')
  local isExpected = ARGV[6] == '1' and not value or ARGV[6] ~= '1' and value == ARGV[7]
  if isExpected then
    write(ARGV[8], ARGV[9])
  end
  return isExpected and 'done' or 'changed'
end

return perform(false)
