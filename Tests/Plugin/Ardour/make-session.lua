-- A session with one mono track, the plugin on it and a file in it. Ardour's Lua makes tracks and plugins; sources, regions
-- and the range to export it does not make, so those are written into the session's file.
local work = os.getenv("SOLUS_WORK")
local rate = 48000
local ticks = Temporal.superclock_ticks_per_second()

local s = create_session(work .. "/session", "session", rate)
assert(s, "no session")
local tracks = s:new_audio_track(1, 2, nil, 1, "voice", ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
local track
for t in tracks:iter() do track = t end
local plugin = ARDOUR.LuaAPI.new_plugin(s, "https://solus-audio.org/plugins/solus", ARDOUR.PluginType.LV2, "")
assert(not plugin:isnil(), "Ardour does not find the plugin")
assert(track:add_processor_by_index(plugin, 0, nil, true) == 0, "Ardour does not take the plugin")
s:save_state("", false, false, false, false, false)
close_session()

-- 32-bit float, mono, 44 bytes of header or a little more: the number of samples need not be exact.
local file = assert(io.open(work .. "/voice.wav", "rb"))
local sound = file:read("a")
file:close()
local samples = (#sound - #sound % 4) // 4 - 32
local copy = assert(io.open(work .. "/session/interchange/session/audiofiles/voice.wav", "wb"))
copy:write(sound)
copy:close()

local length = "a" .. samples * (ticks // rate)
local region = 'name="voice.1" muted="0" opaque="1" locked="0" video-locked="0" automatic="0" whole-file="%d" import="0" ' ..
    'external="0" sync-marked="0" left-of-split="0" right-of-split="0" hidden="0" position-locked="0" ' ..
    'valid-transients="0" start="a0" length="' .. length .. '@a0" sync-position="a0" ancestral-start="a0" ' ..
    'ancestral-length="' .. length .. '@a0" stretch="1" shift="1" layering-index="0" envelope-active="0" ' ..
    'default-fade-in="0" default-fade-out="0" fade-in-active="0" fade-out-active="0" scale-amplitude="1" id="%d" ' ..
    'type="audio" first-edit="nothing" source-0="9001" master-source-0="9001" channels="1"/>'
local path = work .. "/session/session.ardour"
local input = assert(io.open(path))
local xml = input:read("a")
input:close()
local function put(what, instead)
    local count
    xml, count = xml:gsub(what, function(head) return instead:gsub("%%1", head or "") end, 1)
    assert(count == 1, what .. " is not in the session file")
end
put('<Sources/>', '<Sources><Source name="voice.wav" type="audio" flags="" id="9001" channel="0" origin="" gain="1"/></Sources>')
put('<Regions/>', '<Regions><Region ' .. region:format(1, 9002) .. '</Regions>')
put('<Locations/>', '<Locations><Location id="9004" name="session" start="a0" end="' .. length ..
    '" flags="IsSessionRange" locked="0" timestamp="0" cue="0"/></Locations>')
put('(<Playlist [^>]*name="voice"[^>]*)/>', '%1><Region ' .. region:format(0, 9003) .. '</Playlist>')
xml = xml:gsub('id%-counter="%d+"', 'id-counter="9100"', 1)
local output = assert(io.open(path, "w"))
output:write(xml)
output:close()
print("session made")
quit()
