// Layers with a state, against their equations.
#include "Inference/LayerCheck.h"

#include <cmath>

using namespace solus;
using nlohmann::json;

namespace {

/// The next state of the GRU "g".
Frame gruStep(const Model& m, const Frame& x, Frame h) {
    const size_t n = h.size();
    const Frame i = product(m.tensors.at("g.weight_ih"), x, m.tensors.at("g.bias_ih").values);
    const Frame j = product(m.tensors.at("g.weight_hh"), h, m.tensors.at("g.bias_hh").values);
    for (size_t k = 0; k < n; ++k) {
        const double r = logistic(i[k] + j[k]), z = logistic(i[n + k] + j[n + k]);
        h[k] = (1 - z) * std::tanh(i[2 * n + k] + r * j[2 * n + k]) + z * h[k];
    }
    return h;
}

/// A model of one layer without tensors, against a function of the frame.

} // namespace

TEST_CASE("gru") {
    ModelBuilder b(21);
    b.layer({{"type", "gru"}, {"name", "g"}}).tensor("g.weight_ih", {57, 21}).tensor("g.weight_hh", {57, 19});
    b.tensor("g.bias_ih", {57}).tensor("g.bias_hh", {57});
    checkAgainst(b, 1e-5, [](const Model& m) {
        return [&m, h = Frame(19)](const Frame& x) mutable { return h = gruStep(m, x, h); };
    });
}

TEST_CASE("gru_across runs up or down the frequencies of a frame, gru_each over time at each") {
    static constexpr int channels = 3, length = 5, hidden = 4;
    for (const std::string kind : {"up", "down", "each"}) {
        ModelBuilder b(channels * length);
        b.layer({{"type", "reshape"}, {"name", "r"}, {"channels", channels}, {"length", length}});
        json layer{{"type", kind == "each" ? "gru_each" : "gru_across"}, {"name", "g"}};
        if (kind == "down") layer["downwards"] = 1;
        b.layer(layer)
            .tensor("g.weight_ih", {3 * hidden, channels})
            .tensor("g.weight_hh", {3 * hidden, hidden});
        b.tensor("g.bias_ih", {3 * hidden}).tensor("g.bias_hh", {3 * hidden});
        checkAgainst(b, 1e-5, [&](const Model& m) {
            return [&m, kind, states = std::vector<Frame>(length, Frame(hidden))](const Frame& x) mutable {
                Frame y(hidden * length), along(hidden);
                for (int i = 0; i < length; ++i) {
                    const int p = kind == "down" ? length - 1 - i : i;
                    Frame& h = kind == "each" ? states[p] : along;
                    h = gruStep(m, {x[p], x[length + p], x[2 * length + p]}, h);
                    for (int c = 0; c < hidden; ++c) y[c * length + p] = h[c];
                }
                return y;
            };
        });
    }
}

TEST_CASE("lstm, without biases too") {
    for (bool biases : {true, false}) {
        ModelBuilder b(10);
        b.layer({{"type", "lstm"}, {"name", "l"}})
            .tensor("l.weight_ih", {28, 10})
            .tensor("l.weight_hh", {28, 7});
        if (biases) b.tensor("l.bias_ih", {28}).tensor("l.bias_hh", {28});
        checkAgainst(b, 1e-5, [&](const Model& m) {
            const auto bias = [&m, biases](const char* name) {
                return biases ? m.tensors.at(name).values : std::vector<float>();
            };
            return [&m, bias, h = Frame(7), c = Frame(7)](const Frame& x) mutable {
                Frame g = product(m.tensors.at("l.weight_ih"), x, bias("l.bias_ih"));
                const Frame j = product(m.tensors.at("l.weight_hh"), h, bias("l.bias_hh"));
                for (size_t k = 0; k < g.size(); ++k) g[k] += j[k];
                for (size_t k = 0; k < 7; ++k) {
                    c[k] = logistic(g[7 + k]) * c[k] + logistic(g[k]) * std::tanh(g[14 + k]);
                    h[k] = logistic(g[21 + k]) * std::tanh(c[k]);
                }
                return h;
            };
        });
    }
}

TEST_CASE("recent_frames and a conv1d are a causal convolution over time and frequency") {
    constexpr int times = 3, channels = 2, length = 6, outputs = 5, kernel = 3;
    ModelBuilder b(channels * length);
    b.layer({{"type", "reshape"}, {"name", "r"}, {"channels", channels}, {"length", length}});
    b.layer({{"type", "recent_frames"}, {"name", "m"}, {"frames", times}});
    b.layer({{"type", "conv1d"}, {"name", "c"}, {"padding", 1}})
        .tensor("c.weight", {outputs, times * channels, kernel});
    checkAgainst(b, 1e-5, [](const Model& m) {
        return [&m, heard = std::vector<Frame>()](const Frame& x) mutable {
            heard.push_back(x);
            Frame y;
            for (int o = 0; o < outputs; ++o)
                for (int p = 0; p < length; ++p) {
                    double sum = 0.0;
                    for (int t = 0; t < times; ++t)
                        for (int i = 0; i < channels; ++i)
                            for (int k = 0; k < kernel; ++k) {
                                const int when = static_cast<int>(heard.size()) - times + t, at = p + k - 1;
                                const int row = (o * times + t) * channels + i;
                                if (when >= 0 && at >= 0 && at < length)
                                    sum += m.tensors.at("c.weight").values[row * kernel + k] *
                                           heard[when][i * length + at];
                            }
                    y.push_back(sum);
                }
            return y;
        };
    });
}
