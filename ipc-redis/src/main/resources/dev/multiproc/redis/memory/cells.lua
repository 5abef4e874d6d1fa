-- Values and arrays: elements of the same width, big-endian, in one string. K: hash: count. K:v: the string.
-- An answer begins with '+', since elements can be any bytes.
local V = K .. ':v'

local function range(offset, length)
  if length == 0 then
    return ''
  end
  return redis.call('GETRANGE', V, offset, offset + length - 1)
end

-- offset, length
function operations.get()
  return '+' .. range(tonumber(ARGV[6]), tonumber(ARGV[7]))
end

-- offset, bytes
function operations.set()
  redis.call('SETRANGE', V, ARGV[6], ARGV[7])
  return '+'
end

-- offset, bytes
function operations.swap()
  local old = range(tonumber(ARGV[6]), #ARGV[7])
  redis.call('SETRANGE', V, ARGV[6], ARGV[7])
  return '+' .. old
end

-- offset, expected, bytes
function operations.exchange()
  local old = range(tonumber(ARGV[6]), #ARGV[7])
  if old == ARGV[7] then
    redis.call('SETRANGE', V, ARGV[6], ARGV[8])
  end
  return '+' .. old
end

-- offset, bytes: adds, and wraps around. Byte by byte, since Lua's numbers have 53 bits.
function operations.add()
  local delta = ARGV[7]
  local old = range(tonumber(ARGV[6]), #delta)
  local sum, carry = {}, 0
  for i = #delta, 1, -1 do
    local s = string.byte(old, i) + string.byte(delta, i) + carry
    carry = s > 255 and 1 or 0
    sum[i] = string.char(s % 256)
  end
  redis.call('SETRANGE', V, ARGV[6], table.concat(sum))
  return '+' .. old
end

return perform(false)
