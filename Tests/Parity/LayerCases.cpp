// The layer types, one by one.
#include "Parity.h"

#include <utility>

namespace solus {

std::vector<ParityCase> layerCases() {
    std::vector<ParityCase> cases;
    {
        ModelBuilder b = fromFeatures();
        b.layer({{"type", "dense"}, {"name", "a"}})
            .tensor("a.weight", {50, 64}, -0.2f, 0.2f)
            .tensor("a.bias", {50});
        b.layer({{"type", "dense"}, {"name", "b"}})
            .tensor("b.weight.u", {33, 5})
            .tensor("b.weight.v", {5, 50}, -0.2f, 0.2f);
        cases.push_back({"dense, whole and low-rank", std::move(b)});
    }
    {
        ModelBuilder b = channels();
        recurrentTensors(b.layer({{"type", "gru_across"}, {"name", "up"}, {"from", "channels"}}), "up", 3, 4,
                         10);
        b.layer({{"type", "gru_across"}, {"name", "down"}, {"from", "channels"}, {"downwards", 1}});
        recurrentTensors(b, "down", 3, 4, 7);
        b.layer({{"type", "gru_each"}, {"name", "time"}, {"from", {"up", "down"}}});
        b.tensor("time.weight_ih.u", {45, 6}).tensor("time.weight_ih.v", {6, 17}, -0.3f, 0.3f);
        b.tensor("time.weight_hh", {45, 15}, -0.5f, 0.5f).tensor("time.bias_hh", {45});
        b.layer({{"type", "crop1d"}, {"name", "low"}, {"length", 11}});
        cases.push_back({"gru_across both ways and gru_each, low-rank too", std::move(b)});
    }
    {
        ModelBuilder b = fromFeatures();
        b.layer({{"type", "gru"}, {"name", "g"}})
            .tensor("g.weight_ih.u", {120, 6})
            .tensor("g.weight_ih.v", {6, 64});
        b.tensor("g.weight_hh.u", {120, 6}, -0.3f, 0.3f).tensor("g.weight_hh.v", {6, 40}, -0.3f, 0.3f);
        cases.push_back({"gru with low-rank weights and without biases", std::move(b)});
    }
    {
        ModelBuilder b = fromFeatures();
        b.layer({{"type", "conv1d"}, {"name", "a"}, {"padding", 2}})
            .tensor("a.weight", {8, 1, 5})
            .tensor("a.bias", {8});
        b.layer({{"type", "relu"}, {"name", "r"}});
        b.layer({{"type", "max_pool1d"}, {"name", "p"}, {"size", 2}});
        b.layer({{"type", "conv1d"}, {"name", "b"}, {"stride", 3}})
            .tensor("b.weight", {11, 8, 4}, -0.2f, 0.2f);
        b.layer({{"type", "flatten"}, {"name", "f"}});
        cases.push_back({"conv1d, max_pool1d, flatten", std::move(b)});
    }
    {
        for (int count : {4, 64}) {
            ModelBuilder b = channels();
            b.layer({{"type", "batch_norm"}, {"name", "n"}, {"eps", 1e-3}}).tensor("n.weight", {count});
            b.tensor("n.bias", {count})
                .tensor("n.running_mean", {count})
                .tensor("n.running_var", {count}, 0.1f, 2.0f);
            b.layer({{"type", "affine"}, {"name", "a"}})
                .tensor("a.scale", {count})
                .tensor("a.shift", {count});
            cases.push_back({"batch_norm and affine per feature and per channel, layer_norm", std::move(b)});
        }
        ModelBuilder b = fromFeatures();
        b.layer({{"type", "layer_norm"}, {"name", "n"}}).tensor("n.weight", {64}).tensor("n.bias", {64});
        cases.push_back({"batch_norm and affine per feature and per channel, layer_norm", std::move(b)});
    }
    {
        for (const char* type : {"relu", "elu", "sigmoid", "tanh", "softmax", "mean_pool", "l2_normalise"}) {
            ModelBuilder b = channels();
            b.layer({{"type", type}, {"name", "layer"}});
            cases.push_back({type, std::move(b)});
        }
    }
    {
        for (const bool attentive : {false, true}) {
            ModelBuilder b(24);
            b.layer({{"type", "tanh"}, {"name", "t"}});
            b.layer({{"type", "statistics_pool"}, {"name", "s"}});
            if (attentive) b.tensor("s.weight", {24}).tensor("s.bias", {1});
            cases.push_back({"statistics_pool, plain and attentive", std::move(b)});
        }
    }
    {
        ModelBuilder b(24);
        b.layer({{"type", "tanh"}, {"name", "t"}});
        b.layer({{"type", "mixture_pool"}, {"name", "g"}});
        b.tensor("g.mean", {8, 24}).tensor("g.deviation", {8, 24}, 0.3f, 1.0f).tensor("g.offset", {8});
        cases.push_back({"mixture_pool", std::move(b)});
    }
    {
        ModelBuilder b(64);
        b.model.kind = "isolator";
        b.model.voiceEmbedder = "any";
        b.meaning = {{"type", "band_gains"}, {"scale", "erb"}, {"bands", 30}};
        b.layer({{"type", "dense"}, {"name", "x"}}).tensor("x.weight", {30, 64}, -0.2f, 0.2f);
        b.layer({{"type", "voice"}, {"name", "voice"}, {"values", 20}, {"from", "input"}});
        b.layer({{"type", "dense"}, {"name", "code"}}).tensor("code.weight", {12, 20});
        b.layer({{"type", "dense"}, {"name", "scale"}}).tensor("scale.weight", {30, 12});
        b.layer({{"type", "dense"}, {"name", "shift"}, {"from", "code"}}).tensor("shift.weight", {30, 12});
        b.layer({{"type", "scale_shift"}, {"name", "told"}, {"from", {"x", "scale", "shift"}}});
        b.layer({{"type", "sigmoid"}, {"name", "gain"}});
        cases.push_back({"voice and scale_shift", std::move(b)});
    }
    {
        ModelBuilder b = channels(); // 4 x 16
        b.model.kind = "isolator";
        b.model.voiceEmbedder = "any";
        b.meaning = {{"type", "band_gains"}, {"scale", "erb"}, {"bands", 30}};
        b.layer({{"type", "voice"}, {"name", "voice"}, {"values", 20}, {"from", "input"}});
        for (const char* name : {"scale", "shift"}) {
            b.layer({{"type", "dense"}, {"name", std::string("voice_") + name}, {"from", "voice"}})
                .tensor(std::string("voice_") + name + ".weight", {64, 20});
            b.layer({{"type", "reshape"},
                     {"name", std::string("each_") + name},
                     {"channels", 4},
                     {"length", 16}});
        }
        b.layer(
            {{"type", "scale_shift"}, {"name", "told"}, {"from", {"channels", "each_scale", "each_shift"}}});
        b.layer({{"type", "flatten"}, {"name", "flat"}});
        b.layer({{"type", "dense"}, {"name", "out"}}).tensor("out.weight", {30, 64}, -0.2f, 0.2f);
        b.layer({{"type", "sigmoid"}, {"name", "gain"}});
        cases.push_back({"voice and scale_shift at every frequency", std::move(b)});
    }
    return cases;
}

} // namespace solus
