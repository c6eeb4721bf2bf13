// The layers whose weights all frequencies share are torch's: values and every gradient.
#include "Core/ConvRows.h"
#include "Core/GruRows.h"
#include "Core/TileProducts.h"

#include <catch2/catch.hpp>
#include <functional>

using namespace solus::train;

namespace {

using Tensors = std::vector<torch::Tensor>;
using Function = std::function<torch::Tensor(const Tensors&)>;

/// Of y, and of the gradients of a random weighting of y with respect to all inputs. `coarse`: in tiles of bfloat16 if the
/// processor has them, where each factor is rounded to 2^-9 and y is not the same.
void checkSame(const Function& ours, const Function& theirs, const Tensors& inputs, bool coarse = false) {
    const bool rounded = coarse && tilesWork();
    Tensors results[2];
    for (int mode = 0; mode < 2; ++mode) {
        Tensors leaves;
        for (const auto& x : inputs) leaves.push_back(x.clone().requires_grad_(true));
        const auto y = mode == 0 ? theirs(leaves) : ours(leaves);
        torch::manual_seed(9);
        (y * torch::randn(y.sizes())).sum().backward();
        results[mode].push_back(y.detach());
        for (const auto& x : leaves) results[mode].push_back(x.grad());
    }
    REQUIRE(results[0].size() == inputs.size() + 1);
    for (size_t i = 0; i < results[0].size(); ++i) {
        INFO(i);
        CHECK(results[0][i].abs().max().item<float>() > 0.01f);
        const auto error = ((results[0][i] - results[1][i]).norm() / results[0][i].norm()).item<float>();
        CHECK(error < (rounded ? 0.02f : 1e-5f));
        if (i == 0 && rounded) CHECK(error > 1e-5f);
    }
}

} // namespace

TEST_CASE(
    "a GRU over rows is torch's, over time and across the positions of a frame, forwards and backwards") {
    torch::manual_seed(5);
    const std::int64_t items = 2, frames = 7, positions = 11;
    const auto inputs = GENERATE(16, 32), units = GENERATE(16, 32, 48, 64), order = GENERATE(0, 1, 2);
    CAPTURE(inputs, units, order);
    const auto overTime = [&](const torch::Tensor& x) { return x.transpose(1, 2).flatten(0, 1); };
    const auto across = [&](const torch::Tensor& x) {
        return order == 2 ? x.flatten(0, 1).flip(1) : x.flatten(0, 1);
    };
    const auto theirs = [&](const Tensors& t) {
        const auto rows = order == 0 ? overTime(t[0]) : across(t[0]);
        const auto start = torch::zeros({1, rows.size(0), units});
        auto h =
            std::get<0>(torch::gru(rows, start, {t[1], t[2], t[3], t[4]}, true, 1, 0.0, false, false, true));
        if (order == 2) h = h.flip(1);
        return order == 0 ? h.reshape({items, positions, frames, units}).transpose(1, 2)
                          : h.reshape({items, frames, positions, units});
    };
    const SequenceRows rows = order == 0
                                  ? SequenceRows{items, positions, frames, frames * positions, 1, positions}
                                  : SequenceRows{1, items * frames, positions, 0, positions, 1, order == 2};
    const bool coarse = GENERATE(false, true);
    const auto ours = [&](const Tensors& t) {
        return gruOverRows(t[0].flatten(0, 2), rows, t[1], t[2], t[3], t[4], coarse)
            .reshape({items, frames, positions, units});
    };
    REQUIRE(gruRowsTake(inputs, units));
    checkSame(ours, theirs,
              {torch::randn({items, frames, positions, inputs}), 0.3 * torch::randn({3 * units, inputs}),
               0.3 * torch::randn({3 * units, units}), torch::randn({3 * units}), torch::randn({3 * units})},
              coarse);
}

