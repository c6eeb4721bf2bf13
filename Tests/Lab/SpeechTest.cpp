// The speech experiments: networks against the engine and against their drawings, the task's equations, and
// each experiment from a folder of recordings to its report.
#include "Base/Error.h"
#include "Core/LayerStack.h"
#include "Core/Trainer.h"
#include "Data/Spectra.h"
#include "Denoise/Denoiser.h"
#include "Evaluate/HeldOut.h"
#include "Tasks/Speech/DistilTask.h"
#include "Tasks/Speech/MagnitudeExperiment.h"
#include "Inference/Network.h"
#include "Support/ToyModels.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace solus;
using namespace solus::train;
namespace fs = std::filesystem;

namespace {

std::int64_t parametersOf(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const auto& parameter : module.parameters()) count += parameter.numel();
    return count;
}

std::shared_ptr<const Model> modelOf(const LayerStackImpl& stack, const FeatureSpec& features) {
    return Model::parse(
        toy::fileOf("denoiser", {}, features, stack.layers(), stack.tensors(),
                    features.type == "magnitude"
                        ? std::map<std::string, std::string>{{"mask", R"({"type":"bin_magnitudes"})"}}
                        : std::map<std::string, std::string>{}),
        "toy");
}

/// Largest difference between LibTorch over whole sequences and the engine frame by frame.
double largestDifference(LayerStackImpl& stack, const std::shared_ptr<const Model>& model,
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

/// The toy library as a folder that any experiment reads.
const fs::path& dataFolder() {
    static const toy::Folder folder;
    static const bool written = [] {
        const auto library = toy::library();
        for (const auto* kind : {&library->speech, &library->noise, &library->rooms})
            for (const auto& recording : *kind) toy::writeWav(folder / recording.entry.path, recording);
        return true;
    }();
    REQUIRE(written);
    return folder.path();
}

std::string textOf(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// Runs the experiment as the program does, in a folder of its own, and returns the folder.
fs::path runToy(const toy::Folder& folder, const std::string& name, std::vector<std::string> more) {
    std::vector<std::string> arguments{
        "--data", dataFolder().string(), "--out", (folder / name).string(), "--batch", "8"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    REQUIRE(runExperiment(*findExperiment(name), arguments) == 0);
    return folder / name;
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
        auto net = experiment->makeNetwork();
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
    "a stack goes through a model file and back; at full rank the pair is the matrix, and less is less") {
    torch::manual_seed(5);
    LayerStack net(513);
    net->affine("norm").gru("gru", 24).dense("mask", 513).activation("sigmoid", "gain");
    const auto x = torch::randn({9, 513});
    net->normaliseBy(x);
    const auto model = modelOf(*net, {});
    CHECK(largestDifference(*net, model, x) < 1e-4);
    torch::NoGradGuard noGrad;
    const auto wanted = net->forward(x.unsqueeze(0));
    CHECK(torch::equal(stackOf(*model, 0)->forward(x.unsqueeze(0)), wanted));
    std::vector<double> errors;
    for (int rank : {2, 8, 72}) {
        auto compressed = stackOf(*model, rank);
        const int narrow = std::min(rank, 24); // the full rank of the recurrent and the last matrix
        const auto numbers = rank * (72 + 513) + narrow * (72 + 24 + 513 + 24) + 2 * 72 + 513;
        CHECK(parametersOf(*compressed) == numbers);
        errors.push_back((compressed->forward(x.unsqueeze(0)) - wanted).square().mean().item<double>());
        const auto file = Model::parse(compressedFile(*model, *compressed, rank), "compressed");
        CHECK(static_cast<std::int64_t>(file->parameters) == numbers + 2 * 513);
        CHECK(file->name == "toy-" + std::to_string(rank));
        CHECK(largestDifference(*stackOf(*file, rank), file, x) < 1e-4);
    }
    CHECK(errors[0] > 1e-4);
    CHECK(errors[2] < 1e-9); // the full rank of every matrix
    // Rank above full is full rank, and a file of pairs is read as one of wholes.
    const auto again = Model::parse(compressedFile(*model, *stackOf(*model, 500), 500), "compressed");
    CHECK((stackOf(*again, 0)->forward(x.unsqueeze(0)) - wanted).abs().max().item<double>() < 5e-3); // halves
}

TEST_CASE("only chains of layers that pairs are for can be compressed") {
    torch::manual_seed(5);
    LayerStack net(513);
    net->affine("norm").conv1d("conv", 2, 3, 4, 1).flatten("flat").dense("speech", 513);
    const auto model = modelOf(*net, {});
    CHECK_THROWS_WITH(stackOf(*model, 4), Catch::Contains("conv") && Catch::Contains("can be compressed"));
}

TEST_CASE(
    "the target is the speech in the domain of the features, at every level, and its gain gives it back") {
    const StftSpec stft;
    for (float power : {1.0f, 0.5f}) {
        auto features = classicMagnitudes();
        features.power = power;
        const Mixer mixer(toy::library(), Split::train, {});
        auto mixture = mixer.make(1, 2, 3);
        REQUIRE(mixture.hasSpeech);
        REQUIRE(mixture.hasNoise);
        const auto e = makeMagnitudeExample(mixture, stft, features);
        for (auto* part : {&mixture.speech, &mixture.noise})
            for (float& x : *part) x *= 32.0f; // 30 dB, and exact in floats
        const auto louder = makeMagnitudeExample(mixture, stft, features);
        const auto z = torch::tensor(e.input), s = torch::tensor(e.target);
        // The first frames may be next to nothing, where the level is the floor and follows nobody.
        const auto later = [](const torch::Tensor& values) { return values.narrow(0, 60 * 513, 120 * 513); };
        CHECK(torch::allclose(later(torch::tensor(louder.input)), later(z), 1e-3, 1e-4));
        const auto heard = later(z) > 0.1; // below, a cell may be too faint for a ratio at one of the levels
        CHECK(torch::allclose(later(torch::tensor(louder.target)).masked_select(heard),
                              later(s).masked_select(heard), 1e-3, 1e-4));
        const auto gain = magnitudeGain(s, z, power).contiguous();
        int checked = 0;
        for (size_t i = 0; i < e.input.size(); ++i) {
            const double x = std::abs(e.noisy[i]), wanted = std::abs(e.speech[i]);
            if (x < 1e-3 || wanted > x) continue;
            ++checked;
            REQUIRE(gain[static_cast<std::int64_t>(i)].item<double>() * x ==
                    Approx(wanted).epsilon(1e-3).margin(1e-5));
        }
        CHECK(checked > 1000);
    }
}

TEST_CASE("the gain of the validation is the gain of the engine") {
    torch::manual_seed(6);
    for (float power : {1.0f, 0.5f}) {
        auto features = classicMagnitudes();
        features.power = power;
        LayerStack net(513);
        net->affine("norm").dense("speech", 513);
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

TEST_CASE("the classic denoisers learn on a folder of recordings, and their reports are complete") {
    const toy::Folder folder;
    for (const std::string name : {"denoise-dense", "denoise-cnn", "denoise-autoencoder"}) {
        INFO(name);
        std::vector<std::string> options{"--seconds", "0.5",  "--frames",         "16", "--mixtures",   "60",
                                         "--steps",   "24",   "--validate-every", "8",  "--validation", "2",
                                         "--rate",    "5e-3", "--average",        "0.5"};
        if (name == "denoise-dense") options.insert(options.end(), {"--network", "elu"});
        if (name == "denoise-cnn") options.insert(options.end(), {"--rank", "0"});
        const auto out = runToy(folder, name, options);
        const auto rows = RunFolder(out).readJson("metrics.json");
        REQUIRE(rows.size() == 3);
        CHECK(rows[2]["val_mse"].get<double>() < rows[0]["val_mse"].get<double>());
        const auto model = Model::load((out / (name + ".safetensors")).string());
        CHECK(model->name == name);
        CHECK(model->bytes < 10'000'000);
        const auto page = textOf(out / "report.html"), text = textOf(out / "report.md");
        for (const char* word : {"voice-in-rain", "voice-by-bicycle", "SI-SDR", "STOI", "MSE"}) {
            CHECK(page.find(word) != std::string::npos);
            CHECK(text.find(word) != std::string::npos);
        }
        CHECK(page.find("data:audio/wav") != std::string::npos);
        for (const char* file : {"voice-in-rain", "voice-by-bicycle"})
            for (const char* ending : {".before.wav", ".after.wav", ".clean.wav", ".png"})
                CHECK(fs::file_size(out / (std::string(file) + ending)) > 10'000);
        const auto summary = RunFolder(out).readJson("summary.json");
        CHECK(summary.at("finished") == true);
        CHECK(summary.dump().find("voice-by-bicycle, SNR") != std::string::npos);
    }
}

TEST_CASE("fine-tuning brings a compressed network nearer to the whole one") {
    torch::manual_seed(7);
    LayerStack net(513);
    net->affine("norm").dense("a", 40).activation("relu", "r").dense("b", 513).activation("sigmoid", "gain");
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

TEST_CASE("denoise-svd measures every rank with and without fine-tuning, and draws it") {
    const toy::Folder folder;
    const auto file = toy::randomDenoiserFile(3, {}, 16);
    std::ofstream(folder / "toy.safetensors", std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
    const auto out = runToy(folder, "denoise-svd",
                            {"--model", (folder / "toy.safetensors").string(), "--ranks", "4,16", "--steps",
                             "3", "--validate-every", "3", "--validation", "1"});
    for (const char* name : {"toy-4.safetensors", "toy-4.svd.safetensors", "toy-16.safetensors"})
        CHECK(Model::load((out / name).string())->name ==
              std::string(name).substr(0, std::string(name).find('.')));
    CHECK(fs::file_size(out / "toy.png") > 5000);
    const auto text = textOf(out / "report.md");
    const std::int64_t numbers = 4 * (48 + 513 + 48 + 16 + 513 + 16) + 2 * 48 + 513;
    CHECK(text.find(grouped(numbers)) != std::string::npos);
    CHECK(text.find("whole") != std::string::npos);
}

TEST_CASE("what the speech experiments cannot use is named") {
    const toy::Folder folder;
    const auto run = [&](const std::string& name, std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", dataFolder().string(), "--out",
                                           (folder / std::to_string(std::rand())).string(), "--steps", "2"});
        runExperiment(*findExperiment(name), arguments);
    };
    CHECK_THROWS_WITH(run("denoise-dense", {"--held-out", "/nowhere"}),
                      Catch::Contains("/nowhere/voice-in-rain"));
    CHECK_THROWS_WITH(run("denoise-dense", {"--network", "wide"}), Catch::Contains("network"));
    CHECK_THROWS_WITH(run("denoise-svd", {"--model", "nonsense", "--ranks", "4"}),
                      Catch::Contains("nonsense"));
    for (const char* ranks : {"4,,8", "0", "-3", "x", "1e3", "999999999999"})
        CHECK_THROWS_WITH(run("denoise-svd", {"--ranks", ranks}), Catch::Contains("--ranks"));
}
