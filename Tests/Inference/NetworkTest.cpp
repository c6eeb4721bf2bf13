// Streaming networks: deterministic, independent of each other, and resettable.
#include "Inference/ModelBuilder.h"
#include "Measure/Larger.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;

namespace {

std::shared_ptr<const Model> recurrentModel(Storage storage = Storage::f16) {
    ModelBuilder b(33);
    b.layer({{"type", "gru"}, {"name", "g"}})
        .tensor("g.weight_ih", {120, 33})
        .tensor("g.weight_hh", {120, 40});
    b.tensor("g.bias_ih", {120}).tensor("g.bias_hh", {120});
    b.layer({{"type", "lstm"}, {"name", "l"}})
        .tensor("l.weight_ih", {40, 40})
        .tensor("l.weight_hh", {40, 10});
    b.layer({{"type", "mean_pool"}, {"name", "m"}});
    b.layer({{"type", "l2_normalise"}, {"name", "n"}});
    return b.build(storage);
}

/// Recurrent layers, all three poolings in parallel, and layers after them.
std::shared_ptr<const Model> poolingModel() {
    ModelBuilder b(6);
    b.layer({{"type", "gru"}, {"name", "gru"}})
        .tensor("gru.weight_ih", {24, 6})
        .tensor("gru.weight_hh", {24, 8});
    b.layer({{"type", "statistics_pool"}, {"name", "s"}});
    b.layer({{"type", "dense"}, {"name", "a"}}).tensor("a.weight", {5, 16});
    b.layer({{"type", "dense"}, {"name", "d"}, {"from", "input"}}).tensor("d.weight", {3, 6});
    b.layer({{"type", "mixture_pool"}, {"name", "g"}});
    b.tensor("g.mean", {4, 3}).tensor("g.deviation", {4, 3}, 0.4f, 1.2f).tensor("g.offset", {4});
    b.layer({{"type", "mean_pool"}, {"name", "m"}, {"from", "gru"}});
    b.layer({{"type", "l2_normalise"}, {"name", "all"}, {"from", {"a", "g", "m", "input"}}});
    return b.build();
}

} // namespace

TEST_CASE("the same frames give the same bits") {
    const auto frames = randomFrames(100, 33);
    for (const Kernels* kernels : allKernels()) {
        setKernelsForTesting(kernels);
        const auto first = runNetwork(recurrentModel(), frames),
                   second = runNetwork(recurrentModel(), frames);
        setKernelsForTesting(nullptr);
        CHECK(first == second);
    }
}

TEST_CASE("networks of one model do not disturb each other") {
    const auto model = recurrentModel();
    const auto a = randomFrames(50, 33, 1), b = randomFrames(50, 33, 2);
    const auto alone = runNetwork(model, a);
    Network first(model), second(model);
    for (size_t t = 0; t < a.size(); ++t) {
        const float* y = first.process(a[t].data());
        second.process(b[t].data());
        CHECK(std::equal(alone[t].begin(), alone[t].end(), y));
    }
}

TEST_CASE("reset() forgets everything, NaN included") {
    const auto model = recurrentModel();
    const auto frames = randomFrames(30, 33);
    const auto fresh = runNetwork(model, frames);
    Network network(model);
    std::vector<float> poison(33, std::nanf(""));
    network.process(frames[3].data());
    const float* spoiled = network.process(poison.data());
    CHECK(std::isnan(spoiled[0]));
    CHECK(std::isnan(network.process(frames[0].data())[0])); // the caller must check
    network.reset();
    for (size_t t = 0; t < frames.size(); ++t) {
        const float* y = network.process(frames[t].data());
        CHECK(std::equal(fresh[t].begin(), fresh[t].end(), y));
    }
}

TEST_CASE("a network survives being moved, and its model outlives the last handle") {
    const auto frames = randomFrames(10, 33);
    auto model = recurrentModel();
    const auto expected = runNetwork(model, frames);
    Network first(model);
    model.reset();
    first.process(frames[0].data());
    Network second = std::move(first);
    for (size_t t = 1; t < frames.size(); ++t) {
        const float* y = second.process(frames[t].data());
        CHECK(std::equal(expected[t].begin(), expected[t].end(), y));
    }
}

