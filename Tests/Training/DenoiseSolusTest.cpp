// The flagship's training: its loss against plain formulas, its mask against the engine's, and a short run.
#include "Base/Error.h"
#include "Core/Checkpoint.h"
#include "Core/RunFolder.h"
#include "Core/Trainer.h"
#include "Data/Decode.h"
#include "Data/Spectra.h"
#include "Denoise/Denoiser.h"
#include "Inference/Model.h"
#include "Losses/GainLoss.h"
#include "Losses/SpectrumLoss.h"
#include "Losses/SteadinessLoss.h"
#include "Measure/Intelligibility.h"
#include "ToyData.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;

namespace {

const MaskShape smallShape{{96, 24, 48, "sqrt_hann"}, 6, 12, 2, 100.0, 20000.0};

FeatureSpec smallFeatures() {
    FeatureSpec spec{"erb_detail", 6, 100.0, 20000.0, 1e-4f};
    spec.detailBins = 10;
    spec.phaseBins = 8;
    return spec;
}

SpectrumExample example(double bandwidthHz = 24000.0) {
    Random random{5};
    Mixture mixture;
    mixture.bandwidthHz = bandwidthHz;
    for (int n = 0; n < 4800; ++n) {
        mixture.speech.push_back(0.2f * static_cast<float>(std::sin(0.05 * n)) +
                                 0.02f * static_cast<float>(random.gaussian()));
        mixture.noise.push_back(0.05f * static_cast<float>(random.gaussian()));
    }
    return makeSpectrumExample(mixture, smallShape.stft, smallFeatures());
}

MaskOutput randomOutput(int items, int frames) {
    torch::manual_seed(3);
    return {torch::rand({items, frames, smallShape.bands}),
            0.5 * torch::randn({items, frames, 2 * smallShape.taps * smallShape.filterBins})};
}

/// The loss of Braun & Tashev as it stands in SpectrumLoss.h, cell by cell in double precision.
double plainLoss(const SpectrumExample& e, const std::vector<Complex>& y, const LossWeights& w) {
    const auto compress = [&](std::complex<double> x) {
        const double magnitude = std::sqrt(std::norm(x) + 1e-10);
        return x / magnitude * std::pow(magnitude, w.power);
    };
    double spectral = 0.0, energy = 0.0, error = 0.0;
    for (size_t i = 0; i < y.size(); ++i) {
        const std::complex<double> s(e.speech[i]), z(y[i]);
        const double sm = std::abs(compress(s)), zm = std::abs(compress(z)), missing = std::max(sm - zm, 0.0);
        spectral +=
            e.weight[i] * ((1.0 - w.complex) * (zm - sm) * (zm - sm) +
                           w.complex * std::norm(compress(z) - compress(s)) + w.missing * missing * missing);
        if (e.weight[i] > 0.0f) energy += std::norm(s), error += std::norm(z - s);
    }
    return spectral / static_cast<double>(y.size()) -
           w.waveform * 10.0 * std::log10(energy / (error + 1e-3 * energy));
}

} // namespace

TEST_CASE("the flagship's loss is the formula in its header") {
    const auto e = example();
    LossWeights weights;
    weights.intelligibility = 0.0;
    const SpectrumLoss loss(smallShape, weights);
    const auto output = randomOutput(1, e.frames);
    const double value = loss(output, loss.pack({e})).item<double>();
    CHECK(value == Approx(plainLoss(e, loss.apply(output, e), weights)).epsilon(1e-3));
}

TEST_CASE("what a recording cannot know does not reach the loss") {
    auto e = example(6000.0);
    LossWeights weights;
    weights.disturbance = weights.logSpectrum = 1.0;
    const SpectrumLoss loss(smallShape, weights);
    const auto output = randomOutput(1, e.frames);
    const double before = loss(output, loss.pack({e})).item<double>();
    int unknown = 0;
    for (size_t i = 0; i < e.weight.size(); ++i)
        if (e.weight[i] == 0.0f) e.speech[i] += Complex(3.0f, -2.0f), ++unknown;
    CHECK(unknown > 1000);
    CHECK(loss(output, loss.pack({e})).item<double>() == Approx(before).epsilon(1e-5));
}

