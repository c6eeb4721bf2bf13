// Muon's steps: equal in all directions of a matrix, Adam's for everything else, and the same again after loading.
#include "Core/Muon.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

namespace {

using namespace solus::train;

constexpr double rate = 0.01;

/// Moves by a few random gradients.
void move(torch::optim::Adam& optimizer, torch::Tensor weights, int steps, int seed) {
    torch::manual_seed(seed);
    for (int i = 0; i < steps; ++i) {
        weights.mutable_grad() = torch::randn_like(weights);
        optimizer.step();
    }
}

torch::Tensor weightsOf(std::vector<std::int64_t> shape) {
    torch::manual_seed(1);
    return torch::randn(shape).requires_grad_();
}

torch::Tensor singularValues(const torch::Tensor& x) {
    return std::get<1>(torch::svd(x));
}

} // namespace

TEST_CASE("Muon changes a matrix by about the same in all directions") {
    for (const auto& shape : {std::vector<std::int64_t>{20, 50}, {50, 20}, {32, 16, 5}}) {
        const auto weights = weightsOf(shape), before = weights.detach().clone();
        Muon muon({torch::optim::OptimizerParamGroup({weights})}, torch::optim::AdamOptions(rate));
        move(muon, weights, 1, 2);
        const auto change = (weights.detach() - before).reshape({shape[0], -1});
        const auto values = singularValues(change);
        const double length =
            0.2 * rate * std::sqrt(static_cast<double>(std::max(change.size(0), change.size(1))));
        CHECK(values.min().item<double>() > 0.6 * length);
        CHECK(values.max().item<double>() < 1.3 * length);
    }
}

TEST_CASE("A table of many rows moves as with Adam") {
    auto ours = weightsOf({4098, 16}), theirs = weightsOf({4098, 16});
    Muon muon({torch::optim::OptimizerParamGroup({ours})}, torch::optim::AdamOptions(rate));
    torch::optim::Adam adam({torch::optim::OptimizerParamGroup({theirs})}, torch::optim::AdamOptions(rate));
    move(muon, ours, 2, 3);
    move(adam, theirs, 2, 3);
    CHECK(torch::equal(ours, theirs));
}

TEST_CASE("Each gate of a GRU is a matrix of its own") {
    auto weights = weightsOf({72, 30});
    const auto before = weights.detach().clone();
    Muon muon({torch::optim::OptimizerParamGroup({weights})}, torch::optim::AdamOptions(rate));
    weights.mutable_grad() =
        torch::cat({1e-3 * torch::randn({24, 30}), torch::randn({24, 30}), 1e3 * torch::randn({24, 30})});
    muon.step();
    const auto change = weights.detach() - before;
    for (int gate = 0; gate < 3; ++gate) {
        const auto values = singularValues(change.narrow(0, 24 * gate, 24));
        CHECK(values.min().item<double>() > 0.6 * 0.2 * rate * std::sqrt(30.0));
    }
}

TEST_CASE("Vectors and small matrices move as with Adam") {
    for (const auto& shape : {std::vector<std::int64_t>{40}, {8, 40}, {40, 3}}) {
        const auto a = weightsOf(shape), b = weightsOf(shape);
        Muon muon({torch::optim::OptimizerParamGroup({a})}, torch::optim::AdamOptions(rate));
        torch::optim::Adam adam({b}, torch::optim::AdamOptions(rate));
        move(muon, a, 5, 2);
        move(adam, b, 5, 2);
        CHECK(torch::equal(a, b));
    }
}

TEST_CASE("Muon goes on from what it saved, and leaves the gradients where they were") {
    const auto a = weightsOf({24, 40}), b = weightsOf({24, 40});
    Muon whole({torch::optim::OptimizerParamGroup({a})}, torch::optim::AdamOptions(rate));
    Muon first({torch::optim::OptimizerParamGroup({b})}, torch::optim::AdamOptions(rate));
    Muon second({torch::optim::OptimizerParamGroup({b})}, torch::optim::AdamOptions(rate));
    move(whole, a, 3, 2);
    move(first, b, 3, 2);
    std::stringstream saved;
    torch::save(static_cast<torch::optim::Optimizer&>(first), saved);
    torch::load(static_cast<torch::optim::Optimizer&>(second), saved);
    move(whole, a, 3, 4);
    move(second, b, 3, 4);
    CHECK(torch::equal(a, b));
    CHECK(a.grad().defined());
}
