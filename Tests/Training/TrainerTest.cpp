// The training loop's laws: repeatable, resumable bit for bit, safe against NaN and interruption, exact in
// its export.
#include "Core/Trainer.h"
#include "Base/Error.h"
#include "Core/Checkpoint.h"
#include "Data/MaskTarget.h"
#include "Data/Spectra.h"
#include "Inference/Network.h"
#include "Nets/MaskNet.h"
#include "ToyData.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <functional>

using namespace solus;
using namespace solus::train;

namespace {

std::unique_ptr<Task> tinyDenoiser(const TrainOptions& options) {
    const auto experiment = toy::experiment("denoise-ibm");
    CLI::App app;
    TrainOptions defaults;
    experiment->configure(app, defaults);
    app.parse("--units1 12 --units2 6 --seconds 0.5 --validation 4");
    return experiment->makeTask(toy::library(), options);
}

TrainOptions tinyOptions() {
    TrainOptions options;
    options.steps = 12;
    options.batch = 4;
    options.validateEvery = 6;
    options.seed = 3;
    return options;
}

/// Passes everything on, and acts at one step of the way.
class Meddler : public Task {
public:
    Meddler(const Task& inner, std::int64_t at, std::function<torch::Tensor(torch::Tensor)> act)
        : inner_(inner), at_(at), act_(std::move(act)) {}
    std::shared_ptr<torch::nn::Module> makeModel() const override { return inner_.makeModel(); }
    void prepareModel(torch::nn::Module& model) const override { inner_.prepareModel(model); }
    Batch makeBatch(std::int64_t step, int first, int count) const override {
        if (step >= 0) step_ = step;
        return inner_.makeBatch(step, first, count);
    }
    torch::Tensor loss(torch::nn::Module& model, const Batch& batch,
                       torch::Generator generator) const override {
        const auto loss = inner_.loss(model, batch, generator);
        return step_ == at_ ? act_(loss) : loss;
    }
    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        return inner_.validate(model, device);
    }
    void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                     const nlohmann::json& training) const override {
        inner_.exportModel(model, path, training);
    }

private:
    const Task& inner_;
    const std::int64_t at_;
    const std::function<torch::Tensor(torch::Tensor)> act_;
    mutable std::atomic<std::int64_t> step_{-1};
};

struct Loaded {
    TorchGraph model{maskNet({513, 12, 6, 513})}, average{maskNet({513, 12, 6, 513})};
    Progression progress;

    explicit Loaded(const RunFolder& folder) {
        torch::optim::Adam optimizer(model->parameters(), 1e-3);
        progress = loadCheckpoint(folder / "checkpoint.pt", *model, *average, optimizer);
    }
};

bool sameBits(const torch::nn::Module& a, const torch::nn::Module& b) {
    const auto left = a.parameters(), right = b.parameters();
    for (size_t i = 0; i < left.size(); ++i)
        if (!torch::equal(left[i], right[i])) return false;
    return left.size() == right.size();
}

bool sameRuns(const RunFolder& a, const RunFolder& b) {
    const Loaded left(a), right(b);
    return left.progress.step == right.progress.step && sameBits(*left.model, *right.model) &&
           sameBits(*left.average, *right.average);
}

/// metrics.json without the clock.
nlohmann::json metricsOf(const RunFolder& folder) {
    auto rows = folder.readJson("metrics.json");
    for (auto& row : rows) row.erase("seconds");
    return rows;
}

} // namespace

TEST_CASE("The same seed and number of workers give the same bits") {
    for (int workers : {1, 2}) {
        toy::Folder folder;
        RunFolder a(folder / "a"), b(folder / "b"), c(folder / "c");
        auto options = tinyOptions();
        options.workers = workers;
        const auto task = tinyDenoiser(options);
        train::train("denoise-ibm", *task, options, a);
        train::train("denoise-ibm", *task, options, b);
        CHECK(sameRuns(a, b));
        CHECK(metricsOf(a) == metricsOf(b));
        options.seed = 4;
        train::train("denoise-ibm", *tinyDenoiser(options), options, c);
        CHECK(!sameRuns(a, c));
    }
}

TEST_CASE("Two workers learn what one worker learns, up to the order of sums and dropout") {
    toy::Folder folder;
    RunFolder one(folder / "one"), two(folder / "two");
    auto options = tinyOptions();
    options.steps = 30;
    const auto task = tinyDenoiser(options);
    train::train("denoise-ibm", *task, options, one);
    options.workers = 2;
    train::train("denoise-ibm", *task, options, two);
    const auto a = metricsOf(one).back(), b = metricsOf(two).back();
    CHECK(a["bce"].get<double>() == Approx(b["bce"].get<double>()).epsilon(0.02));
}

TEST_CASE("A run that was stopped and resumed gives the numbers of an unbroken one") {
    toy::Folder folder;
    RunFolder whole(folder / "whole"), broken(folder / "broken");
    auto options = tinyOptions();
    const auto task = tinyDenoiser(options);
    CHECK(train::train("denoise-ibm", *task, options, whole).finished);

    // A signal during step 8 (two steps after a validation) ends the run after that step.
    const Meddler stopper(*task, 7, [](torch::Tensor loss) {
        requestStop(true);
        return loss;
    });
    const auto stopped = train::train("denoise-ibm", stopper, options, broken);
    requestStop(false);
    CHECK(!stopped.finished);
    CHECK(stopped.step == 8);
    CHECK(std::filesystem::exists(broken / "denoise-ibm.safetensors"));

    options.resume = true;
    CHECK(train::train("denoise-ibm", *task, options, broken).finished);
    CHECK(sameRuns(whole, broken));
    auto unbroken = metricsOf(whole), resumed = metricsOf(broken);
    REQUIRE(unbroken.size() == resumed.size());
    for (size_t i = 0; i < resumed.size(); ++i)
        for (const char* column : {"bce", "train_loss"}) CHECK(unbroken[i][column] == resumed[i][column]);
}