TEST_CASE("value and slope of the gain loss in one pass are those of torch's operations") {
    torch::manual_seed(1);
    const auto cells = [] { return torch::rand({2, 5, 7}) + 0.01; };
    const GainBins bins{cells(), cells(),       2.0 * torch::rand({2, 5, 7}) - 1.0,
                        cells(), cells() - 0.5, torch::relu(torch::randn({2, 5, 7}))};
    const auto upstream = torch::randn({2, 2});
    auto fast = torch::rand({2, 5, 7}).requires_grad_(true);
    auto slow = fast.detach().to(torch::kFloat64).requires_grad_(true); // doubles take the other way
    const auto a = gainLoss(fast, bins, 0.3, 0.4, 0.5);
    const GainBins doubles{bins.xc.to(torch::kFloat64),      bins.sc.to(torch::kFloat64),
                           bins.cosine.to(torch::kFloat64),  bins.xp.to(torch::kFloat64),
                           bins.inPhase.to(torch::kFloat64), bins.weight.to(torch::kFloat64)};
    const auto b = gainLoss(slow, doubles, 0.3, 0.4, 0.5);
    CHECK(torch::allclose(a.to(torch::kFloat64), b, 1e-5, 1e-6));
    (a * upstream).sum().backward();
    (b * upstream).sum().backward();
    CHECK(torch::allclose(fast.grad().to(torch::kFloat64), slow.grad(), 1e-4, 1e-5));
}

TEST_CASE("the intelligibility term goes with ESTOI: 1 for the speech itself, lower with more noise") {
    const auto voice = toy::speech("anna", 3.0, 24000.0, 11);
    const StftSpec stft{960, 240, 480, "sqrt_hann"};
    const IntelligibilityLoss loss(stft);
    FeatureSpec features{"log_erb", 20, 100.0, 20000.0, 1e-4f};
    Random random{12};
    std::vector<double> terms, measures;
    for (double level : {0.0, 0.001, 0.01, 0.1}) {
        Mixture mixture;
        mixture.speech = toFloat(voice.samples);
        mixture.noise.resize(mixture.speech.size());
        for (float& x : mixture.noise) x = static_cast<float>(level * random.gaussian());
        auto noisy = mixture.speech;
        for (size_t n = 0; n < noisy.size(); ++n) noisy[n] += mixture.noise[n];
        const auto e = makeSpectrumExample(mixture, stft, features);
        const auto powers = [&](const std::vector<Complex>& spectrum) {
            auto p = torch::empty({1, e.frames, loss.bins()});
            for (int t = 0; t < e.frames; ++t)
                for (int k = 0; k < loss.bins(); ++k)
                    p[0][t][k] = std::norm(spectrum[static_cast<size_t>(t) * e.bins + k]);
            return p;
        };
        terms.push_back(loss(powers(e.speech), powers(e.noisy))[0].item<double>());
        measures.push_back(estoi(resample(mixture.speech, 48000, 10000), resample(noisy, 48000, 10000)));
    }
    CHECK(terms[0] == Approx(1.0).margin(0.02)); // all but the pauses, which have no envelope to compare
    for (size_t i = 1; i < terms.size(); ++i) {
        CHECK(measures[i] < measures[i - 1]);
        CHECK(terms[i] < terms[i - 1] - 0.05);
    }
}

