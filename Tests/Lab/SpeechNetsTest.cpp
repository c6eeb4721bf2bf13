// The classic denoisers' networks: as large as drawn, in the engine what they are in LibTorch, and compressed.
#include "Base/Error.h"
#include "Core/TorchGraph.h"
#include "Core/Trainer.h"
#include "Denoise/Denoiser.h"
#include "Inference/Network.h"
#include "Support/ToyModels.h"
#include "Tasks/Speech/DistilTask.h"
#include "Tasks/Speech/MagnitudeExperiment.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;

namespace {

std::int64_t parametersOf(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const auto& parameter : module.parameters()) count += parameter.numel();
    return count;
}

std::shared_ptr<const Model> modelOf(const TorchGraphImpl& stack, const FeatureSpec& features) {
    return Model::parse(
        toy::fileOf("denoiser", {}, features, toJson(stack.plan.graph()), stack.tensors(),
                    features.type == "magnitude"
                        ? std::map<std::string, std::string>{{"mask", R"({"type":"bin_magnitudes"})"}}
                        : std::map<std::string, std::string>{}),
        "toy");
}

/// Largest difference between LibTorch over whole sequences and the engine frame by frame.
double largestDifference(TorchGraphImpl& stack, const std::shared_ptr<const Model>& model,
                         const torch::Tensor& x) {
    torch::NoGradGuard noGrad;
    const auto expected = stack.forward(x.unsqueeze(0))[0].contiguous();
    const auto input = x.contiguous();
    Network network(model);
    REQUIRE(network.inputSize() == x.size(1));
    REQUIRE(network.outputSize() == expected.size(1));
    double worst = 0.0;
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        const float* y = network.process(input.data_ptr<float>() + t * x.size(1));
        for (std::int64_t k = 0; k < expected.size(1); ++k)
            worst = std::max<double>(worst, std::abs(y[k] - expected[t][k].item<float>()));
    }
    return worst;
}

} // namespace

