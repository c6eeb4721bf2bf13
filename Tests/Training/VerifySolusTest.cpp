// verify-solus: losses are their formulas, the export computes the same, the trainer scores as the engine does.
#include "Core/Trainer.h"
#include "Data/Decode.h"
#include "Losses/SpeakerLoss.h"
#include "Nets/SpeakerNet.h"
#include "ToyData.h"
#include "ToyTalkers.h"
#include "Verify/Embedder.h"
#include "Verify/SpeakerScore.h"
#include "Voices/BandCrop.h"
#include "Voices/CepstralMixture.h"
#include "Voices/CohortScore.h"
#include "Voices/SpeakerModel.h"
#include "Voices/VoiceTrials.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;
using namespace solus::train;
using namespace toy;

namespace {

std::unique_ptr<Task> solusTask(const std::string& arguments, const TrainOptions& options) {
    const auto experiment = toy::experiment("verify-solus");
    CLI::App app;
    TrainOptions defaults;
    experiment->configure(app, defaults);
    app.parse("--units 10 --channels 4 6 --embedding 8 --bands 24 --shortest 0.2 --longest 0.8 --equaliser 1 "
              "--voices " +
              keptBank() + " " + arguments);
    return experiment->makeTask(talkers(), options);
}

TrainOptions smallOptions() {
    TrainOptions options;
    options.batch = 6;
    options.steps = 120;
    options.validateEvery = 60;
    options.rate = 1e-2;
    options.seed = 5;
    return options;
}

} // namespace

TEST_CASE("A part of a batch is that part of the whole batch, and marks lie within the frames") {
    const auto task = solusTask("", smallOptions());
    const auto whole = task->makeBatch(7, 0, 6), part = task->makeBatch(7, 2, 3);
    REQUIRE(whole.size() == 4u);
    for (size_t i = 0; i < whole.size(); ++i) CHECK(torch::equal(whole[i].narrow(0, 2, 3), part[i]));
    CHECK(torch::equal(whole[2].select(2, 2), whole[1].sum(2).clamp_min(1.0).to(torch::kInt64)));
    CHECK(whole[2].min().item<std::int64_t>() >= 1);
    CHECK((whole[2] <= whole[2].select(2, 2).unsqueeze(2)).all().item<bool>());
    // Talkers differ; a copy at another speed has a number of its own.
    CHECK(std::get<0>(at::_unique(whole[3])).size(0) == 6);
    // It lies beside the talker, so that parts of a batch hold both.
    const auto voices = whole[3].div(static_cast<std::int64_t>(std::size(VoiceBank::speeds)), "floor");
    const auto same = voices.narrow(0, 1, 5) == voices.narrow(0, 0, 5);
    CHECK(same.sum().item<std::int64_t>() == 6 - std::get<0>(at::_unique(voices)).size(0));
    CHECK(same.any().item<bool>());
}

TEST_CASE("Losses are their formulas") {
    const auto c = torch::tensor({{0.9f, 0.2f, -0.1f}, {0.4f, 0.1f, 0.3f}});
    const auto same = torch::tensor({{true, false, false}, {false, false, true}});
    const auto strangers = torch::tensor({{false, true, false}, {true, true, false}});
    const double s = 7.0, m = 0.1;
    const auto term = [&](double own, std::vector<double> others) {
        double sum = std::exp(s * (own - m));
        for (double o : others) sum += std::exp(s * o);
        return -std::log(std::exp(s * (own - m)) / sum);
    };
    CHECK(pickingLoss(c, same, strangers, torch::tensor(7.0f), m).item<double>() ==
          Approx(0.5 * (term(0.9, {0.2}) + term(0.3, {0.4, 0.1}))).epsilon(1e-4));

    const double a = 5.0, b = -2.0;
    const auto softplus = [](double x) { return std::log1p(std::exp(x)); };
    const double l0 = a * 0.4 + b, l1 = a * 0.1 + b, h0 = std::exp(l0) / (std::exp(l0) + std::exp(l1));
    const double rejected =
        0.5 * (softplus(a * 0.2 + b) + 0.5 * ((0.5 + h0) * softplus(l0) + (1.5 - h0) * softplus(l1)));
    const double accepted = 0.5 * (softplus(-(a * 0.9 + b)) + softplus(-(a * 0.3 + b)));
    CHECK(pairLoss(c, same, strangers, torch::tensor(5.0f), torch::tensor(-2.0f)).item<double>() ==
          Approx(0.5 * (accepted + rejected)).epsilon(1e-4));

    const auto e = torch::tensor({{1.0f, 0.0f}}), classes = torch::tensor({{3.0f, 0.0f}, {0.0f, 2.0f}});
    CHECK(namingLoss(e, classes, torch::tensor({std::int64_t{0}}), 4.0, 0.25).item<double>() ==
          Approx(std::log1p(std::exp(0.0 - 4.0 * 0.75))).epsilon(1e-4));
}