TEST_CASE("a pooling memory forgets exponentially") {
    Network network(ModelBuilder(1).layer({{"type", "mean_pool"}, {"name", "m"}}).build());
    const float one = 1.0f, zero = 0.0f;
    network.setPoolingMemory(10);
    for (int t = 0; t < 100; ++t) CHECK(*network.process(&one) == Approx(1.0f));
    for (int t = 1; t <= 20; ++t) CHECK(*network.process(&zero) == Approx(std::pow(0.9, t)));
    for (int t = 0; t < 100; ++t) network.process(&one);
    network.setPoolingMemory(40); // it still knows ten frames, so the next counts as the eleventh
    CHECK(*network.process(&zero) == Approx(10.0 / 11.0).epsilon(1e-4));
    network.setPoolingMemory(0);
    network.reset();
    for (int t = 0; t < 100; ++t) network.process(&one);
    CHECK(*network.process(&zero) == Approx(100.0 / 101.0));
}

TEST_CASE("statistics with a memory follow what is heard now") {
    Network network(ModelBuilder(1).layer({{"type", "statistics_pool"}, {"name", "s"}}).build());
    network.setPoolingMemory(10);
    const auto output = [&](float x) { return network.process(&x); };
    for (int t = 0; t < 100; ++t) output(t % 2 == 0 ? 3.0f : 1.0f);
    CHECK(output(3.0f)[0] == Approx(2.0).margin(0.12));
    CHECK(output(1.0f)[1] == Approx(1.0).margin(0.02));
    const float before = output(2.0f)[0];
    for (int t = 1; t <= 20; ++t)
        CHECK(output(-5.0f)[0] + 5.0 == Approx((before + 5.0) * std::pow(0.9, t)).epsilon(1e-4));
    for (int t = 0; t < 200; ++t) output(-5.0f);
    CHECK(output(-5.0f)[1] == Approx(0.01).margin(1e-3)); // the minimum
}

TEST_CASE("asking for fewer answers changes none of them") {
    const auto model = poolingModel();
    Network always(model), seldom(model);
    const auto frames = randomFrames(60, 6);
    for (size_t t = 0; t < frames.size(); ++t) {
        const float* expected = always.process(frames[t].data());
        seldom.push(frames[t].data());
        if (t % 7 == 3) CHECK(std::equal(expected, expected + always.outputSize(), seldom.output()));
    }
}

TEST_CASE("memories side by side are networks of their own behind the same recurrent layers") {
    const auto model = poolingModel();
    Network both(model, 2), lengthy(model), brief(model);
    both.setPoolingMemory(40, 0), both.setPoolingMemory(5, 1);
    lengthy.setPoolingMemory(40), brief.setPoolingMemory(5);
    const auto frames = randomFrames(90, 6);
    const auto same = [&](Network& one, int memory) {
        const float* x = both.output(memory);
        return std::equal(x, x + both.outputSize(), one.output());
    };
    for (size_t t = 0; t < frames.size(); ++t) {
        for (Network* n : {&both, &lengthy, &brief}) n->push(frames[t].data());
        CHECK(same(lengthy, t < 45 ? 0 : 1));
        CHECK(same(brief, t < 45 ? 1 : 0));
        if (t == 44) both.swapMemories(0, 1);
        if (t == 60) both.resetMemory(1), lengthy.resetMemory(0);
    }
    both.reset();
    Network fresh(model);
    fresh.setPoolingMemory(5);
    for (const auto& frame : frames) both.push(frame.data()), fresh.push(frame.data());
    CHECK(same(fresh, 0));
}

TEST_CASE("all kernel variants tell the same story over ten seconds") {
    const auto frames = randomFrames(940, 33);
    const auto reference = runNetwork(recurrentModel(), frames);
    for (const Kernels* kernels : allKernels()) {
        setKernelsForTesting(kernels);
        const auto out = runNetwork(recurrentModel(), frames);
        setKernelsForTesting(nullptr);
        double worst = 0.0;
        for (size_t t = 0; t < out.size(); ++t)
            for (size_t i = 0; i < out[t].size(); ++i)
                worst = larger(worst, std::abs(double{out[t][i]} - reference[t][i]));
        CHECK(worst < 2e-5);
    }
}