TEST_CASE("each classic network is in the engine what it is in LibTorch, and as large as its drawing says") {
    const std::pair<const char*, std::pair<const char*, std::int64_t>> cases[] = {
        {"denoise-dense", {"--network elu", 263'425}},
        {"denoise-dense", {"--network deep", 3'151'361}},
        {"denoise-cnn", {"", 1'150'977}},
        {"denoise-cnn", {"--rank 40", 1'150'977 - 2048 * 513 + 40 * (2048 + 513)}},
        {"denoise-autoencoder", {"", 277'489}},
    };
    for (const auto& [name, expected] : cases) {
        INFO(name << " " << expected.first);
        const auto made = findExperiment(name);
        auto* experiment = dynamic_cast<MagnitudeExperiment*>(made.get());
        REQUIRE(experiment != nullptr);
        CLI::App app;
        TrainOptions options;
        experiment->configure(app, options);
        app.parse(expected.first);
        torch::manual_seed(3);
        TorchGraph net(experiment->network());
        CHECK(parametersOf(*net) == expected.second);
        const auto sketch = experiment->story().networks.at(0);
        CHECK(sketch.parameters() == expected.second);
        const auto x = torch::rand({12, 513}) * 3.0;
        net->normaliseBy(x);
        const auto model = modelOf(*net, classicMagnitudes());
        CHECK(static_cast<std::int64_t>(model->parameters) == expected.second + 2 * 513);
        CHECK(largestDifference(*net, model, x) < 1e-4);
    }
}

TEST_CASE(
    "a network goes through a model file and back; at full rank the pair is the matrix, and less is less") {
    torch::manual_seed(5);
    NetPlan plan(513, Init::he);
    plan.affine("norm").gru("gru", 24).dense("mask", 513).sigmoid("gain");
    TorchGraph net(plan);
    const auto x = torch::randn({9, 513});
    net->normaliseBy(x);
    const auto model = modelOf(*net, {});
    CHECK(largestDifference(*net, model, x) < 1e-4);
    torch::NoGradGuard noGrad;
    const auto wanted = net->forward(x.unsqueeze(0));
    CHECK(torch::equal(trainable(*model)->forward(x.unsqueeze(0)), wanted));
    std::vector<double> errors;
    for (int rank : {2, 8, 72}) {
        auto compressed = trainable(*model, rank);
        const int narrow = std::min(rank, 24); // the full rank of the recurrent and the last matrix
        const auto numbers = rank * (72 + 513) + narrow * (72 + 24 + 513 + 24) + 2 * 72 + 513;
        CHECK(parametersOf(*compressed) == numbers);
        errors.push_back((compressed->forward(x.unsqueeze(0)) - wanted).square().mean().item<double>());
        const auto file = Model::parse(compressedFile(*model, *compressed, rank), "compressed");
        CHECK(static_cast<std::int64_t>(file->parameters) == numbers + 2 * 513);
        CHECK(file->name == "toy-" + std::to_string(rank));
        CHECK(largestDifference(*trainable(*file, rank), file, x) < 1e-4);
    }
    CHECK(errors[0] > 1e-4);
    CHECK(errors[2] < 1e-9); // the full rank of every matrix
    // Rank above full is full rank, and a file of pairs is read as one of wholes.
    const auto again = Model::parse(compressedFile(*model, *trainable(*model, 500), 500), "compressed");
    CHECK((trainable(*again)->forward(x.unsqueeze(0)) - wanted).abs().max().item<double>() < 5e-3); // halves
}

TEST_CASE("what pairs are for becomes pairs, and the rest stays as it is") {
    torch::manual_seed(5);
    NetPlan plan(513, Init::he);
    plan.affine("norm").conv1d("conv", 2, 3, 4, 1).flatten("flat").dense("speech", 513);
    const TorchGraph net(plan);
    const auto model = modelOf(*net, {});
    const auto tensors = trainable(*model, 4)->tensors();
    CHECK(tensors.contains("conv.weight"));
    CHECK(tensors.at("speech.weight.u").shape == std::vector{513, 4});
    CHECK_FALSE(tensors.contains("speech.weight"));
}

TEST_CASE("the gain of the validation is the gain of the engine") {
    torch::manual_seed(6);
    for (float power : {1.0f, 0.5f}) {
        auto features = classicMagnitudes();
        features.power = power;
        NetPlan plan(513, Init::he);
        plan.affine("norm").dense("speech", 513);
        TorchGraph net(plan);
        const auto model = modelOf(*net, features);
        const Mixer mixer(toy::library(), Split::train, {});
        const auto e = makeMagnitudeExample(mixer.make(4, 5, 6), model->stft, features);
        torch::NoGradGuard noGrad;
        const auto z = torch::tensor(e.input).reshape({1, e.frames, 513});
        const auto gain = magnitudeGain(net->forward(z), z, power)[0].contiguous();
        Denoiser denoiser(model, 1);
        std::vector<float> x(513);
        std::vector<Complex> out(513);
        Complex* to = out.data();
        double worst = 0.0;
        for (int t = 0; t < e.frames; ++t) {
            const Complex* from = e.noisy.data() + static_cast<size_t>(t) * 513;
            for (int k = 0; k < 513; ++k) x[static_cast<size_t>(k)] = std::norm(from[k]);
            denoiser.process({&from, 1}, x.data(), {&to, 1});
            for (int k = 0; k < 513; ++k)
                if (x[static_cast<size_t>(k)] > 1e-6f)
                    worst = std::max<double>(worst, std::abs(denoiser.gains()[k] - gain[t][k].item<float>()));
        }
        CHECK(worst < 1e-3);
    }
}

TEST_CASE("fine-tuning brings a compressed network nearer to the whole one") {
    torch::manual_seed(7);
    NetPlan plan(513, Init::he);
    plan.affine("norm").dense("a", 40).relu("r").dense("b", 513).sigmoid("gain");
    TorchGraph net(plan);
    const auto model = modelOf(*net, {});
    MixerOptions mixing;
    mixing.seconds = 0.5;
    const DistilTask task(model, 6, toy::library(), mixing, 1, 2);
    TrainOptions options;
    options.steps = 30;
    options.batch = 4;
    options.rate = 3e-3;
    options.validateEvery = 10;
    options.average = 0.5;
    const toy::Folder folder;
    RunFolder run(folder / "run");
    const auto start = task.makeModel();
    double before = 0.0;
    {
        torch::NoGradGuard noGrad;
        before = task.validate(*start, torch::kCPU).values[0].second;
    }
    train::train("tune", task, options, run);
    const auto rows = run.readJson("metrics.json");
    CHECK(rows.back()["val_error"].get<double>() < 0.8 * before);
    CHECK(Model::load((run / "tune.safetensors").string())->name == "toy-6");
}
