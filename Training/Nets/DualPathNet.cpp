// The network with two paths.
#include "Nets/DualPathNet.h"

#include "Nets/ToVoice.h"

namespace solus::train {

NetPlan dualPathNet(const DualPathNetSize& s) {
    constexpr int rows = 3; // of the input: magnitude, and the two parts of the phase advance
    NetPlan net(s.inputs);
    net.affine("norm").reshape("x", rows, s.inputs / rows).recentFrames("recent", 3 + s.ahead);
    net.conv1d("enter", s.outer, 5, 2, 2).relu("e1");
    net.conv1d("narrow", s.channels, 5, 2, 2).coarse(s.coarse).relu("e2");
    if (s.voice > 0) addVoice(net, s.voice, s.voiceCode);
    const int narrow = s.inputs / rows / 4;
    std::string z = "e2";
    if (s.whole > 0) {
        net.flatten("frame", {"e2"}).dense("frame_code", s.whole).relu("frame_relu");
        if (s.voice > 0) toVoice(net, "frame_relu", 1, s.whole);
        net.gru("frame_time", s.whole).coarse(s.coarse);
        if (s.voice > 0) toVoice(net, "frame_time", 1, s.whole);
        net.dense("frame_out", s.channels * narrow).weights(0.0).bias(0.0);
        net.reshape("frame_shaped", s.channels, narrow).add("whole", {"frame_shaped", "e2"});
        z = "whole";
        if (s.match > 0) {
            matchVoice(net, "frame_time", s.voice, s.match);
            net.dense("match_code", s.match).relu("match_relu");
            net.dense("match_out", s.channels * narrow).weights(0.0).bias(0.0);
            net.reshape("match_shaped", s.channels, narrow).add("told", {"match_shaped", z});
            z = "told";
        }
    }
    for (int i = 1; i <= s.blocks; ++i) {
        const auto name = [&](const char* part) { return "block" + std::to_string(i) + "_" + part; };
        if (s.voice > 0) {
            toVoice(net, z, s.channels, narrow);
            z = "voice_" + z;
        }
        net.gruAcross(name("up"), s.across, false, {z}).coarse(s.coarse);
        net.gruAcross(name("down"), s.across, true, {z}).coarse(s.coarse);
        net.conv1d(name("across"), s.channels, 1, 1, 0, {name("up"), name("down")}).coarse(s.coarse);
        net.layerNorm(name("across_norm")).add(name("mixed"), {z, name("across_norm")});
        net.gruEach(name("time"), s.along).coarse(s.coarse);
        net.conv1d(name("along"), s.channels, 1, 1, 0).coarse(s.coarse);
        net.layerNorm(name("along_norm")).add(name("out"), {name("mixed"), name("along_norm")});
        z = name("out");
    }
    net.conv1d("decode1", s.outer, 3, 1, 1, {z, "e2"}).coarse(s.coarse).relu("d1").upsample1d("d1_long", 2);
    net.conv1d("decode2", s.outer, 3, 1, 1, {"d1_long", "e1"})
        .coarse(s.coarse)
        .relu("d2")
        .upsample1d("d2_long", 2);
    net.conv1d("decode3", s.inner, 3, 1, 1, {"d2_long", s.ahead > 0 ? "recent" : "x"})
        .coarse(s.coarse)
        .relu("d3");
    // Initially lets most of the signal through, with hardly any filter.
    net.conv1d("bands", 1, 3, 1, 1, {"d3"}).coarse(s.coarse).bias(1.5).sigmoid("gains");
    if (s.mask.filterValues() == 0) return net;
    net.crop1d("low", s.mask.filterBins, {"d3"});
    net.conv1d("filter", 2 * s.mask.taps, 3, 1, 1).coarse(s.coarse).weights(0.1).bias(0.0).tanh("taps");
    return net.flatten("filter_values").flatten("mask", {"gains", "filter_values"});
}

} // namespace solus::train
