// The flagship's networks: how they begin, what they take from a file, what they are drawn as.
#include "Core/LowRank.h"
#include "Core/TorchGraph.h"
#include "Nets/BandFilterNet.h"
#include "Nets/DualPathNet.h"
#include "Nets/GrowDualPathNet.h"
#include "Nets/WidenBandFilterNet.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;

namespace {

BandFilterNetSize smallSize() {
    return {30, 16, 16, 16, {6, 12, 2}};
}

void checkSame(const TorchGraphImpl& a, const TorchGraphImpl& b) {
    const auto x = torch::randn({2, 9, a.plan.inputs});
    const auto left = maskOf(a, x), right = maskOf(b, x);
    CHECK(torch::allclose(left.gains, right.gains, 1e-4, 1e-5));
    CHECK(torch::allclose(left.filter, right.filter, 1e-4, 1e-5));
}

} // namespace

TEST_CASE("a matrix of rank r is found again from its product") {
    torch::manual_seed(2);
    const auto weight = torch::randn({20, 3}).matmul(torch::randn({3, 14}));
    const auto [u, v] = lowRankFactors(weight, 3);
    CHECK(torch::allclose(u.matmul(v), weight, 1e-4, 1e-4));
    const auto [u2, v2] = lowRankFactors(weight, 2);
    CHECK((u2.matmul(v2) - weight).norm().item<double>() > 0.1);
}

TEST_CASE("compressed at full rank the light network is the whole one") {
    torch::manual_seed(4);
    auto size = smallSize();
    TorchGraph whole(bandFilterNet(size));
    size.rank = 16;
    TorchGraph light(bandFilterNet(size));
    light->load(whole->tensors());
    checkSame(*whole, *light);
}

TEST_CASE("the network takes the weights of a file, whole or of low rank") {
    torch::manual_seed(5);
    auto size = smallSize();
    TorchGraph whole(bandFilterNet(size)), copy(bandFilterNet(size));
    size.rank = 5;
    TorchGraph light(bandFilterNet(size));
    torch::NoGradGuard noGrad;
    for (auto* net : {&whole, &light}) {
        (*net)->tensor("norm.scale").uniform_(0.5, 2.0);
        (*net)->tensor("norm.shift").uniform_(-1.0, 1.0);
        copy->load((*net)->tensors());
        checkSame(**net, *copy);
    }

    auto tensors = whole->tensors();
    size.rank = 0;
    size.mask.taps = 3;
    CHECK_THROWS_WITH(TorchGraph(bandFilterNet(size))->load(tensors),
                      Catch::Contains("filter.weight does not have the shape"));
    tensors.erase("gru2.bias_ih");
    CHECK_THROWS_WITH(copy->load(tensors), Catch::Contains("no tensor gru2.bias_ih"));
}

