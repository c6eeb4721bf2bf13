// The voice bank holds what the live embedder receives; its crops are what a microphone would have recorded.
#include "Voices/VoiceBank.h"
#include "Data/Decode.h"
#include "Engine/Models.h"
#include "ToyData.h"
#include "ToyTalkers.h"
#include "Voices/BandCrop.h"
#include "Voices/SpeakerModel.h"
#include "Voices/VoiceAugment.h"
#include "Voices/VoiceTrials.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

using namespace solus;
using namespace solus::train;
using namespace toy;

TEST_CASE("The bank's features are those of the live path, with and without the running mean") {
    REQUIRE(bank().voices().size() == 6);
    for (int runningMean : {0, 12}) {
        const BandCrop crops(bank(), speakerStft(), bandSpec(runningMean), {});
        for (size_t v : {size_t{0}, size_t{3}}) {
            const auto& voice = bank().voices()[v];
            const auto& stretch = voices().training()[v].stretches[1];
            const auto live = speechFeatures(toFloat(stretch.recording->samples), speakerStft(),
                                             bandSpec(runningMean), 1000);
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
        for (size_t speed : {size_t{1}, size_t{2}}) { // 0.85 and 1.18
            const auto fast = meanSpectrum(voice, speed, 1.0);
            const double warped = distance(meanSpectrum(voice, 0, VoiceBank::speeds[speed]), fast),
                         same = distance(meanSpectrum(voice, 0, 1.0), fast);
            INFO(voice << " at " << VoiceBank::speeds[speed] << ": " << warped << " against " << same);
            CHECK(warped < 0.9 * same); // of a change of 15 to 18 %
        }
}

TEST_CASE("A bank is read as it was written, and refused when damaged or made from something else") {
    const auto path = keptBank();
    const auto hash = defaultDenoiser()->hash;
    const auto read = VoiceBank::load(path, *talkers(), voices(), speakerStft(), bandSpec(), hash);
    REQUIRE(read.voices().size() == bank().voices().size());
    for (size_t s = 0; s < std::size(VoiceBank::speeds); ++s) {
        const auto a = read.frames(read.voices()[2].takes[s][1].denoised),
                   b = bank().frames(bank().voices()[2].takes[s][1].denoised);
        REQUIRE(a.size() == b.size());
        CHECK(std::equal(a.begin(), a.end(), b.begin()));
    }
    CHECK_THROWS_WITH(
        VoiceBank::load(path, *talkers(), voices(), speakerStft(), speakerFeatures(20, 0), hash),
        Catch::Contains("delete it"));
    CHECK_THROWS_WITH(VoiceBank::load(path, *talkers(), voices(), speakerStft(), bandSpec(), "other"),
                      Catch::Contains("another denoiser"));
    toy::Folder folder;
    const auto half = folder / "half.bin";
    std::filesystem::copy_file(path, half);
    std::filesystem::resize_file(half, std::filesystem::file_size(half) / 2);
    CHECK_THROWS_WITH(VoiceBank::load(half, *talkers(), voices(), speakerStft(), bandSpec(), hash),
                      Catch::Contains("shorter"));
    std::ofstream(folder / "text.bin") << "not a bank at all, whatever its name may say about it";
    CHECK_THROWS_WITH(
        VoiceBank::load(folder / "text.bin", *talkers(), voices(), speakerStft(), bandSpec(), hash),
        Catch::Contains("not a voice bank"));
}

TEST_CASE("A bank whose making was stopped anywhere goes on there, and is the same in the end") {
    const auto hash = defaultDenoiser()->hash;
    const auto size = std::filesystem::file_size(keptBank());
    for (const double share : {0.02, 0.4, 0.97}) {
        toy::Folder folder;
        const auto path = folder / "voices.bin", partial = folder / "voices.bin.part";
        std::filesystem::copy_file(keptBank(), partial);
        std::filesystem::resize_file(partial, static_cast<std::uintmax_t>(share * static_cast<double>(size)));
        VoiceBank::make(path, *talkers(), voices(), speakerStft(), bandSpec(), defaultDenoiser());
        CHECK_FALSE(std::filesystem::exists(partial));
        CHECK(std::filesystem::file_size(path) == size);
        const auto whole = VoiceBank::load(path, *talkers(), voices(), speakerStft(), bandSpec(), hash);
        for (size_t v = 0; v < bank().voices().size(); ++v) {
            const auto a = whole.frames(whole.voices()[v].takes[1][0].denoised),
                       b = bank().frames(bank().voices()[v].takes[1][0].denoised);
            REQUIRE(std::equal(a.begin(), a.end(), b.begin(), b.end()));
        }
    }
}

TEST_CASE("A library that does not hold its speech gives the same samples") {
    const toy::Folder folder;
    std::string manifest = "path\tpart\tcorpus\tspeaker\tseconds\tbandwidth_hz\n";
    for (int s = 0; s < 3; ++s) {
        const auto recording = toy::speech("v" + std::to_string(s), 0.2, 24000, s);
        toy::writeWav(folder / recording.entry.path, recording);
        manifest += recording.entry.path + "\ttrain\ttoy\t" + recording.entry.speaker + "\t0.2\t24000\n";
    }
    toy::writeText(folder / "speech/manifest.tsv", manifest);
    const auto held = loadLibrary(folder.path(), {}),
               lean = loadLibrary(folder.path(), {.holdSpeech = false});
    REQUIRE(held->speech.size() == lean->speech.size());
    for (size_t i = 0; i < held->speech.size(); ++i) {
        CHECK(lean->speech[i].samples.empty());
        const RecordingSamples samples(lean->speech[i]);
        CHECK(std::equal(samples.all().begin(), samples.all().end(), held->speech[i].samples.begin(),
                         held->speech[i].samples.end()));
    }
}

TEST_CASE("A copy at another speed has another pitch") {
    // Fewer frames at a higher speed, and features that differ from the original's.
    const auto& takes = bank().voices()[0].takes;
    for (size_t s = 0; s < std::size(VoiceBank::speeds); ++s)
        CHECK(takes[s][0].plain.frames ==
              Approx(takes[0][0].plain.frames / VoiceBank::speeds[s]).margin(2.0));
}
