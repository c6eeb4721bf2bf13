-- Ardour's export against solus-host's file: 32-bit float, stereo. Prints the largest difference.
local work = os.getenv("SOLUS_WORK")

local function samples(path)
    local file = assert(io.open(path, "rb"))
    local bytes = file:read("a")
    file:close()
    local at = 13 -- chunks follow "RIFF", size, "WAVE"
    while true do
        local name, size = bytes:sub(at, at + 3), string.unpack("<I4", bytes, at + 4)
        if name == "data" then
            local values, from = {}, at + 8
            local count = math.min(size, #bytes - from + 1) // 4
            for i = 1, count do values[i], from = string.unpack("<f", bytes, from) end
            return values
        end
        at = at + 8 + size + size % 2
    end
end

local a, b = samples(work .. "/expected.wav"), samples(work .. "/exported.wav")
local worst, loudest = 0.0, 0.0
for i = 1, math.min(#a, #b) do
    worst = math.max(worst, math.abs(a[i] - b[i]))
    loudest = math.max(loudest, math.abs(b[i]))
end
local verdict = worst < 1e-6 and loudest > 0.01 and math.abs(#a - #b) < 200 and "the same" or "different"
print(string.format("%s: %d and %d samples, largest difference %.3g, loudest sample %.3g", verdict, #a, #b, worst, loudest))
quit()
