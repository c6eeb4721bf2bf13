// Pooling layers, against plain double-precision code.
#include "Inference/LayerCheck.h"

#include <cmath>

using namespace solus;

TEST_CASE("mean_pool is the mean of all frames") {
    checkAgainst(ModelBuilder(5).layer({{"type", "mean_pool"}, {"name", "m"}}), 2e-6, [](const Model&) {
        return [sum = Frame(5), t = 0](const Frame& x) mutable {
            ++t;
            Frame y;
            for (size_t i = 0; i < 5; ++i) sum[i] += x[i], y.push_back(sum[i] / t);
            return y;
        };
    });
}

TEST_CASE("statistics_pool is the weighted mean and deviation of all frames") {
    for (const bool attentive : {false, true}) {
        ModelBuilder b(5);
        b.layer({{"type", "statistics_pool"}, {"name", "s"}});
        if (attentive) b.tensor("s.weight", {5}, -0.8f, 0.8f).tensor("s.bias", {1});
        checkAgainst(b, 1e-5, [attentive](const Model& model) {
            std::vector<float> w(5), c(1);
            if (attentive) w = model.tensors.at("s.weight").values, c = model.tensors.at("s.bias").values;
            return [=, all = std::vector<Frame>(), weights = std::vector<double>()](const Frame& x) mutable {
                double attention = c[0];
                for (size_t i = 0; i < 5; ++i) attention += w[i] * x[i];
                all.push_back(x);
                weights.push_back(std::exp(attention));
                Frame mean(5), y;
                double sum = 0.0;
                for (size_t t = 0; t < all.size(); ++t) {
                    sum += weights[t];
                    for (size_t i = 0; i < 5; ++i) mean[i] += weights[t] * all[t][i];
                }
                for (double& m : mean) y.push_back(m /= sum);
                for (size_t i = 0; i < 5; ++i) {
                    double square = 0.0;
                    for (size_t t = 0; t < all.size(); ++t)
                        square += weights[t] * (all[t][i] - mean[i]) * (all[t][i] - mean[i]);
                    y.push_back(std::sqrt(std::max(square / sum, 1e-4)));
                }
                return y;
            };
        });
    }
}

TEST_CASE("a mixture with a memory forgets counts and sums alike") {
    ModelBuilder b(1); // one Gaussian: p is 1
    b.layer({{"type", "mixture_pool"}, {"name", "g"}, {"prior", 2.0}});
    b.tensor("g.mean", {1, 1}, 0.5f, 0.5f).tensor("g.deviation", {1, 1}, 2.0f, 2.0f).tensor("g.offset", {1});
    Network network(b.build());
    network.setPoolingMemory(10);
    double count = 0.0, first = 0.0;
    for (int t = 1; t <= 60; ++t) {
        const float x = t % 3 == 0 ? 4.0f : -1.0f;
        const double kept = t > 10 ? 0.9 : 1.0;
        count = kept * count + 1.0, first = kept * first + (x - 0.5) / 2.0;
        CHECK(*network.process(&x) == Approx(first / (count + 2.0)));
    }
    CHECK(count == Approx(10.0).margin(0.1));
}

TEST_CASE("mixture_pool says how the frames lie around each Gaussian") {
    ModelBuilder b(3);
    b.layer({{"type", "mixture_pool"}, {"name", "g"}, {"prior", 2.5}});
    b.tensor("g.mean", {4, 3}).tensor("g.deviation", {4, 3}, 0.4f, 1.2f).tensor("g.offset", {4});
    checkAgainst(b, 1e-5, [](const Model& model) {
        const auto &mean = model.tensors.at("g.mean").values,
                   &deviation = model.tensors.at("g.deviation").values,
                   &offset = model.tensors.at("g.offset").values;
        return [=, all = std::vector<Frame>()](const Frame& x) mutable {
            all.push_back(x);
            Frame count(4), first(12), y;
            for (const Frame& frame : all) {
                Frame odds(4);
                double sum = 0.0;
                for (size_t c = 0; c < 4; ++c) {
                    double exponent = offset[c];
                    for (size_t i = 0; i < 3; ++i)
                        exponent -= 0.5 * std::pow((frame[i] - mean[3 * c + i]) / deviation[3 * c + i], 2.0);
                    sum += odds[c] = std::exp(exponent);
                }
                for (size_t c = 0; c < 4; ++c) {
                    count[c] += odds[c] / sum;
                    for (size_t i = 0; i < 3; ++i)
                        first[3 * c + i] +=
                            odds[c] / sum * (frame[i] - mean[3 * c + i]) / deviation[3 * c + i];
                }
            }
            for (size_t i = 0; i < 12; ++i) y.push_back(first[i] / (count[i / 3] + 2.5));
            return y;
        };
    });
}
