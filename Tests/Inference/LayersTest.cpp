// Every layer against plain double-precision code, on every kernel variant and in both storages.
#include "Inference/LayerCheck.h"

#include <cmath>

using namespace solus;
using nlohmann::json;

namespace {

void checkStateless(json entry, int size, const std::function<Frame(const Frame&)>& function) {
    entry["name"] = "layer";
    checkAgainst(ModelBuilder(size).layer(entry), 2e-6, [&](const Model&) { return function; });
}

} // namespace

TEST_CASE("dense") {
    ModelBuilder b(37);
    b.layer({{"type", "dense"}, {"name", "d"}}).tensor("d.weight", {45, 37}).tensor("d.bias", {45});
    checkAgainst(b, 1e-5, [](const Model& m) {
        return [&](const Frame& x) {
            return product(m.tensors.at("d.weight"), x, m.tensors.at("d.bias").values);
        };
    });
}

TEST_CASE("crop1d keeps the first values of each row") {
    ModelBuilder b(12);
    b.layer({{"type", "reshape"}, {"name", "r"}, {"channels", 2}, {"length", 6}});
    b.layer({{"type", "crop1d"}, {"name", "c"}, {"length", 4}});
    checkAgainst(b, 1e-9, [](const Model&) {
        return [](const Frame& x) { return Frame{x[0], x[1], x[2], x[3], x[6], x[7], x[8], x[9]}; };
    });
}

TEST_CASE("conv1d with stride and padding, on several channels") {
    for (auto [stride, padding] : {std::pair{1, 0}, {1, 2}, {3, 1}, {2, 4}}) {
        ModelBuilder b(24);
        b.layer({{"type", "reshape"}, {"name", "r"}, {"channels", 2}, {"length", 12}});
        b.layer({{"type", "conv1d"}, {"name", "c"}, {"stride", stride}, {"padding", padding}});
        b.tensor("c.weight", {9, 2, 5}).tensor("c.bias", {9});
        checkAgainst(b, 1e-5, [s = stride, p = padding](const Model& m) {
            return [&m, s, p](const Frame& x) {
                const int positions = (12 + 2 * p - 5) / s + 1;
                Frame y;
                for (int o = 0; o < 9; ++o)
                    for (int n = 0; n < positions; ++n) {
                        double sum = m.tensors.at("c.bias").values[o];
                        for (int i = 0; i < 2; ++i)
                            for (int k = 0; k < 5; ++k) {
                                const int at = n * s + k - p;
                                if (at >= 0 && at < 12)
                                    sum +=
                                        m.tensors.at("c.weight").values[(o * 2 + i) * 5 + k] * x[i * 12 + at];
                            }
                        y.push_back(sum);
                    }
                return y;
            };
        });
    }
}

TEST_CASE("max_pool1d, flatten and reshape") {
    ModelBuilder b(14);
    b.layer({{"type", "reshape"}, {"name", "r"}, {"channels", 2}, {"length", 7}});
    b.layer({{"type", "max_pool1d"}, {"name", "p"}, {"size", 3}, {"stride", 2}});
    b.layer({{"type", "flatten"}, {"name", "f"}});
    checkAgainst(b, 1e-9, [](const Model&) {
        return [](const Frame& x) {
            Frame y;
            for (int c : {0, 7})
                for (int p : {0, 2, 4}) y.push_back(std::max({x[c + p], x[c + p + 1], x[c + p + 2]}));
            return y;
        };
    });
}

TEST_CASE("batch_norm per feature and per channel, affine") {
    for (int count : {12, 3}) {
        ModelBuilder b(12);
        b.layer({{"type", "reshape"}, {"name", "r"}, {"channels", 3}, {"length", 4}});
        b.layer({{"type", "batch_norm"}, {"name", "n"}, {"eps", 1e-3}}).tensor("n.weight", {count});
        b.tensor("n.bias", {count})
            .tensor("n.running_mean", {count})
            .tensor("n.running_var", {count}, 0.1f, 3.0f);
        b.layer({{"type", "affine"}, {"name", "a"}}).tensor("a.scale", {count}).tensor("a.shift", {count});
        checkAgainst(b, 1e-5, [count](const Model& m) {
            return [&m, count](const Frame& x) {
                const auto at = [&](const char* name, size_t i) {
                    return double{m.tensors.at(name).values[count == 3 ? i / 4 : i]};
                };
                Frame y(x);
                for (size_t i = 0; i < y.size(); ++i) {
                    y[i] = (y[i] - at("n.running_mean", i)) / std::sqrt(at("n.running_var", i) + 1e-3) *
                               at("n.weight", i) +
                           at("n.bias", i);
                    y[i] = y[i] * at("a.scale", i) + at("a.shift", i);
                }
                return y;
            };
        });
    }
}

