// The flagship's network.
#include "Nets/BandFilterNet.h"

#include "Base/Error.h"
#include "Nets/ToVoice.h"

namespace solus::train {

NetPlan bandFilterNet(const BandFilterNetSize& s) {
    NetPlan net(s.inputs);
    net.affine("norm");
    net.dense("dense", s.dense).rank(s.rank).relu("encoded");
    if (s.voice > 0) {
        addVoice(net, s.voice, s.voiceCode);
        toVoice(net, "encoded", 1, s.dense);
    }
    net.gru("gru1", s.first).rank(s.rank).coarse(s.coarse);
    if (s.voice > 0) toVoice(net, "gru1", 1, s.first);
    net.gru("gru2", s.second).rank(s.rank).coarse(s.coarse);
    // Initially the gains let most of the signal through and the filter has hardly any effect. The gains' matrix is small
    // enough to stay full.
    net.dense("bands", s.mask.bands, {s.voice > 0 ? "voice_gru1" : "gru1", "gru2"})
        .bias(1.5)
        .sigmoid("gains");
    if (s.mask.filterValues() == 0) return net;
    net.dense("filter", s.mask.filterValues(), {"gru2"}).rank(s.rank).weights(0.1).bias(0.0).tanh("taps");
    return net.reshape("mask", 1, s.mask.bands + s.mask.filterValues(), {"gains", "taps"});
}

BandFilterNetSize sizeOf(const Model& model) {
    const auto values = [&](const std::string& name) {
        const auto found = model.tensors.find(name);
        if (found == model.tensors.end())
            throw Error("model " + model.name + " is another kind of network: it has no tensor " + name);
        return static_cast<int>(found->second.values.size());
    };
    const MaskSpec mask = model.mask.value_or(MaskSpec{});
    BandFilterNetSize size;
    size.inputs = values("norm.scale");
    size.dense = values("dense.bias");
    size.first = values("gru1.bias_ih") / 3;
    size.second = values("gru2.bias_ih") / 3;
    size.mask = {values("bands.bias"), mask.filterBins, mask.taps};
    return size;
}

} // namespace solus::train
