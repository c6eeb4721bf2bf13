// The speech experiments: the equations of the task, and
// each experiment from a folder of recordings to its report.
#include "Base/Error.h"
#include "Data/Spectra.h"
#include "Evaluate/HeldOut.h"
#include "Support/ToyModels.h"
#include "Tasks/Speech/MagnitudeExperiment.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace solus;
using namespace solus::train;
namespace fs = std::filesystem;

namespace {

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