TEST_CASE("only GRUs whose values fill whole vectors are computed over rows") {
    CHECK_FALSE(gruRowsTake(24, 32));
    CHECK_FALSE(gruRowsTake(32, 24));
    CHECK_FALSE(gruRowsTake(32, 80));
}

TEST_CASE("a convolution over rows is torch's") {
    torch::manual_seed(6);
    struct Shape {
        int channels, outputs, kernel, stride, padding;
    };
    const auto shape =
        GENERATE(Shape{9, 24, 5, 2, 2}, Shape{24, 32, 5, 2, 2}, Shape{27, 16, 3, 1, 1}, Shape{16, 1, 3, 1, 1},
                 Shape{16, 6, 3, 1, 1}, Shape{64, 64, 3, 1, 0}, Shape{3, 40, 4, 3, 1});
    const bool coarse = GENERATE(false, true);
    CAPTURE(shape.channels, shape.outputs, shape.kernel, shape.stride, shape.padding, coarse);
    const auto theirs = [&](const Tensors& t) {
        return torch::conv1d(t[0].transpose(1, 2), t[1], t[2], shape.stride, shape.padding).transpose(1, 2);
    };
    const auto ours = [&](const Tensors& t) {
        return convRows(t[0], {}, {t[1], t[2], shape.stride, shape.padding, coarse});
    };
    checkSame(ours, theirs,
              {torch::randn({5, 21, shape.channels}),
               torch::randn({shape.outputs, shape.channels, shape.kernel}), torch::randn({shape.outputs})},
              coarse);
}

TEST_CASE("a convolution over rows joins the channels of two inputs") {
    torch::manual_seed(8);
    const bool coarse = GENERATE(false, true);
    const auto theirs = [&](const Tensors& t) {
        return torch::conv1d(torch::cat({t[0], t[1]}, 2).transpose(1, 2), t[2], t[3], 1, 1).transpose(1, 2);
    };
    checkSame(
        [&](const Tensors& t) {
            return convRows(t[0], t[1], {t[2], t[3], 1, 1, coarse});
        },
        theirs,
        {torch::randn({4, 9, 5}), torch::randn({4, 9, 12}), torch::randn({20, 17, 3}), torch::randn({20})},
        coarse);
}

TEST_CASE("a convolution over rows repeats the positions of its first input, and ends with a ReLU") {
    torch::manual_seed(10);
    const bool coarse = GENERATE(false, true), more = GENERATE(false, true);
    const int repeat = GENERATE(1, 2, 3);
    CAPTURE(coarse, more, repeat);
    const auto ours = [&](const Tensors& t) {
        return convRows(t[0], more ? t[3] : torch::Tensor(), {t[1], t[2], 1, 1, coarse, repeat, true});
    };
    const auto theirs = [&](const Tensors& t) {
        auto x = t[0].repeat_interleave(repeat, 1);
        if (more) x = torch::cat({x, t[3]}, 2);
        const auto y = torch::conv1d(x.transpose(1, 2), t[1], t[2], 1, 1).transpose(1, 2);
        return y * (ours(t).detach() > 0); // where y is about 0, rounding decides
    };
    Tensors inputs{torch::randn({3, 8, 5}), torch::randn({20, more ? 17 : 5, 3}), torch::randn({20})};
    if (more) inputs.push_back(torch::randn({3, 8 * repeat, 12}));
    checkSame(ours, theirs, inputs, coarse);
    CHECK(ours(inputs).min().item<float>() == 0.0f);
}

TEST_CASE("a convolution over rows may have no bias, and an input that is not trained") {
    torch::manual_seed(7);
    const auto x = torch::randn({2, 12, 8});
    const auto theirs = [&](const Tensors& t) {
        return torch::conv1d(x.transpose(1, 2), t[0], {}, 1, 1).transpose(1, 2);
    };
    checkSame(
        [&](const Tensors& t) {
            return convRows(x, {}, {t[0], {}, 1, 1});
        },
        theirs, {torch::randn({10, 8, 3})});
}
