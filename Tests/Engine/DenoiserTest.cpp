// Spectrum in, spectrum out: each mask type against its equation, in double precision over many frames.
#include "Denoise/Denoiser.h"
#include "Base/Error.h"
#include "Signal/Stft.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

using Spectrum = std::vector<Complex>;
using Frame = std::vector<Spectrum>; // [channel][bin]

const std::vector<StftSpec> specs{{960, 240, 480, "sqrt_hann"}, {960, 120, 240, "sqrt_hann"}};

/// Spectra of noise with a tone, different in each channel.
std::vector<Frame> framesOf(const StftSpec& spec, int channels, int count) {
    std::vector<Stft> stfts;
    for (int c = 0; c < channels; ++c) stfts.emplace_back(spec);
    const auto audio = toy::noise(channels, spec.hop * count, 3);
    const auto tone = toy::sine(300.0, 48000.0, spec.hop * count, 0.3);
    std::vector<Frame> frames(static_cast<size_t>(count), Frame(static_cast<size_t>(channels)));
    for (int t = 0; t < count; ++t)
        for (int c = 0; c < channels; ++c) {
            std::vector<float> hop(static_cast<size_t>(spec.hop));
            for (int n = 0; n < spec.hop; ++n)
                hop[n] = audio[c][t * spec.hop + n] + tone[t * spec.hop + n] / static_cast<float>(c + 1);
            frames[t][c].resize(static_cast<size_t>(spec.bins()));
            stfts[c].push(hop.data(), frames[t][c].data());
        }
    return frames;
}

std::vector<const Complex*> pointersOf(const Frame& frame) {
    std::vector<const Complex*> pointers;
    for (const Spectrum& spectrum : frame) pointers.push_back(spectrum.data());
    return pointers;
}

std::vector<float> powerOf(const Frame& frame) {
    std::vector<float> power(frame[0].size(), 0.0f);
    for (const Spectrum& spectrum : frame)
        for (size_t k = 0; k < power.size(); ++k)
            power[k] += std::norm(spectrum[k]) / static_cast<float>(frame.size());
    return power;
}

Frame denoise(Denoiser& denoiser, const Frame& frame) {
    Frame out(frame.size(), Spectrum(frame[0].size()));
    std::vector<Complex*> pointers;
    for (Spectrum& spectrum : out) pointers.push_back(spectrum.data());
    const auto power = powerOf(frame);
    denoiser.process(pointersOf(frame), power.data(), pointers);
    return out;
}

} // namespace

TEST_CASE("band_filter: Y_k = g_k (X_k[t] + sum_l F[l,k] e^{2 pi i k hop l / N} X_k[t-l]) below filter_bins, "
          "g_k X_k above, of every frame or every fourth") {
    const int every = GENERATE(1, 4);
    for (const StftSpec& spec : specs)
        for (int channels : {1, 2}) {
            const auto model = toy::filterDenoiser(1, spec, 0.5f, 0, every);
            Denoiser denoiser(model, channels);
            Network network(model);
            FeatureExtractor extractor(model->features, spec, 48000.0, every);
            const FilterBank bank("erb", 24, spec.fftSize, 48000.0, 50.0, 20000.0);
            const auto frames = framesOf(spec, channels, 24);
            const float* y = nullptr;
            std::vector<float> features(static_cast<size_t>(extractor.size())), gains(481);
            double filtered = 0.0, moved = 0.0;
            std::vector<float> first;
            for (int t = 0; t < 24; ++t) {
                const Frame out = denoise(denoiser, frames[t]);
                const auto power = powerOf(frames[t]);
                if (t % every == 0) {
                    extractor.process(power.data(), pointersOf(frames[t]), features.data());
                    y = network.process(features.data());
                }
                bank.expand(y, gains.data());
                if (t == 0) first.assign(y, y + network.outputSize());
                for (int i = 0; i < network.outputSize(); ++i) moved += std::abs(y[i] - first[i]);
                for (int c = 0; c < channels; ++c)
                    for (int k = 0; k < 481; ++k) {
                        std::complex<double> sum = frames[t][c][k];
                        for (int l = 0; l < 3 && k < 16 && l * every <= t; ++l) {
                            const float* f = y + 24 + 32 * l;
                            const double angle =
                                2.0 * 3.14159265358979323846 * k * spec.hop * every * l / spec.fftSize;
                            sum += std::complex<double>(f[k], f[16 + k]) * std::polar(1.0, angle) *
                                   std::complex<double>(frames[t - l * every][c][k]);
                        }
                        filtered += std::abs(sum - std::complex<double>(frames[t][c][k]));
                        const std::complex<double> expected = static_cast<double>(gains[k]) * sum;
                        REQUIRE(std::abs(std::complex<double>(out[c][k]) - expected) <
                                1e-5 * (1.0 + std::abs(expected)));
                    }
            }
            CHECK(filtered > 10.0); // the filter did something,
            CHECK(moved > 1.0);     // and not always in the same way
        }
}

