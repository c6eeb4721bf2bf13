// Our GRU is torch's: values and every gradient.
#include "Core/Gru.h"

#include <catch2/catch.hpp>

using namespace solus::train;

TEST_CASE("values and gradients of the GRU equal torch's own") {
    torch::manual_seed(3);
    torch::nn::GRU gru(torch::nn::GRUOptions(7, 5).batch_first(true));
    const auto weight = torch::randn({4, 9, 5});
    std::vector<torch::Tensor> results[2];
    for (int mode = 0; mode < 2; ++mode) {
        torch::manual_seed(4);
        auto x = torch::randn({4, 9, 7}).requires_grad_(true);
        gru->zero_grad();
        const auto y = mode == 0 ? std::get<0>(gru->forward(x)) : gruForward(gru, x);
        (y * weight).sum().backward();
        results[mode] = {y.detach(), x.grad()};
        for (const auto& p : gru->parameters()) results[mode].push_back(p.grad().clone());
    }
    REQUIRE(results[0].size() == 6);
    for (size_t i = 0; i < 6; ++i) {
        INFO(i);
        CHECK(results[0][i].abs().max().item<float>() > 0.01f);
        CHECK((results[0][i] - results[1][i]).abs().max().item<float>() < 1e-5f);
    }
}

TEST_CASE("with coarse products the GRU's values and gradients are near torch's, and not the same") {
    torch::manual_seed(3);
    torch::nn::GRU gru(torch::nn::GRUOptions(24, 32).batch_first(true));
    const auto weight = torch::randn({6, 20, 32});
    std::vector<torch::Tensor> results[2];
    for (int mode = 0; mode < 2; ++mode) {
        torch::manual_seed(4);
        auto x = torch::randn({6, 20, 24}).requires_grad_(true);
        gru->zero_grad();
        const auto y = gruForward(gru, x, mode == 1);
        (y * weight).sum().backward();
        results[mode] = {y.detach(), x.grad()};
        for (const auto& p : gru->parameters()) results[mode].push_back(p.grad().clone());
    }
    for (size_t i = 0; i < 6; ++i) {
        INFO(i);
        const auto error =
            ((results[0][i] - results[1][i]).norm() / results[0][i].norm()).item<float>(); // 2^-9 a factor
        CHECK(error < 0.02f);
        CHECK(error > 1e-5f);
    }
}
