-- Chunks: items as one string: how many they are, and when they were put (seconds since 1970), 4 bytes each; then each item: its
-- length, 4 bytes, and its bytes. And sets of numbers, as '0-3,7-7'.

local HEADER = 8

local function chunkOf(count, seconds, items)
  return struct.pack('>I4I4', count, seconds) .. items
end

local function chunkOfOne(seconds, body)
  return chunkOf(1, seconds, struct.pack('>I4', #body) .. body)
end

local function countAndSeconds(chunk)
  local count, seconds = struct.unpack('>I4I4', chunk)
  return count, seconds
end

-- Where an item of a chunk begins that is so many items behind another that begins at a position.
local function skip(chunk, position, count)
  for _ = 1, count do
    position = position + 4 + struct.unpack('>I4', chunk, position)
  end
  return position
end

local function bodyAt(chunk, position)
  local length = struct.unpack('>I4', chunk, position)
  return string.sub(chunk, position + 4, position + 3 + length)
end

-- A set without a range, and how many numbers that are fewer.
local function without(set, from, to)
  local left, gone = {}, 0
  for a, b in string.gmatch(set, '(%d+)-(%d+)') do
    a, b = tonumber(a), tonumber(b)
    local x, y = math.max(a, from), math.min(b, to)
    if x > y then
      table.insert(left, a .. '-' .. b)
    else
      gone = gone + y - x + 1
      if a < x then
        table.insert(left, a .. '-' .. x - 1)
      end
      if y < b then
        table.insert(left, y + 1 .. '-' .. b)
      end
    end
  end
  return table.concat(left, ','), gone
end

-- The numbers of a set, in order.
local function numbers(set)
  local all = {}
  for a, b in string.gmatch(set, '(%d+)-(%d+)') do
    for i = tonumber(a), tonumber(b) do
      table.insert(all, i)
    end
  end
  return all
end