TEST_CASE("after reset() the denoiser has forgotten its past") {
    const auto frames = framesOf(specs[0], 2, 6);
    Denoiser used(toy::filterDenoiser(1, specs[0]), 2), fresh(toy::filterDenoiser(1, specs[0]), 2);
    for (const Frame& frame : frames) denoise(used, frame);
    used.reset();
    for (const Frame& frame : frames) CHECK(denoise(used, frame) == denoise(fresh, frame));
}

TEST_CASE("channels swapped in are channels swapped out") {
    Denoiser one(toy::filterDenoiser(1, specs[0]), 2), other(toy::filterDenoiser(1, specs[0]), 2);
    for (const Frame& frame : framesOf(specs[0], 2, 8)) {
        const Frame a = denoise(one, frame), b = denoise(other, {frame[1], frame[0]});
        for (int k = 0; k < 481; ++k) {
            CHECK(std::abs(a[0][k] - b[1][k]) < 1e-4f * (1.0f + std::abs(a[0][k])));
            CHECK(std::abs(a[1][k] - b[0][k]) < 1e-4f * (1.0f + std::abs(a[1][k])));
        }
    }
}

TEST_CASE("while the network's output is no number, the last good gains stand in and no filter") {
    // Output = bias + weight * the level of one bin: a loud frame gives Inf - Inf.
    const StftSpec spec = specs[0];
    std::vector<float> weight(static_cast<size_t>((24 + 96) * 76), 0.0f), bias(24 + 96, 0.25f);
    weight[24 * 76 + 30] =
        3e38f; // one filter value; the feature is about +1 in the loud frame, -5 in silence
    FeatureSpec features = toy::detailFeatures;
    features.level = LevelSpec{-60.0, 0.0, 1.0}; // both frames are within it
    const auto model =
        Model::parse(toy::fileOf("denoiser", spec, features, {{{"type", "dense"}, {"name", "mask"}}},
                                 {{"mask.weight", {{120, 76}, weight}}, {"mask.bias", {{120}, bias}}},
                                 {{"mask", toy::filterMask}, {"version", "2"}}),
                     "toy");
    Denoiser denoiser(model, 1);
    Frame level(1, Spectrum(481, Complex(1.0f, 0.0f))); // log10 |X| = 0: a normal frame
    const Frame good = denoise(denoiser, level);
    CHECK(std::abs(good[0][5] - Complex(0.25f, 0.0f)) > 0.01f); // the filter works
    Frame loud(1, Spectrum(481, Complex(100.0f, 0.0f)));
    const Frame bad = denoise(denoiser, loud);
    for (int k = 0; k < 481; ++k) CHECK(std::abs(bad[0][k] - 0.25f * loud[0][k]) < 1e-4f);
    for (int t = 0; t < 3; ++t) denoise(denoiser, level);
    const Frame again = denoise(denoiser, level), before = denoise(denoiser, level);
    CHECK(again == before);
    CHECK(std::abs(again[0][5] - Complex(0.25f, 0.0f)) > 0.01f);
}

TEST_CASE("bin_magnitudes: the gain is (max(y, 0) / z)^(1/p), at most 1, and nothing of nothing is nothing") {
    const StftSpec spec;
    std::mt19937 random(4);
    for (float power : {1.0f, 0.5f})
        for (int levelFrames : {0, 6}) {
            FeatureSpec features{"magnitude"};
            features.power = power;
            features.levelFrames = levelFrames;
            const auto model = Model::parse(
                toy::fileOf("denoiser", spec, features, {{{"type", "dense"}, {"name", "speech"}}},
                            {{"speech.weight", toy::randomTensor({513, 513}, random, 0.08f)},
                             {"speech.bias", toy::randomTensor({513}, random, 0.3f)}},
                            {{"mask", R"({"type":"bin_magnitudes"})"}}),
                "toy");
            Denoiser denoiser(model, 2);
            Network network(model);
            FeatureExtractor extractor(features, spec);
            std::vector<float> z(513);
            int none = 0, all = 0, part = 0;
            auto frames = framesOf(spec, 2, 8);
            for (Spectrum& channel : frames[5]) std::fill(channel.begin(), channel.begin() + 100, Complex{});
            for (const Frame& frame : frames) {
                const Frame out = denoise(denoiser, frame);
                const auto x = powerOf(frame);
                extractor.process(x.data(), z.data());
                const float* y = network.process(z.data());
                for (int k = 0; k < 513; ++k) {
                    double gain = z[k] > 0.0f ? std::max(y[k], 0.0f) / double{z[k]} : 0.0;
                    gain = std::pow(std::min(gain, 1.0), 1.0 / power);
                    gain == 0.0 ? ++none : gain == 1.0 ? ++all : ++part;
                    for (int c = 0; c < 2; ++c)
                        REQUIRE(std::abs(std::complex<double>(out[c][k]) -
                                         gain * std::complex<double>(frame[c][k])) <
                                1e-5 * (1e-3 + std::abs(frame[c][k])));
                }
            }
            CHECK(none > 100);
            CHECK(all > 100);
            CHECK(part > 100);
        }
}

TEST_CASE("a denoiser takes denoisers only") {
    CHECK_THROWS_WITH(Denoiser(toy::randomEmbedder(1), 1), Catch::Contains("not a denoiser"));
}