TEST_CASE("A loss that is not finite ends the run and leaves the last checkpoint") {
    toy::Folder folder;
    RunFolder run(folder / "run");
    const auto options = tinyOptions();
    const auto task = tinyDenoiser(options);
    const Meddler poison(*task, 8, [](torch::Tensor loss) { return loss * std::nan(""); });
    CHECK_THROWS_WITH(train::train("denoise-ibm", poison, options, run),
                      Catch::Contains("not finite at step 9") && Catch::Contains(run.path().string()));
    const Loaded left(run);
    CHECK(left.progress.step == 6);
    for (const auto& parameter : left.model->parameters()) CHECK(parameter.isfinite().all().item<bool>());
}

TEST_CASE("Training lowers the cross-entropy and tells its story in the run folder") {
    toy::Folder folder;
    RunFolder run(folder / "run");
    auto options = tinyOptions();
    options.steps = 90;
    options.validateEvery = 30;
    options.rate = 2e-2;
    options.average = 0.9;
    const auto task = tinyDenoiser(options);
    train::train("denoise-ibm", *task, options, run);
    const auto rows = run.readJson("metrics.json");
    REQUIRE(rows.size() == 3u);
    CHECK(rows[2]["bce"].get<double>() < 0.9 * rows[0]["bce"].get<double>());
    CHECK(rows[2]["accuracy"].get<double>() > 0.6);
    std::ifstream csv(run / "metrics.csv");
    std::string header, line;
    std::getline(csv, header);
    CHECK_THAT(header, Catch::StartsWith("step,seconds,train_loss,bce,accuracy"));
    int lines = 0;
    while (std::getline(csv, line)) ++lines;
    CHECK(lines == 3);
    CHECK(run.readJson("summary.json")["step"] == 90);
    CHECK(std::filesystem::exists(run / "best.pt"));
}

TEST_CASE("The exported model computes in libsolus what the network computes in LibTorch") {
    toy::Folder folder;
    torch::manual_seed(8);
    const auto options = tinyOptions();
    const auto task = tinyDenoiser(options);
    const auto module = task->makeModel();
    task->prepareModel(*module);
    // As stored: every value rounded to half precision.
    {
        torch::NoGradGuard noGrad;
        for (auto values : {module->parameters(), module->buffers()})
            for (auto& value : values) value.copy_(value.to(torch::kHalf).to(torch::kFloat32));
    }
    module->eval();
    task->exportModel(*module, folder / "m.safetensors", {{"steps", 0}});
    const auto model = Model::load((folder / "m.safetensors").string());
    CHECK(model->name == "denoise-ibm");
    CHECK(model->kind == "denoiser");
    CHECK(model->features.floor == 1e-4f);

    const Mixer mixer(toy::library(), Split::validation, {});
    const auto example = makeMaskExample(mixer.make(1, 2, 3), model->stft, model->features);
    torch::NoGradGuard noGrad;
    const auto input = torch::tensor(example.input).reshape({1, example.frames, example.features});
    const auto expected = module->as<TorchGraphImpl>()->forward(input)[0].contiguous();
    Network network(model);
    REQUIRE(network.inputSize() == 513);
    REQUIRE(network.outputSize() == 513);
    float worst = 0.0f;
    for (int t = 0; t < example.frames; ++t) {
        const float* mask = network.process(example.input.data() + static_cast<size_t>(t) * 513);
        for (int k = 0; k < 513; ++k)
            worst = std::max(
                worst, std::abs(mask[k] - expected.data_ptr<float>()[static_cast<size_t>(t) * 513 + k]));
    }
    CHECK(worst < 1e-4f);
}

TEST_CASE("The learning rate warms up, then falls to a fiftieth") {
    auto options = tinyOptions();
    options.steps = 10000;
    options.rate = 1e-3;
    CHECK(learningRate(options, 0) == Approx(5e-6).epsilon(0.01));
    CHECK(learningRate(options, 200) == Approx(1e-3).epsilon(0.01));
    CHECK(learningRate(options, 5000) == Approx(0.51e-3).epsilon(0.01));
    CHECK(learningRate(options, 9999) == Approx(2e-5).epsilon(0.01));
}

TEST_CASE("A checkpoint of another network, or no checkpoint, is refused by name") {
    toy::Folder folder;
    TorchGraph small(maskNet({8, 4, 3, 8})), large(maskNet({8, 5, 3, 8}));
    saveModel(*small, folder / "small.pt");
    loadModel(*small, folder / "small.pt");
    CHECK_THROWS_WITH(loadModel(*large, folder / "small.pt"), Catch::Contains("small.pt"));
    torch::optim::Adam optimizer(small->parameters(), 1e-3);
    CHECK_THROWS_WITH(loadCheckpoint(folder / "none.pt", *small, *small, optimizer),
                      Catch::Contains("none.pt"));
    toy::writeText(folder / "garbage.pt", "this is no archive");
    CHECK_THROWS_WITH(loadModel(*small, folder / "garbage.pt"), Catch::Contains("garbage.pt"));
}