TEST_CASE("layer_norm") {
    ModelBuilder b(11);
    b.layer({{"type", "layer_norm"}, {"name", "n"}}).tensor("n.weight", {11}).tensor("n.bias", {11});
    checkAgainst(b, 1e-5, [](const Model& m) {
        return [&m](const Frame& x) {
            double mean = 0.0, variance = 0.0;
            for (double v : x) mean += v / 11.0;
            for (double v : x) variance += (v - mean) * (v - mean) / 11.0;
            Frame y;
            for (size_t i = 0; i < 11; ++i)
                y.push_back((x[i] - mean) / std::sqrt(variance + 1e-5) * m.tensors.at("n.weight").values[i] +
                            m.tensors.at("n.bias").values[i]);
            return y;
        };
    });
}

TEST_CASE("activations") {
    const auto each = [](double (*f)(double)) {
        return [f](const Frame& x) {
            Frame y;
            for (double v : x) y.push_back(f(v));
            return y;
        };
    };
    checkStateless({{"type", "relu"}}, 13, each([](double v) { return std::max(v, 0.0); }));
    checkStateless({{"type", "sigmoid"}}, 13, each(logistic));
    checkStateless({{"type", "tanh"}}, 13, each([](double v) { return std::tanh(v); }));
    checkStateless({{"type", "elu"}}, 13, each([](double v) { return v > 0 ? v : std::expm1(v); }));
    checkStateless({{"type", "elu"}, {"alpha", 0.5}}, 13,
                   each([](double v) { return v > 0 ? v : 0.5 * std::expm1(v); }));
    checkStateless({{"type", "softmax"}}, 13, [](const Frame& x) {
        double sum = 0.0;
        for (double v : x) sum += std::exp(v);
        Frame y;
        for (double v : x) y.push_back(std::exp(v) / sum);
        return y;
    });
    checkStateless({{"type", "l2_normalise"}}, 13, [](const Frame& x) {
        double sum = 0.0;
        for (double v : x) sum += v * v;
        Frame y;
        for (double v : x) y.push_back(v / std::sqrt(sum));
        return y;
    });
}

TEST_CASE("inputs are joined, added, and may skip layers") {
    ModelBuilder b(4);
    b.layer({{"type", "relu"}, {"name", "a"}});
    b.layer({{"type", "tanh"}, {"name", "b"}, {"from", "input"}});
    b.layer({{"type", "add"}, {"name", "sum"}, {"from", {"a", "b", "input"}}});
    b.layer({{"type", "flatten"}, {"name", "all"}, {"from", {"sum", "input"}}});
    checkAgainst(b, 2e-6, [](const Model&) {
        return [](const Frame& x) {
            Frame y;
            for (double v : x) y.push_back(std::max(v, 0.0) + std::tanh(v) + v);
            y.insert(y.end(), x.begin(), x.end());
            return y;
        };
    });
}

TEST_CASE("a low-rank pair computes the product of its factors") {
    ModelBuilder pair(30), whole(30);
    pair.layer({{"type", "dense"}, {"name", "d"}})
        .tensor("d.weight.u", {20, 4})
        .tensor("d.weight.v", {4, 30});
    whole.layer({{"type", "dense"}, {"name", "d"}}).tensor("d.weight", {20, 30});
    const auto &u = pair.model.tensors.at("d.weight.u").values,
               &v = pair.model.tensors.at("d.weight.v").values;
    for (size_t r = 0; r < 20; ++r)
        for (size_t c = 0; c < 30; ++c) {
            double sum = 0.0;
            for (size_t k = 0; k < 4; ++k) sum += u[r * 4 + k] * v[k * 30 + c];
            whole.model.tensors.at("d.weight").values[r * 30 + c] = static_cast<float>(sum);
        }
    const Frames frames = randomFrames(10, 30);
    const Frames a = runNetwork(pair.build(), frames), b = runNetwork(whole.build(), frames);
    for (size_t t = 0; t < a.size(); ++t)
        for (size_t i = 0; i < a[t].size(); ++i) CHECK(a[t][i] == Approx(b[t][i]).margin(1e-5));
}
