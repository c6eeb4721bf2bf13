// verify-solus: the bank hears what the live embedder hears, losses are their formulas, the export computes
// the same.
#include "Core/Trainer.h"
#include "Denoise/Denoiser.h"
#include "Engine/Models.h"
#include "Experiments/SpeakerLoss.h"
#include "Experiments/SpeakerNet.h"
#include "ToyData.h"
#include "Verify/Embedder.h"
#include "Verify/SpeakerScore.h"
#include "Voices/BandCrop.h"
#include "Voices/CepstralMixture.h"
#include "Voices/SpeakerModel.h"
#include "Voices/VoiceAugment.h"
#include "Voices/VoiceBank.h"
#include "Voices/VoiceTrials.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

using namespace solus;
using namespace solus::train;

namespace {

/// Six talkers with two recordings each, a noise, a room.
std::shared_ptr<const Library> talkers() {
    static const auto made = [] {
        auto all = std::make_shared<Library>(*toy::library());
        all->speech.clear();
        all->noise.resize(1);
        for (std::uint64_t s = 0; s < 6; ++s)
            for (int take = 0; take < 2; ++take) // the pitch comes from the seed: the same in both takes
                all->speech.push_back(toy::speech("talker" + std::to_string(s), 1.6 + 0.2 * take, 8000.0, s));
        return all;
    }();
    return made;
}

const VoiceList& voices() {
    static const VoiceList list(talkers());
    return list;
}

FeatureSpec bandSpec(int runningMean = 0) {
    return speakerFeatures(24, runningMean);
}

/// Computed once: it takes seconds.
const VoiceBank& bank() {
    static const auto made =
        VoiceBank::make(*talkers(), voices(), speakerStft(), bandSpec(), defaultDenoiser());
    return made;
}

std::string keepBank() {
    static const toy::Folder folder;
    const auto path = folder / "voices.bin";
    if (!std::filesystem::exists(path)) bank().save(path);
    return path.string();
}

std::unique_ptr<Task> solusTask(const std::string& arguments, const TrainOptions& options) {
    const auto experiment = toy::experiment("verify-solus");
    CLI::App app;
    TrainOptions defaults;
    experiment->configure(app, defaults);
    app.parse("--units 10 --channels 4 6 --embedding 8 --bands 24 --shortest 0.2 --longest 0.8 --equaliser 1 "
              "--voices " +
              keepBank() + " " + arguments);
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

std::vector<float> signalOf(const Recording& recording) {
    std::vector<float> samples;
    for (auto x : recording.samples) samples.push_back(x / 32768.0f);
    return samples;
}

} // namespace

TEST_CASE("The bank's features are those of the live path, with and without the running mean") {
    REQUIRE(bank().voices().size() == 6);
    for (int runningMean : {0, 12}) {
        const BandCrop crops(bank(), speakerStft(), bandSpec(runningMean), {});
        for (size_t v : {size_t{0}, size_t{3}}) {
            const auto& voice = bank().voices()[v];
            const auto& stretch = voices().training()[v].stretches[1];
            const auto live =
                speechFeatures(signalOf(*stretch.recording), speakerStft(), bandSpec(runningMean), 1000);
            const auto kept = crops.features(voice.takes[0][1].plain);
            REQUIRE(live.size(0) > 20);
            REQUIRE(static_cast<std::int64_t>(kept.size()) == live.numel());
            const auto error = (torch::tensor(kept) - live.flatten()).abs().max().item<float>();
            CHECK(error < 3e-4f); // 1 / 4096 is the step of the bank
        }
    }
}

TEST_CASE("A smooth equaliser on a signal is its gain at the centre of each band") {
    Random random({3});
    std::vector<float> signal(96000);
    for (float& x : signal) x = static_cast<float>(0.05 * random.gaussian());
    const auto before = bandFrames(signal, speakerStft(), bandSpec());
    SmoothEqualiser equaliser;
    for (int i = 0; i < 8; ++i) equaliser.gains[i] = i % 2 == 0 ? 4.0 : -4.0;
    filterVoice(signal, equaliser);
    const auto after = bandFrames(signal, speakerStft(), bandSpec());
    const auto centres = BandCrop(bank(), speakerStft(), bandSpec(), {}).centres();
    REQUIRE((before.size() == after.size() && centres.size() == 24));
    double lowest = 100.0, highest = -100.0;
    for (size_t b = 0; b < 24; ++b) {
        double change = 0.0;
        int count = 0;
        for (size_t t = 2; t + 2 < before.size() / 25; ++t, ++count)
            change += 20.0 * (after[t * 25 + b] - before[t * 25 + b]) / VoiceBank::steps; // dB
        CHECK(change / count ==
              Approx(equaliser.gainDb(centres[b])).margin(1.2)); // a band is a mean over its width
        lowest = std::min(lowest, change / count), highest = std::max(highest, change / count);
    }
    CHECK(highest - lowest > 5.0);
}

TEST_CASE("A warped voice is the voice played faster, as far as its spectrum goes") {
    BandCropOptions plain;
    plain.equaliserDb = 0.0, plain.denoised = 0.0, plain.maskedBands = 0.0;
    const BandCrop crops(bank(), speakerStft(), bandSpec(), plain);
    const auto meanSpectrum = [&](size_t voice, size_t speed, double warp) {
        std::vector<double> mean(24);
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            std::vector<float> x(30 * 24);
            Random random({seed}); // the same noise and level for all
            const int count = crops.draw(bank().voices()[voice].takes[speed], 30, random, x.data(), warp);
            for (int t = 0; t < count; ++t)
                for (int b = 0; b < 24; ++b) mean[b] += x[24 * t + b] / (30.0 * count);
        }
        return mean;
    };
    const auto distance = [](const std::vector<double>& a, const std::vector<double>& b) {
        double sum = 0.0;
        for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return std::sqrt(sum);
    };
    for (size_t voice : {size_t{0}, size_t{2}, size_t{5}})
        for (size_t speed : {size_t{1}, size_t{4}}) { // 0.8 and 1.25
            const auto fast = meanSpectrum(voice, speed, 1.0);
            const double warped = distance(meanSpectrum(voice, 0, VoiceBank::speeds[speed]), fast),
                         same = distance(meanSpectrum(voice, 0, 1.0), fast);
            INFO(voice << " at " << VoiceBank::speeds[speed] << ": " << warped << " against " << same);
            CHECK(warped < 0.75 * same);
        }
}

