-- The large hangup of the load harness, and the answers counted by status.
dofile(os.getenv("BENCH") .. "/load/hangup.lua")

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
