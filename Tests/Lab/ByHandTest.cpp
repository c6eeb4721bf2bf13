// Networks without autograd: their gradients against finite differences and against LibTorch's, in double
// precision; their optimisers against torch::optim.
#include "ByHand/HandNet.h"
#include "ByHand/Optimisers.h"

#include <catch2/catch.hpp>
#include <torch/torch.h>

using namespace solus;
using namespace solus::train;

namespace {

using Net = HandNet<double>;

/// A batch, and a network whose biases are not 0, so that nothing hides.
struct Problem {
    Problem(std::vector<int> sizes, Activation activation, int batch)
        : net(sizes, activation, batch), x(sizes.front(), batch) {
        Random random{11};
        net.initialise(3);
        for (auto& value : x.reshaped()) value = random.gaussian();
        for (auto& layer : net.layers())
            for (auto& value : layer.bias) value = 0.3 * random.gaussian();
        for (int n = 0; n < batch; ++n) labels.push_back(random.below(sizes.back()));
    }

    double loss() { return net.forward(x, labels); }
    void computeGradients() {
        loss();
        net.backward(x, labels);
    }

    Net net;
    Matrix<double> x;
    std::vector<std::int64_t> labels;
};

/// dL/dw = (L(w + h) - L(w - h)) / 2h + O(h^2)
Vector<double> finiteDifferences(Problem& problem) {
    const double h = 1e-5;
    auto& w = problem.net.parameters();
    Vector<double> result(w.size());
    for (Eigen::Index i = 0; i < w.size(); ++i) {
        const double before = w[i];
        w[i] = before + h;
        const double above = problem.loss();
        w[i] = before - h;
        result[i] = (above - problem.loss()) / (2.0 * h);
        w[i] = before;
    }
    return result;
}

/// A column-major matrix seen by torch, sharing its memory.
torch::Tensor seen(Eigen::Map<Matrix<double>>& matrix) {
    return torch::from_blob(matrix.data(), {matrix.cols(), matrix.rows()}, torch::kFloat64).t();
}

/// The same network built from torch's functions, and its gradients by autograd in the order of parameters().
Vector<double> autogradGradients(Problem& problem, Activation activation) {
    auto x = torch::from_blob(problem.x.data(), {problem.x.cols(), problem.x.rows()}, torch::kFloat64);
    std::vector<torch::Tensor> leaves;
    auto& layers = problem.net.layers();
    for (size_t l = 0; l < layers.size(); ++l) {
        auto weight = seen(layers[l].weights).clone().set_requires_grad(true);
        auto bias = torch::from_blob(layers[l].bias.data(), {layers[l].bias.size()}, torch::kFloat64)
                        .clone()
                        .set_requires_grad(true);
        x = torch::nn::functional::linear(x, weight, bias);
        if (l + 1 < layers.size())
            x = activation == Activation::relu      ? torch::relu(x)
                : activation == Activation::sigmoid ? torch::sigmoid(x)
                                                    : torch::tanh(x);
        leaves.push_back(weight);
        leaves.push_back(bias);
    }
    const auto loss =
        torch::nn::functional::cross_entropy(x, torch::tensor(torch::ArrayRef<std::int64_t>(problem.labels)));
    REQUIRE(loss.item<double>() == Approx(problem.loss()).epsilon(1e-12));
    loss.backward();
    Vector<double> result(problem.net.parameters().size());
    Eigen::Index at = 0;
    for (const auto& leaf : leaves) {
        const auto columns = (leaf.dim() == 2 ? leaf.grad().t() : leaf.grad()).contiguous();
        std::copy_n(columns.data_ptr<double>(), columns.numel(), result.data() + at);
        at += columns.numel();
    }
    REQUIRE(at == result.size());
    return result;
}

/// The largest relative difference over the layers' weights and biases.
double relativeError(Net& net, const Vector<double>& truth) {
    double worst = 0.0;
    Eigen::Index at = 0;
    for (const auto& layer : net.layers())
        for (const Eigen::Index count : {layer.weights.size(), layer.bias.size()}) {
            const Vector<double> ours = net.gradients().segment(at, count), theirs = truth.segment(at, count);
            worst = std::max(worst, (ours - theirs).norm() / theirs.norm());
            worst = std::max(worst, (ours - theirs).cwiseAbs().maxCoeff() / theirs.cwiseAbs().maxCoeff());
            at += count;
        }
    return worst;
}

torch::Tensor copied(const Vector<double>& v) {
    return torch::from_blob(const_cast<double*>(v.data()), {v.size()}, torch::kFloat64).clone();
}

} // namespace

TEST_CASE("By hand: gradients equal finite differences and LibTorch's autograd") {
    const auto activation = GENERATE(Activation::relu, Activation::sigmoid, Activation::tanh);
    const auto sizes =
        GENERATE(std::vector<int>{9, 4}, std::vector<int>{9, 7, 4}, std::vector<int>{11, 9, 8, 8, 7, 6, 5});
    Problem problem(sizes, activation, 6);
    problem.computeGradients();
    const double byDifferences = relativeError(problem.net, finiteDifferences(problem));
    problem.computeGradients();
    const double byAutograd = relativeError(problem.net, autogradGradients(problem, activation));
    CAPTURE(static_cast<int>(activation), sizes.size(), byDifferences, byAutograd);
    REQUIRE(byDifferences <= 1e-5);
    REQUIRE(byAutograd <= 1e-12);
}