TEST_CASE("denoise-solus learns, and the engine's denoiser computes what the trainer computed") {
    for (const std::string network :
         {"--rank 0", "--rank 6", "--rank 0 --look-ahead 3", "--rank 0 --mask-every 3",
          "--blocks 2 --channels 8 --outer 6 --inner 5 --across 4 --along 7 --bands 34",
          "--blocks 1 --channels 8 --outer 6 --inner 5 --across 4 --along 7 --whole 9 --bands 34"}) {
        const auto experiment = toy::experiment("denoise-solus");
        CLI::App app;
        TrainOptions options;
        experiment->configure(app, options);
        app.parse("--seconds 0.5 --dense 16 --units1 16 --units2 16 --validation 2 --window 480 --hop 120 "
                  "--synthesis 240 --filter-bins 20 --detail-bins 30 --phase-bins 20 " +
                  network);
        options.steps = 30;
        options.batch = 4;
        options.rate = 5e-3;
        options.validateEvery = 10;
        options.average = 0.5;
        const auto task = experiment->makeTask(toy::library(), options);
        const toy::Folder folder;
        RunFolder run(folder.path() / "run");
        train::train("denoise-solus", *task, options, run);
        const auto metrics = run.readJson("metrics.json");
        REQUIRE(metrics.size() == 3);
        CHECK(metrics[2]["val_loss"].get<double>() < metrics[0]["val_loss"].get<double>());

        const auto model = Model::load((run / "denoise-solus.safetensors").string());
        auto net = task->makeModel();
        loadModel(*net, run / "best.pt");
        net->eval();
        Random random{9};
        std::vector<float> samples(12000);
        for (float& s : samples) s = 0.1f * static_cast<float>(random.gaussian());
        Mixture mixture;
        mixture.noise = samples;
        mixture.speech.assign(samples.size(), 0.0f);
        mixture.hasSpeech = false;
        const MaskSpec& mask = model->mask.value();
        const auto exampleOf = [&](int lookAhead) {
            return makeSpectrumExample(mixture, model->stft, model->features,
                                       {0, lookAhead, 1.0, mask.every});
        };
        const auto heard = exampleOf(0), e = exampleOf(mask.lookAhead);
        const MaskShape shape{model->stft, mask.bands,      mask.filterBins, mask.taps, mask.lowHz,
                              mask.highHz, mask.detailBins, mask.lookAhead,  mask.every};
        torch::NoGradGuard noGrad;
        const auto input = torch::tensor(e.input).reshape({1, e.frames / mask.every, e.features});
        const auto expected = SpectrumLoss(shape, {}).apply(maskOf(*net, input), e);

        Denoiser denoiser(model, 1);
        std::vector<Complex> newest(static_cast<size_t>(e.bins)), present(newest.size()), out(newest.size());
        std::vector<float> power(newest.size());
        double worst = 0.0;
        const int frames =
            static_cast<int>(samples.size()) / model->stft.hop; // what follows fills the last mask
        REQUIRE(frames > e.frames - mask.every);
        for (int t = 0; t < frames; ++t) {
            for (int k = 0; k < e.bins; ++k) {
                newest[k] = heard.noisy[static_cast<size_t>(t) * e.bins + k] / e.scale;
                present[k] = e.noisy[static_cast<size_t>(t) * e.bins + k] / e.scale;
                power[k] = std::norm(newest[k]);
            }
            const Complex *now = newest.data(), *from = present.data();
            Complex* to = out.data();
            denoiser.estimate({&now, 1}, power.data(), {&from, 1}, {&to, 1});
            denoiser.applyGains({&from, 1}, {&to, 1});
            for (int k = 0; k < e.bins; ++k)
                worst = std::max<double>(
                    worst, std::abs(out[k] * e.scale - expected[static_cast<size_t>(t) * e.bins + k]));
        }
        INFO(network);
        CHECK(worst < 0.02); // the file holds halves; the spectra lie around 1
    }
}

TEST_CASE("steadiness: a constant reduction costs nothing, what moves costs its variance, what is too deep "
          "to hear nothing") {
    torch::manual_seed(6);
    const auto in = torch::rand({2, 200}) + 0.5;
    CHECK(steadinessLoss(in, 0.01 * in, 4, 40).item<double>() == Approx(0.0).margin(1e-6));
    // Every second block of 20 ms 6 dB lower: the variance is 3 dB squared (and the -40 dB floor takes little
    // off).
    auto pumping = 0.1 * in;
    for (int t = 40; t < 200; ++t)
        if (t / 4 % 2 == 0) pumping.select(1, t) *= 0.25;
    CHECK(steadinessLoss(in, pumping, 4, 40).item<double>() == Approx(9.02).margin(0.05));
    auto deep = 1e-6 * in;
    deep.narrow(1, 100, 50) *= 0.01;
    CHECK(steadinessLoss(in, deep, 4, 40).item<double>() < 1e-3);
    // Pauses of the noise itself do not count.
    auto gaps = in.clone(), reduced = 0.1 * in;
    gaps.narrow(1, 80, 40) *= 1e-4;
    reduced.narrow(1, 80, 40) *= 1e-2;
    CHECK(steadinessLoss(gaps, reduced, 4, 40).item<double>() == Approx(0.0).margin(1e-4));
}