TEST_CASE("A bank is read as it was written, and refused when damaged or made from something else") {
    const auto path = keepBank();
    const auto hash = defaultDenoiser()->hash;
    const auto read = VoiceBank::load(path, voices(), speakerStft(), bandSpec(), hash);
    REQUIRE(read.voices().size() == bank().voices().size());
    for (size_t s = 0; s < std::size(VoiceBank::speeds); ++s) {
        const auto a = read.frames(read.voices()[2].takes[s][1].denoised),
                   b = bank().frames(bank().voices()[2].takes[s][1].denoised);
        REQUIRE(a.size() == b.size());
        CHECK(std::equal(a.begin(), a.end(), b.begin()));
    }
    CHECK_THROWS_WITH(VoiceBank::load(path, voices(), speakerStft(), speakerFeatures(20, 0), hash),
                      Catch::Contains("delete it"));
    CHECK_THROWS_WITH(VoiceBank::load(path, voices(), speakerStft(), bandSpec(), "other"),
                      Catch::Contains("another denoiser"));
    toy::Folder folder;
    const auto half = folder / "half.bin";
    std::filesystem::copy_file(path, half);
    std::filesystem::resize_file(half, std::filesystem::file_size(half) / 2);
    CHECK_THROWS_WITH(VoiceBank::load(half, voices(), speakerStft(), bandSpec(), hash),
                      Catch::Contains("shorter"));
    std::ofstream(folder / "text.bin") << "not a bank at all, whatever its name may say about it";
    CHECK_THROWS_WITH(VoiceBank::load(folder / "text.bin", voices(), speakerStft(), bandSpec(), hash),
                      Catch::Contains("not a bank"));
}

TEST_CASE("A copy at another speed has another pitch") {
    // Fewer frames at a higher speed, and features that differ from the original's.
    const auto& takes = bank().voices()[0].takes;
    for (size_t s = 0; s < std::size(VoiceBank::speeds); ++s)
        CHECK(takes[s][0].plain.frames ==
              Approx(takes[0][0].plain.frames / VoiceBank::speeds[s]).margin(2.0));
}

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
    SpeakerNet net(SpeakerNetSize{24, channels, 10, 2, 8, 0, false, Pooling::attentive});
    net->named_parameters()["attention.weight"].normal_();
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
    const SpeakerNetSize size{24, channels, 10, 2, 8, 0, false, Pooling::attentive};
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
    tensors.erase("embedding.bias");
    CHECK_THROWS_WITH(after->load(tensors, x), Catch::Contains("embedding.bias"));
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
        const auto samples = signalOf(talkers()->speech[i]);
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
