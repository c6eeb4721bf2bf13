// The perceptron at low rank, the order of the examples, and the two players of a GAN.
#include "Data/Shuffle.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/Adversaries.h"

#include <catch2/catch.hpp>
#include <set>

using namespace solus::train;

namespace {

MlpSize small(int rank = 0) {
    MlpSize size;
    size.inputs = 12;
    size.hidden = 20;
    size.layers = 3;
    size.rank = rank;
    return size;
}

int rankOf(const torch::Tensor& matrix) {
    const auto s = torch::linalg_svdvals(matrix.detach().to(torch::kFloat64));
    return static_cast<int>(s.gt(1e-5 * s[0].item<double>()).sum().item<std::int64_t>());
}

double distance(const torch::Tensor& a, const torch::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

} // namespace

TEST_CASE("A perceptron cut at full rank is the perceptron; below, its matrices have that rank") {
    torch::manual_seed(1);
    torch::NoGradGuard noGrad;
    MlpNet whole(small()), cut(small()), thin(small(4));
    whole->eval(), cut->eval(), thin->eval();
    const auto x = torch::randn({7, 1, 3, 4});
    cut->approximate(*whole, 20);
    CHECK(distance(cut->forward(x), whole->forward(x)) < 1e-4);
    cut->approximate(*whole, 4);
    thin->approximate(*whole, 4);
    for (int l = 0; l < 3; ++l) {
        CHECK(rankOf(cut->weight(l)) == 4);
        CHECK(distance(cut->weight(l), thin->weight(l)) < 1e-5);
    }
    CHECK(distance(cut->forward(x), thin->forward(x)) < 1e-4);
    CHECK(distance(cut->forward(x), whole->forward(x)) > 1e-3);
    cut->approximate(*whole, 20);
    cut->project(4);
    CHECK(distance(cut->weight(1), thin->weight(1)) < 1e-5);
}

TEST_CASE("Dropout is drawn from the generator that is given, and only while training") {
    torch::manual_seed(1);
    MlpNet net(small());
    const auto x = torch::randn({5, 1, 3, 4});
    const auto generator = [](std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); };
    net->train();
    CHECK(torch::equal(net->forward(x, generator(1)), net->forward(x, generator(1))));
    CHECK_FALSE(torch::equal(net->forward(x, generator(1)), net->forward(x, generator(2))));
    net->eval();
    CHECK(torch::equal(net->forward(x, generator(1)), net->forward(x, generator(2))));
}

TEST_CASE("Every example comes once an epoch, in another order each time") {
    const Shuffle shuffle(50, 3), other(50, 4);
    std::vector<std::int64_t> first, second, foreign;
    for (int i = 0; i < 50; ++i) {
        first.push_back(shuffle.at(i));
        foreign.push_back(other.at(i));
    }
    for (int i = 50; i < 100; ++i) second.push_back(shuffle.at(i));
    CHECK(std::set<std::int64_t>(first.begin(), first.end()).size() == 50);
    CHECK(std::set<std::int64_t>(second.begin(), second.end()).size() == 50);
    CHECK(first != second);
    CHECK(first != foreign);
    CHECK(shuffle.at(7) == first[7]); // back to an earlier epoch
}

TEST_CASE("Each player of a GAN learns from its own loss alone") {
    torch::manual_seed(2);
    Adversaries net(std::vector<int>{3, 8, 5}, std::vector<int>{5, 8, 1});
    const auto real = torch::randn({6, 5}), z = torch::randn({6, 3});
    const auto play = [&] {
        const auto made = net->generator->forward(z);
        return std::pair{
            discriminatorLoss(net->discriminator->forward(real), net->discriminator->forward(made.detach())),
            generatorLoss(net->discriminator->forward(made))};
    };
    const auto gradients = [](torch::nn::Module& module) {
        std::vector<torch::Tensor> list;
        for (const auto& p : module.parameters()) list.push_back(p.grad().clone());
        return list;
    };
    const auto [forCritic, forMaker] = play();
    backwardBoth(*net, forCritic, forMaker);
    const auto critic = gradients(*net->discriminator), maker = gradients(*net->generator);
    net->zero_grad();
    play().first.backward();
    const auto criticAlone = gradients(*net->discriminator);
    net->zero_grad();
    play().second.backward();
    const auto makerAlone = gradients(*net->generator);
    for (size_t i = 0; i < critic.size(); ++i) CHECK(distance(critic[i], criticAlone[i]) < 1e-6);
    for (size_t i = 0; i < maker.size(); ++i) CHECK(distance(maker[i], makerAlone[i]) < 1e-6);
}
