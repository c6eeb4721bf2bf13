// make-testset: mixtures of the held-out talkers and noises as a test set, for choosing settings without touching the
// development set.
#include "Base/Error.h"
#include "Base/WholeFile.h"
#include "Command.h"
#include "Data/Mixer.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/EvaluateFiles.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr std::array<int, 6> snrs{-5, 0, 5, 10, 15, 20}; // dB, in turn

MixerOptions mixing() {
    MixerOptions options;
    options.seconds = 4.0;
    options.room = 0.2;
    options.speed = options.noiseFree = options.speechFree = 0.0;
    options.levelLow = -30.0;
    options.levelHigh = -16.0;
    options.equaliserDb = 0.0;
    return options;
}

class MakeTestset : public Command {
public:
    std::string name() const override { return "make-testset"; }
    std::string description() const override {
        return "Write mixtures of the talkers and noises kept for validation as a test set for "
               "evaluate-denoise";
    }
    void configure(CLI::App& app) override {
        app.add_option("--data", data_, "Folder of recordings or a pack")->required();
        app.add_option("--out", out_, "Folder to write")->required();
        app.add_option("--count", count_, "Mixtures; SNR -5, 0, 5, 10, 15 and 20 dB in turn")
            ->check(CLI::Range(1, 999))
            ->capture_default_str();
        app.add_option("--seed", seed_, "Seed of the mixtures")->capture_default_str();
        app.add_flag("--skip-bad", needs_.skipBad,
                     "Leave out recordings that cannot be used, instead of stopping");
    }

    int run() override {
        if (fs::exists(fs::path(out_) / "manifest.tsv")) throw Error(out_ + ": already holds a test set");
        const Mixer mixer(loadLibrary(data_, needs_), Split::validation, mixing());
        for (const char* part : {"clean", "noisy"}) fs::create_directories(fs::path(out_) / part);
        std::ostringstream manifest; // written last: a set without one is not taken for a whole one
        manifest << "file\tsnr_db\tspeech_bandwidth_hz\n";
        int written = 0;
        const auto mostTries = static_cast<std::uint64_t>(1000 + 100 * count_);
        for (std::uint64_t step = 0; written < count_; ++step) {
            if (step == mostTries)
                throw Error(data_ + ": hardly any of its held-out recordings contains sound");
            auto mixture = mixer.make(seed_, step, 0);
            if (!mixture.hasSpeech || !mixture.hasNoise) continue; // a crop that fell into a pause
            write(mixture, written, manifest);
            ++written;
        }
        writeWhole(fs::path(out_) / "manifest.tsv", manifest.str());
        std::printf("%s: %d mixtures\n", out_.c_str(), written);
        return 0;
    }

private:
    /// SNR = 10 log10(sum s^2 / sum n^2) over the whole file, as in the development test set.
    void write(const Mixture& mixture, int number, std::ostream& manifest) const {
        const int snr = snrs[static_cast<size_t>(number) % snrs.size()];
        const double gain =
            std::sqrt(meanPower(mixture.speech) / meanPower(mixture.noise) / std::pow(10.0, snr / 10.0));
        auto noisy = mixture.speech;
        for (size_t i = 0; i < noisy.size(); ++i) noisy[i] += static_cast<float>(gain) * mixture.noise[i];
        char file[16];
        std::snprintf(file, sizeof file, "%03d.wav", number);
        writeCleaned(fs::path(out_) / "clean", file, mixture.speech);
        writeCleaned(fs::path(out_) / "noisy", file, noisy);
        manifest << file << '\t' << snr << '\t' << std::lround(mixture.bandwidthHz) << '\n';
    }

    std::string data_, out_;
    DataNeeds needs_;
    int count_ = 96;
    std::uint64_t seed_ = 1;
};

const RegisterCommand<MakeTestset> registeredMakeTestset;

} // namespace

} // namespace solus::train
