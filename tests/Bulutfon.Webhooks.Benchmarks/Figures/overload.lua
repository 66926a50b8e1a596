-- The large hangup of the load harness, made longer by PADDING bytes, and the answers counted by status.
dofile(os.getenv("BENCH") .. "/load/hangup.lua")

local padding = tonumber(os.getenv("PADDING") or "") or 0
local fill = '{"note":"' .. ("x"):rep(padding) .. '",'
local prepare = init
function init(args)
  prepare(args)
  local plain = request
  if padding > 0 then
    function request()
      local head, body = plain():match("^(.-\r\n\r\n){(.*)$")
      head = head:gsub("(Content%-Length: )(%d+)", function(name, length) return name .. #fill - 1 + length end)
      return head .. fill .. body
    end
  end
end

answers = {}
function response(status)
  local key = tostring(status)
  answers[key] = (answers[key] or 0) + 1
end

local threads = {}
local set_up, report = setup, done
function setup(thread)
  set_up(thread)
  threads[#threads + 1] = thread
end

function done(summary, latency, requests)
  report(summary, latency, requests)
  local line = { "STATUS" }
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("answers")) do
      line[#line + 1] = "status" .. status .. "=" .. count
    end
  end
  io.write(table.concat(line, " "), "\n")
end