TEST_CASE("the flagship begins as PyTorch's layers do, lets most through and hardly filters") {
    torch::manual_seed(6);
    const auto size = smallSize();
    TorchGraph net(bandFilterNet(size));
    torch::manual_seed(6);
    torch::nn::Linear dense(size.inputs, size.dense);
    torch::nn::GRU gru(torch::nn::GRUOptions(size.dense, size.first));
    CHECK(torch::allclose(net->tensor("dense.weight"), dense->weight, 1e-5, 1e-7));
    CHECK(torch::allclose(net->tensor("dense.bias"), dense->bias, 1e-5, 1e-7));
    const auto p = gru->named_parameters();
    for (const char* name : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"})
        CHECK(torch::allclose(net->tensor(std::string("gru1.") + name), p[std::string(name) + "_l0"], 1e-5,
                              1e-7));
    CHECK((net->tensor("bands.bias") == 1.5).all().item<bool>());
    CHECK((net->tensor("filter.bias") == 0.0).all().item<bool>());
    CHECK(net->tensor("filter.weight").abs().max().item<double>() < 0.1 / std::sqrt(16.0) + 1e-6);
}

TEST_CASE("what is drawn of a network is what it learns, and its plan goes through a model file") {
    auto size = smallSize();
    DualPathNetSize dual{48, 2, 8, 6, 5, 4, 7, 0, {16, 12, 2}};
    size.rank = 5;
    auto told = dual;
    told.voice = 9, told.voiceCode = 5;
    for (const auto& plan :
         {bandFilterNet(smallSize()), bandFilterNet(size), dualPathNet(dual), dualPathNet(told)}) {
        const TorchGraph net(plan);
        std::int64_t learnt = 0;
        for (const auto& parameter : net->parameters()) learnt += parameter.numel();
        CHECK(Sketch{"", "", net->stages()}.parameters() == learnt);
        const auto graph = layerGraphFromJson(toJson(plan.graph()));
        TorchGraph again(NetPlan::of(plan.inputs, graph, net->tensors()));
        again->load(net->tensors());
        const auto x = torch::randn({2, 5, plan.inputs});
        CHECK(torch::allclose(net->forward(x), again->forward(x), 1e-4, 1e-5));
    }
}

namespace {

FeatureSpec featuresOf(int detailBins, int phaseBins) {
    FeatureSpec features{"erb_detail", 6, 100.0, 20000.0, 1e-4f};
    features.detailBins = detailBins;
    features.phaseBins = phaseBins;
    return features;
}

BandFilterNetSize sizeFor(const FeatureSpec& f, int units, int filterBins, int taps) {
    BandFilterNetSize size;
    size.inputs = f.bands + f.detailBins + 2 * f.phaseBins;
    size.dense = units, size.first = units + 1, size.second = units + 2;
    size.mask = {f.bands, filterBins, taps};
    return size;
}

} // namespace

TEST_CASE("a larger network that begins with a smaller one computes the same") {
    torch::manual_seed(2);
    const auto narrowFeatures = featuresOf(10, 8), wideFeatures = featuresOf(14, 9);
    const auto a = sizeFor(narrowFeatures, 8, 12, 2), b = sizeFor(wideFeatures, 11, 15, 3);
    TorchGraph narrow(bandFilterNet(a)), wide(bandFilterNet(b));
    narrow->normaliseBy(torch::randn({100, a.inputs}) * 3.0 + 1.0);
    widen(*narrow, a, narrowFeatures, *wide, b, wideFeatures);
    const auto x = torch::randn({2, 20, b.inputs});
    // What the small one hears of it: 6 bands, 10 of 14 magnitudes, 8 of 9 real and of 9 imaginary parts.
    const auto heard = torch::cat({x.narrow(2, 0, 16), x.narrow(2, 20, 8), x.narrow(2, 29, 8)}, 2);
    const auto small = maskOf(*narrow, heard), large = maskOf(*wide, x);
    CHECK((small.gains - large.gains).abs().max().item<float>() < 1e-6f);
    const auto taps = large.filter.view({2, 20, 6, 15}).narrow(3, 0, 12);
    CHECK((small.filter.view({2, 20, 4, 12}) - taps.narrow(2, 0, 4)).abs().max().item<float>() < 1e-6f);
    CHECK(large.filter.view({2, 20, 6, 15}).narrow(3, 12, 3).abs().max().item<float>() == 0.0f);
    CHECK(taps.narrow(2, 4, 2).abs().max().item<float>() == 0.0f);
    CHECK_THROWS_WITH(widen(*wide, b, wideFeatures, *narrow, a, narrowFeatures),
                      Catch::Contains("does not fit"));
}

TEST_CASE(
    "a network with a longer window hears at first what the shorter one heard, at the same frequencies") {
    torch::manual_seed(3);
    const auto coarseFeatures = featuresOf(10, 8), fineFeatures = featuresOf(20, 16);
    const auto a = sizeFor(coarseFeatures, 8, 7, 2), b = sizeFor(fineFeatures, 8, 14, 2);
    TorchGraph coarse(bandFilterNet(a)), fine(bandFilterNet(b));
    coarse->normaliseBy(torch::randn({100, a.inputs}) * 3.0 + 1.0);
    widen(*coarse, a, coarseFeatures, *fine, b, fineFeatures, 2);
    const auto x = torch::randn({2, 20, b.inputs});
    const auto everySecond = [](const torch::Tensor& t) { return t.slice(2, 0, torch::nullopt, 2); };
    const auto heard = torch::cat({x.narrow(2, 0, 6), everySecond(x.narrow(2, 6, 20)),
                                   everySecond(x.narrow(2, 26, 16)), everySecond(x.narrow(2, 42, 16))},
                                  2);
    const auto before = maskOf(*coarse, heard), after = maskOf(*fine, x);
    CHECK((before.gains - after.gains).abs().max().item<float>() < 1e-6f);
    const auto taps = after.filter.view({2, 20, 4, 7, 2}); // both new bins as the old one
    CHECK((before.filter.view({2, 20, 4, 7, 1}) - taps).abs().max().item<float>() < 1e-6f);
}

TEST_CASE("a larger network with two paths that begins with a smaller one computes the same, and can learn") {
    torch::manual_seed(4);
    const int whole = GENERATE(0, 4);
    DualPathNetSize size{3 * 16, 2, 8, 6, 4, 3, 5, whole, {16, 8, 2}};
    TorchGraph small(dualPathNet(size));
    small->normaliseBy(torch::randn({100, size.inputs}) * 3.0 + 1.0);
    if (whole > 0) { // as if trained
        torch::NoGradGuard noGrad;
        small->tensor("frame_out.weight").normal_(0.0, 0.5);
    }
    auto larger = size;
    larger.blocks = 3, larger.outer = 9, larger.inner = 5, larger.across = 4, larger.along = 8,
    larger.whole = 6;
    TorchGraph grown(dualPathNet(larger));
    grow(*small, *grown);
    const auto x = torch::randn({2, 9, size.inputs});
    const auto before = maskOf(*small, x), after = maskOf(*grown, x);
    CHECK(torch::allclose(before.gains, after.gains, 1e-4, 1e-5));
    CHECK(torch::allclose(before.filter, after.filter, 1e-4, 1e-5));
    (after.gains.square().sum() + after.filter.square().sum()).backward();
    for (const char* name : {"frame_out.weight", "block3_along_norm.weight", "block1_across.weight",
                             "decode2.weight", "bands.weight"}) {
        INFO(name);
        CHECK(grown->tensor(name).grad().abs().sum().item<float>() > 0.0f);
    }

    CHECK_THROWS_WITH(grow(*grown, *small), Catch::Contains("does not fit"));
    CHECK_THROWS_WITH(grow(*TorchGraph(bandFilterNet(smallSize())), *grown),
                      Catch::Contains("it does not have two paths"));
    larger.channels = 9;
    CHECK_THROWS_WITH(grow(*small, *TorchGraph(dualPathNet(larger))), Catch::Contains("does not fit"));
}

TEST_CASE("a network with two paths that is to hear ahead computes the same at first, so much later") {
    torch::manual_seed(6);
    DualPathNetSize size{3 * 16, 2, 8, 6, 4, 3, 5, 4, {16, 8, 2}};
    TorchGraph now(dualPathNet(size));
    size.ahead = GENERATE(1, 3);
    TorchGraph later(dualPathNet(size));
    grow(*now, *later);
    const auto x = torch::randn({2, 9, size.inputs}), none = torch::zeros({2, size.ahead, size.inputs});
    const auto before = maskOf(*now, torch::cat({none, x}, 1)), after = maskOf(*later, x);
    CHECK(torch::allclose(before.gains.narrow(1, 0, 9), after.gains, 1e-4, 1e-5));
    CHECK(torch::allclose(before.filter.narrow(1, 0, 9), after.filter, 1e-4, 1e-5));
    after.gains.square().sum().backward();
    for (const char* layer : {"enter.weight", "decode3.weight"}) // of the frames ahead
        CHECK(later->tensor(layer)
                  .grad()
                  .narrow(1, later->tensor(layer).size(1) - 3, 3)
                  .abs()
                  .sum()
                  .item<float>() > 0.0f);
    CHECK_THROWS_WITH(grow(*later, *now), Catch::Contains("does not fit"));
}

TEST_CASE("a network with two paths that is to keep one voice begins with one that keeps all") {
    for (const int whole : {0, 6}) {
        torch::manual_seed(5);
        DualPathNetSize size{3 * 16, 2, 8, 6, 4, 3, 5, whole, {16, 8, 2}};
        TorchGraph all(dualPathNet(size));
        size.voice = 7;
        TorchGraph one(dualPathNet(size));
        grow(*all, *one);
        const auto x = torch::randn({2, 9, size.inputs});
        CHECK(
            torch::allclose(maskOf(*all, x).gains, maskOf(*one, x, torch::randn({2, 7})).gains, 1e-4, 1e-5));
        CHECK(one->plan.has("voice_frame_time") ==
              (whole > 0)); // the GRU over the whole frame is told the voice, too
    }
}