TEST_CASE("Embeddings at marks are those of the shorter examples") {
    torch::manual_seed(2);
    torch::NoGradGuard noGrad;
    const bool convolves = GENERATE(true, false);
    const std::vector<int> channels = convolves ? std::vector<int>{4, 6} : std::vector<int>{};
    SpeakerNet net(SpeakerNetSize{24, channels, 2, 10, 2, 8, 0, false, Pooling::attentive});
    for (auto& weight : net->named_parameters())
        if (weight.key().find("_residual") != std::string::npos) weight.value().normal_(0.0, 0.3);
    net->named_parameters()["net.attention.weight"].normal_();
    net->eval();
    const auto x = torch::randn({3, 20, 24}), all = torch::ones({3, 20});
    const auto marks = torch::tensor({1, 7, 20, 3, 3, 20, 19, 2, 20}, torch::kInt64).reshape({3, 3});
    const auto e = net->embedAt(x, all, marks);
    for (std::int64_t i = 0; i < 3; ++i)
        for (std::int64_t k = 0; k < 3; ++k) {
            const auto length = marks[i][k].item<std::int64_t>();
            const auto alone = net->embed(x[i].narrow(0, 0, length).unsqueeze(0), torch::ones({1, length}));
            CHECK((e[i][k] - alone[0]).abs().max().item<float>() < 1e-5f);
        }
}

TEST_CASE("A speaker network goes on from the file that another wrote") {
    torch::manual_seed(3);
    torch::NoGradGuard noGrad;
    const bool convolves = GENERATE(true, false);
    const std::vector<int> channels = convolves ? std::vector<int>{4, 6} : std::vector<int>{};
    const SpeakerNetSize size{24, channels, 1, 10, 2, 8, 0, false, Pooling::attentive};
    SpeakerNet before(size), after(size);
    for (auto& weight : before->parameters()) weight.add_(0.1 * torch::randn_like(weight));
    const auto x = 3.0 * torch::randn({5, 20, 24}), all = torch::ones({5, 20});
    before->embed(2.0 * x + 1.0, all); // batch normalisation hears something else than what is measured later
    before->eval();
    TensorMap tensors;
    before->card(tensors);
    after->load(tensors, x);
    after->eval();
    CHECK(torch::allclose(before->embed(x, all), after->embed(x, all), 1e-3, 1e-4));
    CHECK(torch::allclose(before->embed(x * x, all), after->embed(x * x, all), 1e-3, 1e-4));
    auto larger = size;
    larger.residuals = 3; // it begins as the smaller network
    SpeakerNet grown(larger);
    grown->load(tensors, x);
    grown->eval();
    CHECK(torch::allclose(grown->embed(x * x, all), after->embed(x * x, all), 1e-3, 1e-4));
    tensors.erase("embedding.bias");
    CHECK_THROWS_WITH(after->load(tensors, x), Catch::Contains("embedding.bias"));
    if (!convolves) return;
    tensors.erase("conv2.weight"); // only residual convolutions may be missing
    CHECK_THROWS_WITH(after->load(tensors, x), Catch::Contains("conv2.weight"));
}

