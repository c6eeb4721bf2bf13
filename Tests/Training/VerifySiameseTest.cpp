// verify-siamese: pairs that are fair, augmentation that does what it says, an export that computes the same.
#include "Core/Trainer.h"
#include "Inference/Model.h"
#include "Nets/VerifySiameseNet.h"
#include "ToyData.h"
#include "Verify/Embedder.h"
#include "Verify/SpeakerScore.h"
#include "Voices/VoiceAugment.h"
#include "Voices/VoiceList.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <numbers>
#include <set>
#include <sstream>

using namespace solus;
using namespace solus::train;

namespace {

/// 20 talkers with two recordings each, noises, a room.
std::shared_ptr<const Library> talkers() {
    static const auto made = [] {
        auto all = std::make_shared<Library>(*toy::library());
        all->speech.clear();
        for (std::uint64_t s = 0; s < 20; ++s)
            for (int take = 0; take < 2; ++take) // the pitch comes from the seed: the same in both takes
                all->speech.push_back(toy::speech("talker" + std::to_string(s), 2.5 + 0.2 * take, 8000.0, s));
        return all;
    }();
    return made;
}

Recording constant(const std::string& corpus, const std::string& speaker, std::int16_t value,
                   size_t samples) {
    Recording recording;
    recording.entry.group = corpus;
    recording.entry.speaker = speaker;
    recording.entry.part = "train";
    recording.samples.assign(samples, value);
    return recording;
}

std::unique_ptr<Task> siamese(const std::string& arguments, TrainOptions& options) {
    const auto experiment = toy::experiment("verify-siamese");
    CLI::App app;
    TrainOptions defaults;
    experiment->configure(app, defaults);
    app.parse("--units 10 --embedding 8 --bands 24 --shortest 0.4 --longest 0.6 " + arguments);
    return experiment->makeTask(talkers(), options);
}

TrainOptions smallOptions() {
    TrainOptions options;
    options.batch = 6;
    options.steps = 160;
    options.validateEvery = 80;
    options.rate = 1e-2;
    options.seed = 5;
    return options;
}

std::vector<float> tone(double hz, size_t count) {
    std::vector<float> samples(count);
    for (size_t n = 0; n < count; ++n)
        samples[n] = static_cast<float>(
            0.2 * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(n) / 48000.0));
    return samples;
}

} // namespace

TEST_CASE("The two crops of a pair never share a recording, nor a piece of an only recording") {
    auto library = std::make_shared<Library>();
    library->speech.push_back(constant("a", "two takes", 8000, 96000));
    library->speech.push_back(constant("a", "two takes", -8000, 96000));
    library->speech.push_back(constant("b", "one take", 0, 480000));
    for (size_t n = 0; n < 480000; ++n) library->speech[2].samples[n] = static_cast<std::int16_t>(n / 16);
    const VoiceList list(library);
    REQUIRE(list.training().size() == 2);
    for (std::uint64_t round = 0; round < 30; ++round) {
        Random random({round});
        const auto [a, b] = cropTwice(list.training()[0], 48000, 1.0, random);
        REQUIRE(a.size() == 48000);
        CHECK(a.front() * b.front() < 0.0f);
        const auto [c, d] = cropTwice(list.training()[1], 48000, 0.9, random);
        REQUIRE(c.size() == 48000);
        // The ramp tells the place in the recording.
        const std::set<float> left{c.front(), c.back()};
        for (float x : {d.front(), d.back()}) CHECK((x < *left.begin() || x > *left.rbegin()));
    }
}

TEST_CASE("Nobody is drawn twice for a batch, and crowds under one name are nobody") {
    auto library = std::make_shared<Library>(*talkers());
    for (const char* crowd : {"picovoice_s2i", "msc_story", "gcompris_gd"})
        for (int i = 0; i < 2; ++i) library->speech.push_back(constant(crowd, "crowd", 100, 96000));
    for (int i = 0; i < 2; ++i)
        library->speech.push_back(constant("vctk_demo", "vctk_demo:unk_3", 100, 96000));
    const VoiceList list(library);
    CHECK(list.training().size() == 20);
    Random random({1});
    const auto batch = list.drawBatch(12, random);
    CHECK(batch.size() == 12);
    CHECK(std::set<const Voice*>(batch.begin(), batch.end()).size() == 12);
}

