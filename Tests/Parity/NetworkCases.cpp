// Layers as networks have them together.
#include "Parity.h"

#include <utility>

namespace solus {

std::vector<ParityCase> networkCases() {
    std::vector<ParityCase> cases;
    {
        ModelBuilder gru = fromFeatures(), lstm = fromFeatures();
        recurrentTensors(gru.layer({{"type", "gru"}, {"name", "one"}}), "one", 3, 64, 96);
        recurrentTensors(gru.layer({{"type", "gru"}, {"name", "two"}}), "two", 3, 96, 48);
        cases.push_back({"gru and lstm, stacked as in the classic denoiser", std::move(gru)});
        recurrentTensors(lstm.layer({{"type", "lstm"}, {"name", "one"}}), "one", 4, 64, 80);
        recurrentTensors(lstm.layer({{"type", "lstm"}, {"name", "two"}}), "two", 4, 80, 40);
        cases.push_back({"gru and lstm, stacked as in the classic denoiser", std::move(lstm)});
    }
    {
        ModelBuilder b = fromFeatures();
        b.layer({{"type", "recent_frames"}, {"name", "a_frames"}, {"frames", 3}});
        b.layer({{"type", "conv1d"}, {"name", "a"}, {"stride", 2}, {"padding", 1}})
            .tensor("a.weight", {12, 3, 3}, -0.3f, 0.3f);
        b.tensor("a.bias", {12}).layer({{"type", "relu"}, {"name", "a_relu"}});
        b.layer({{"type", "recent_frames"}, {"name", "b_frames"}, {"frames", 2}});
        b.layer({{"type", "conv1d"}, {"name", "b"}, {"padding", 1}})
            .tensor("b.weight", {7, 24, 3}, -0.2f, 0.2f);
        cases.push_back({"convolutions over time and frequency", std::move(b)});
    }
    {
        ModelBuilder b = fromFeatures();
        b.layer({{"type", "conv1d"}, {"name", "down"}, {"stride", 4}, {"padding", 2}})
            .tensor("down.weight", {6, 1, 5});
        b.layer({{"type", "flatten"}, {"name", "flat"}});
        b.layer({{"type", "dense"}, {"name", "middle"}}).tensor("middle.weight", {96, 96}, -0.1f, 0.1f);
        b.layer({{"type", "reshape"}, {"name", "channels"}, {"channels", 6}, {"length", 16}});
        b.layer({{"type", "upsample1d"}, {"name", "wide"}, {"factor", 4}});
        b.layer({{"type", "conv1d"}, {"name", "up"}, {"padding", 2}})
            .tensor("up.weight", {2, 6, 5}, -0.2f, 0.2f);
        b.layer({{"type", "upsample1d"}, {"name", "wider"}, {"factor", 3}});
        b.layer({{"type", "flatten"}, {"name", "out"}});
        cases.push_back({"an autoencoder of conv1d, dense, upsample1d", std::move(b)});
    }
    {
        ModelBuilder b(1);
        b.model.kind = "denoiser";
        b.model.features = {"magnitude"};
        b.model.features.power = 0.5f;
        b.model.features.levelFrames = 50;
        b.model.metadata["mask"] = {{"type", "bin_magnitudes"}};
        b.layer({{"type", "dense"}, {"name", "in"}}).tensor("in.weight", {64, 513}, -0.1f, 0.1f);
        b.layer({{"type", "elu"}, {"name", "elu"}});
        b.layer({{"type", "dense"}, {"name", "out"}}).tensor("out.weight", {513, 64}, -0.2f, 0.2f);
        b.layer({{"type", "relu"}, {"name", "speech"}});
        cases.push_back({"dense networks on magnitudes that follow the level", std::move(b)});
    }
    {
        ModelBuilder b = channels();
        b.layer({{"type", "tanh"}, {"name", "a"}});
        b.layer({{"type", "add"}, {"name", "sum"}, {"from", {"a", "channels"}}});
        b.layer({{"type", "conv1d"}, {"name", "c"}, {"from", {"sum", "a"}}})
            .tensor("c.weight", {3, 8, 3}, -0.3f, 0.3f);
        b.layer({{"type", "flatten"}, {"name", "f"}});
        b.layer({{"type", "dense"}, {"name", "d"}, {"from", {"f", "scale"}}})
            .tensor("d.weight", {9, 106}, -0.2f, 0.2f);
        cases.push_back({"joins, sums and skips", std::move(b)});
    }
    {
        ModelBuilder b(513);
        b.model.features = {};
        b.layer({{"type", "affine"}, {"name", "scale"}}).tensor("scale.scale", {513}, 0.4f, 0.6f);
        b.tensor("scale.shift", {513}, 0.8f, 1.2f);
        recurrentTensors(b.layer({{"type", "gru"}, {"name", "one"}}), "one", 3, 513, 512);
        recurrentTensors(b.layer({{"type", "gru"}, {"name", "two"}}), "two", 3, 512, 256);
        b.layer({{"type", "dense"}, {"name", "out"}}).tensor("out.weight", {513, 256}, -0.3f, 0.3f);
        b.layer({{"type", "sigmoid"}, {"name", "mask"}});
        cases.push_back({"the classic GRU(512), GRU(256), dense(513) on magnitudes", std::move(b)});
    }
    {
        ModelBuilder b(1);
        b.model.kind = "denoiser";
        b.model.stft = {960, 240, 480, "sqrt_hann"};
        b.model.features = {"erb_detail", 32, 50.0, 20000.0, 1e-5f, 0, 0.0f, 40, 30};
        b.model.metadata["mask"] = {
            {"type", "band_filter"}, {"scale", "erb"}, {"bands", 24}, {"filter_bins", 30}, {"taps", 2}};
        b.layer({{"type", "affine"}, {"name", "scale"}}).tensor("scale.scale", {132}, 0.4f, 0.6f);
        b.tensor("scale.shift", {132}, 0.8f, 1.2f);
        b.layer({{"type", "dense"}, {"name", "in"}}).tensor("in.weight", {64, 132}, -0.1f, 0.1f);
        b.layer({{"type", "relu"}, {"name", "relu"}});
        recurrentTensors(b.layer({{"type", "gru"}, {"name", "one"}}), "one", 3, 64, 80);
        recurrentTensors(b.layer({{"type", "gru"}, {"name", "two"}}), "two", 3, 80, 80);
        b.layer({{"type", "dense"}, {"name", "bands"}, {"from", {"one", "two"}}})
            .tensor("bands.weight", {24, 160}, -0.3f, 0.3f);
        b.layer({{"type", "sigmoid"}, {"name", "gains"}});
        b.layer({{"type", "dense"}, {"name", "filter"}, {"from", "two"}})
            .tensor("filter.weight", {120, 80}, -0.3f, 0.3f);
        b.layer({{"type", "tanh"}, {"name", "taps"}});
        b.layer({{"type", "flatten"}, {"name", "out"}, {"from", {"gains", "taps"}}});
        cases.push_back(
            {"gains and a deep filter as two heads of one output, on features with the phase advance",
             std::move(b)});
    }
    return cases;
}

} // namespace solus