TEST_CASE(
    "The exported verify-solus embeds, streamed, like the network in LibTorch, and has a cosine score") {
    toy::Folder folder;
    torch::manual_seed(8);
    const std::string trunk = GENERATE("convolutions", "recurrent");
    const auto task = solusTask("--running-mean 16 --trunk " + trunk, smallOptions());
    const auto module = task->makeModel();
    task->prepareModel(*module);
    torch::NoGradGuard noGrad;
    task->loss(*module, task->makeBatch(0, 0, 6), {}); // batch normalisation hears something
    module->eval();
    task->exportModel(*module, folder / "m.safetensors", {{"steps", 0}});
    const auto model = Model::load((folder / "m.safetensors").string());
    CHECK(model->features.runningMeanFrames == 16);
    BandCropOptions cropOptions;
    cropOptions.equaliserDb = 1.0;
    const BandCrop crops(bank(), speakerStft(), bandSpec(16), cropOptions);
    const CepstralMixture mixture(bank(), crops, 24, {});
    std::vector<std::vector<float>> streamed;
    for (size_t i : {size_t{0}, size_t{2}}) {
        const auto samples = toFloat(talkers()->speech[i].samples);
        const auto x = speechFeatures(samples, model->stft, model->features, 1000);
        const auto frames = torch::ones({1, x.size(0)});
        const auto network = module->as<SpeakerNetImpl>()->embed(x.unsqueeze(0), frames);
        const auto expected = mixture.joined(network, x.unsqueeze(0), frames)[0];
        Embedder embedder(model, 1);
        for (size_t at = 0; at < samples.size(); at += 333) { // odd blocks: hops straddle them
            const float* block = samples.data() + at;
            embedder.push(&block, static_cast<int>(std::min<size_t>(333, samples.size() - at)));
        }
        streamed.emplace_back(embedder.embedding().begin(), embedder.embedding().end());
        // The file holds halves; ParityTest holds the engine to what is in a file.
        CHECK((expected - torch::tensor(streamed.back())).abs().max().item<float>() < 1e-3f);
    }
    SpeakerScore score(*model, model->outputSize);
    const auto same = score.compare(streamed[0], streamed[0], 2.0);
    CHECK(same >= score.compare(streamed[0], streamed[1], 2.0));
    CHECK(score.threshold() == 0.5f);
}

TEST_CASE("Among a cohort, the trainer scores two voices as the engine does") {
    torch::manual_seed(6);
    const auto rows = [](std::int64_t n) { return ofLengthOne(torch::randn({n, 8})); };
    const auto cohort = rows(9), a = rows(3), b = rows(4);
    const auto score = amongCohort(a, b, cohort, 5);
    Model model;
    model.score = ScoreSpec{ScoreSpec::Type::cosine, 0.5f, {{1.0f, 2.0f, -1.0f}}, 5};
    model.tensors["score.cohort"] = toTensor(cohort);
    SpeakerScore engine(model, 8);
    const auto values = [](const torch::Tensor& row) {
        return std::vector<float>(row.data_ptr<float>(), row.data_ptr<float>() + row.numel());
    };
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 4; ++j) {
            const auto known = engine.reference(values(a[i])), heard = engine.reference(values(b[j]));
            CHECK(engine.logit(known, heard, 1.0) ==
                  Approx(2.0 * score[i][j].item<double>() - 1.0).margin(1e-4));
        }
}

TEST_CASE("Training verify-solus lowers its loss, with every part of it, and exports") {
    for (const std::string extra :
         {"--naming 0.5", "--products bfloat16 --gaussians 0", "--trunk recurrent --gaussians 0"}) {
        toy::Folder folder;
        RunFolder run(folder / "run");
        const auto options = smallOptions();
        const auto task = solusTask(extra, options);
        train::train("verify-solus", *task, options, run);
        const auto rows = run.readJson("metrics.json");
        REQUIRE(rows.size() == 2u);
        CHECK(rows[1]["train_loss"].get<double>() < 0.95 * rows[0]["train_loss"].get<double>());
        CHECK(std::filesystem::exists(run / "verify-solus.safetensors"));
    }
}