TEST_CASE("Speakers of the large corpora are kept for validation, and never train") {
    auto library = std::make_shared<Library>();
    for (int s = 0; s < 160; ++s)
        for (int take = 0; take < 2; ++take)
            library->speech.push_back(
                constant("speechocean762", "speechocean762:" + std::to_string(s), 9, 96000));
    const VoiceList list(library);
    CHECK(list.validation().size() >= 8);
    CHECK(list.validation().size() <= 40);
    CHECK(list.training().size() + list.validation().size() == 160);
    for (const auto& kept : list.validation())
        for (const auto& voice : list.training()) CHECK(kept.speaker != voice.speaker);
}

TEST_CASE("A part of a batch is that part of the whole batch") {
    auto options = smallOptions();
    const auto task = siamese("", options);
    const auto whole = task->makeBatch(7, 0, 6), part = task->makeBatch(7, 2, 3);
    REQUIRE(whole.size() == part.size());
    for (size_t i = 0; i < whole.size(); ++i) CHECK(torch::equal(whole[i].narrow(0, 2, 3), part[i]));
    CHECK(torch::equal(whole[0], task->makeBatch(7, 0, 6)[0]));
    const auto next = task->makeBatch(8, 0, 6);
    CHECK((next[0].sizes() != whole[0].sizes() || !torch::equal(next[0], whole[0])));
}

TEST_CASE("The smooth equaliser has its gains where it says, and no delay") {
    SmoothEqualiser equaliser;
    for (int i = 0; i < 8; ++i) equaliser.gains[i] = i % 2 == 0 ? 5.0 : -3.0;
    CHECK(equaliser.gainDb(0.0) == Approx(5.0));
    CHECK(equaliser.gainDb(700.0) == Approx(1.0));
    CHECK(equaliser.gainDb(20000.0) == Approx(-3.0));
    const double frequencies[] = {400.0, 1000.0, 2200.0, 4000.0};
    for (int i = 0; i < 4; ++i) {
        const auto before = tone(frequencies[i], 48000);
        auto after = before;
        filterVoice(after, equaliser);
        double product = 0.0, square = 0.0, error = 0.0;
        for (size_t n = 12000; n < 36000; ++n)
            product += after[n] * before[n], square += before[n] * before[n];
        const double gain = product / square;
        for (size_t n = 12000; n < 36000; ++n) error += std::pow(after[n] - gain * before[n], 2.0);
        CHECK(20.0 * std::log10(gain) == Approx(equaliser.gains[i + 2]).margin(0.3));
        CHECK(error / (square * gain * gain) <
              1e-3); // in phase: a delay of two samples at 1 kHz would be seen
    }
}

TEST_CASE("A levelled voice has its level and its noise, whatever it was before") {
    for (double level : {0.001, 1.0}) {
        auto samples = tone(1000.0, 96000);
        for (float& x : samples) x *= static_cast<float>(level);
        std::fill(samples.begin() + 48000, samples.end(), 0.0f);
        Random random({3});
        levelVoice(samples, random);
        double loud = 0.0, quiet = 0.0;
        for (size_t n = 4800; n < 43200; ++n) loud += samples[n] * samples[n] / 38400.0;
        for (size_t n = 52800; n < 91200; ++n) quiet += samples[n] * samples[n] / 38400.0;
        CHECK(std::sqrt(loud) == Approx(0.06).epsilon(0.1));
        CHECK(10.0 * std::log10(loud / quiet) == Approx(20.0).margin(1.5));
    }
}