TEST_CASE("By hand: the gradient check finds a planted mistake") {
    Problem problem({9, 8, 7, 4}, Activation::tanh, 6);
    const auto truth = finiteDifferences(problem);
    SECTION("one weight of the first layer, wrong by a thousandth of the largest") {
        problem.computeGradients();
        auto& gradient = problem.net.layers()[0].weightGradient;
        gradient(3, 2) += 1e-3 * gradient.cwiseAbs().maxCoeff();
        REQUIRE(relativeError(problem.net, truth) > 1e-5);
    }
    SECTION("the derivative of another activation") {
        problem.loss();
        Problem wrong({9, 8, 7, 4}, Activation::sigmoid, 6);
        wrong.computeGradients();
        REQUIRE(relativeError(wrong.net, truth) > 1e-2);
    }
    SECTION("a bias that is forgotten") {
        problem.computeGradients();
        problem.net.layers()[1].biasGradient.setZero();
        REQUIRE(relativeError(problem.net, truth) > 1e-2);
    }
}

TEST_CASE("By hand: a smaller batch uses the same memory and gives its own gradients") {
    Problem large({9, 7, 4}, Activation::relu, 6), small({9, 7, 4}, Activation::relu, 2);
    large.computeGradients();
    small.net.parameters() = large.net.parameters();
    small.x = large.x.leftCols(2);
    small.labels.assign(large.labels.begin(), large.labels.begin() + 2);
    small.computeGradients();
    large.net.forward(small.x, small.labels);
    large.net.backward(small.x, small.labels);
    REQUIRE((large.net.gradients() - small.net.gradients()).norm() < 1e-14);
    REQUIRE(large.net.probabilities().cols() == 2);
}

TEST_CASE("By hand: probabilities add up to 1, and huge scores stay finite") {
    Problem problem({9, 7, 4}, Activation::relu, 6);
    problem.loss();
    REQUIRE((problem.net.probabilities().colwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
    problem.net.parameters() *= 1e4;
    REQUIRE(std::isfinite(problem.loss()));
    problem.net.backward(problem.x, problem.labels);
    REQUIRE(problem.net.gradients().allFinite());
}

TEST_CASE("By hand: mean derivatives are what their formulas give") {
    Problem problem({9, 7, 4}, Activation::sigmoid, 6);
    problem.net.parameters().setZero(); // sigmoid(0) = 1/2
    problem.loss();
    REQUIRE(problem.net.derivative(0) == Approx(0.25).epsilon(1e-12));
    Problem straight({9, 7, 4}, Activation::tanh, 6);
    straight.net.parameters().setZero();
    straight.loss();
    REQUIRE(straight.net.derivative(0) == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("By hand: optimisers step like torch::optim's") {
    const std::string name = GENERATE("sgd", "momentum", "adam");
    Problem problem({9, 7, 4}, Activation::tanh, 6);
    auto& w = problem.net.parameters();
    auto theirs = copied(w).set_requires_grad(true);
    std::unique_ptr<torch::optim::Optimizer> reference;
    const std::vector<torch::Tensor> list{theirs};
    if (name == "sgd") reference = std::make_unique<torch::optim::SGD>(list, torch::optim::SGDOptions(0.1));
    if (name == "momentum")
        reference = std::make_unique<torch::optim::SGD>(list, torch::optim::SGDOptions(0.1).momentum(0.9));
    if (name == "adam")
        reference = std::make_unique<torch::optim::Adam>(list, torch::optim::AdamOptions(0.1));
    Optimiser<double> ours(name, 0.1);
    for (int step = 0; step < 4; ++step) {
        problem.computeGradients();
        theirs.mutable_grad() = copied(problem.net.gradients());
        ours.step(w, problem.net.gradients());
        reference->step();
        CAPTURE(name, step);
        REQUIRE((copied(w) - theirs.detach()).abs().max().item<double>() < 1e-12);
    }
    REQUIRE_THROWS(Optimiser<double>("adagrad", 0.1));
}

TEST_CASE("By hand: every optimiser learns what one example says") {
    const std::string name = GENERATE("sgd", "momentum", "adam");
    const auto activation = GENERATE(Activation::relu, Activation::sigmoid, Activation::tanh);
    Problem problem({9, 16, 4}, activation, 6);
    Optimiser<double> optimiser(name, name == "adam" ? 0.02 : name == "sgd" ? 0.5 : 0.1);
    const double before = problem.loss();
    for (int step = 0; step < 300; ++step) {
        problem.computeGradients();
        optimiser.step(problem.net.parameters(), problem.net.gradients());
    }
    CAPTURE(name, static_cast<int>(activation), before);
    REQUIRE(problem.loss() < 0.1 * before);
}
