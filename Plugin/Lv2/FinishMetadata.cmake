# What JUCE 7.0.5 has just written about an LV2 plugin, mended: cmake -DBUNDLE=... -P FinishMetadata.cmake
# Each piece must be found: a JUCE that writes it otherwise is noticed here.
function(mend from to)
    string(REPLACE "${from}" "${to}" mended "${text}")
    if(mended STREQUAL text)
        message(FATAL_ERROR "${BUNDLE}: there is no \"${from}\" in the metadata: has JUCE changed?")
    endif()
    set(text "${mended}" PARENT_SCOPE)
endfunction()

file(READ ${BUNDLE}/dsp.ttl text)
# Hosts sort plugins by class; of LV2's own this is the nearest to noise reduction.
mend("\ta lv2:Plugin ;\n" "\ta lv2:Plugin , lv2:SpectralPlugin ;\n\tdoap:license <https://spdx.org/licenses/GPL-3.0-or-later> ;\n")
mend("foaf:Person" "foaf:Organization")
# Lv2Entry.cpp does without them.
mend("lv2:hardRTCapable ;" "lv2:hardRTCapable ,\n\t\topts:options ,\n\t\tbufs:boundedBlockLength ;")
mend("\t\turid:map ,\n\t\topts:options ,\n\t\tbufs:boundedBlockLength ;" "\t\turid:map ;")
# The score stays writable, though it is a meter: JUCE's own LV2 host mixes up the parameters of a saved state otherwise.
file(WRITE ${BUNDLE}/dsp.ttl "${text}")

# The preset of JUCE's one unnamed program would be called like the plugin and change nothing.
file(READ ${BUNDLE}/manifest.ttl text)
string(REGEX REPLACE "<[^<>]*:preset[0-9]+>\n\ta pset:Preset[^]]*\\] \\.\n\n?" "" text "${text}")
string(REPLACE "@prefix pset:  <http://lv2plug.in/ns/ext/presets#> .\n" "" text "${text}")
file(WRITE ${BUNDLE}/manifest.ttl "${text}")