TEST_CASE("The exported model embeds and scores, streamed, like the network in LibTorch") {
    toy::Folder folder;
    torch::manual_seed(8);
    auto options = smallOptions();
    const auto task = siamese("", options);
    const auto module = task->makeModel();
    task->prepareModel(*module);
    torch::NoGradGuard noGrad;
    for (auto& value : module->parameters()) value.copy_(value.to(torch::kHalf).to(torch::kFloat32));
    module->eval();
    task->exportModel(*module, folder / "m.safetensors", {{"steps", 0}});
    const auto model = Model::load((folder / "m.safetensors").string());
    CHECK(model->kind == "embedder");

    auto& net = *module->as<VerifySiameseNetImpl>();
    std::vector<torch::Tensor> embeddings;
    Embedder embedder(model, 1);
    std::vector<std::vector<float>> streamed;
    for (size_t i : {size_t{0}, size_t{4}}) {
        std::vector<float> samples;
        for (auto x : talkers()->speech[i].samples) samples.push_back(x / 32768.0f);
        VoiceFeatures features(model->stft, model->features, 1);
        std::vector<float> rows;
        const float* pointer = samples.data();
        features.push(&pointer, static_cast<int>(samples.size()), [&](bool speech, const float* row) {
            if (speech) rows.insert(rows.end(), row, row + features.size());
        });
        const auto frames = static_cast<std::int64_t>(rows.size()) / features.size();
        REQUIRE(frames > 20);
        embeddings.push_back(net.embed(torch::tensor(rows).reshape({1, frames, features.size()}),
                                       torch::ones({1, frames}))[0]);
        embedder.reset();
        for (size_t at = 0; at < samples.size(); at += 333) { // odd blocks: hops straddle them
            const float* block = samples.data() + at;
            embedder.push(&block, static_cast<int>(std::min<size_t>(333, samples.size() - at)));
        }
        streamed.emplace_back(embedder.embedding().begin(), embedder.embedding().end());
        CHECK((embeddings.back() - torch::tensor(streamed.back())).abs().max().item<float>() < 1e-4f);
    }
    const float expected =
        torch::sigmoid(net.compare(embeddings[0].unsqueeze(0), embeddings[1].unsqueeze(0))).item<float>();
    SpeakerScore score(*model, model->outputSize);
    CHECK(score.compare(streamed[0], streamed[1], 2.0) ==
          Approx(expected).margin(2e-3)); // the score is stored as f16, too
}

TEST_CASE("Training lowers the loss of both forms; only the streaming one is exported") {
    for (const std::string form : {"siamese", "bidirectional-cosine"}) {
        toy::Folder folder;
        RunFolder run(folder / "run");
        auto options = smallOptions();
        if (form != "siamese") options.steps = 4, options.validateEvery = 2, options.batch = 3;
        const auto task = siamese("--equaliser 1 --form " + form, options);
        train::train("verify-siamese", *task, options, run);
        const auto rows = run.readJson("metrics.json");
        REQUIRE(rows.size() == 2u);
        if (form == "siamese")
            CHECK(rows[1]["train_loss"].get<double>() < 0.95 * rows[0]["train_loss"].get<double>());
        CHECK(std::filesystem::exists(run / "verify-siamese.safetensors") == (form == "siamese"));
    }
}

TEST_CASE("The drawing of either form counts the weights that are trained") {
    for (const std::string form : {"siamese", "bidirectional-cosine"}) {
        INFO(form);
        const auto experiment = toy::experiment("verify-siamese");
        CLI::App app;
        TrainOptions options = smallOptions();
        experiment->configure(app, options);
        app.parse("--form " + form);
        options.batch = 4;
        const auto model = experiment->makeTask(talkers(), options)->makeModel();
        std::int64_t count = 0;
        for (const auto& parameter : model->parameters()) count += parameter.numel();
        CHECK(experiment->story().networks.at(0).parameters() == count);
        if (form == "siamese") CHECK(count == 395'905);
    }
}

TEST_CASE("An error rate that says nothing is not left to stand alone") {
    const toy::Folder folder;
    for (const auto* kind : {&talkers()->speech, &talkers()->noise}) {
        int number = 0;
        for (const auto& recording : *kind)
            toy::writeWav(folder / "data" / std::filesystem::path(recording.entry.path).parent_path() /
                              (std::to_string(number++) + ".wav"),
                          recording);
    }
    const auto experiment = findExperiment("verify-siamese");
    REQUIRE(runExperiment(*experiment, {"--data",      (folder / "data").string(),
                                        "--out",       (folder / "run").string(),
                                        "--units",     "8",
                                        "--layers",    "1",
                                        "--embedding", "8",
                                        "--bands",     "24",
                                        "--shortest",  "0.4",
                                        "--longest",   "0.6",
                                        "--steps",     "2",
                                        "--batch",     "4"}) == 0);
    std::ostringstream text;
    text << std::ifstream(folder / "run" / "report.md").rdbuf();
    CHECK_THAT(text.str(),
               Catch::Contains("At chance") && Catch::Contains("No talker is kept for validation"));
}
