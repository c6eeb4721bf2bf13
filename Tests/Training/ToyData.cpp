// A small data set made of tones and noise.
#include "ToyData.h"

#include "Command.h"
#include "Core/Random.h"
#include "Data/Augment.h"
#include "Data/Decode.h"

#include <cmath>
#include <fstream>
#include <iostream>
#include <numbers>
#include <sstream>
#include <unistd.h>

namespace toy {

using namespace solus::train;

Recording speech(const std::string& speaker, double seconds, double bandwidthHz, std::uint64_t seed) {
    Random random{seed};
    std::vector<float> samples(static_cast<size_t>(48000 * seconds));
    const double pitch = random.uniform(100.0, 250.0);
    for (size_t n = 0; n < samples.size(); ++n) {
        const double t = static_cast<double>(n) / 48000.0;
        const double syllable = std::max(0.0, std::sin(2.0 * std::numbers::pi * 1.5 * t));
        for (int h = 1; h <= 8; ++h)
            samples[n] +=
                static_cast<float>(0.1 / h * syllable * std::sin(2.0 * std::numbers::pi * pitch * h * t));
        samples[n] += static_cast<float>(0.01 * syllable * random.gaussian());
    }
    bandLimit(samples, 0.8 * bandwidthHz);
    Recording recording;
    recording.samples = toInt16(samples);
    recording.entry.path = "speech/train/toy/" + speaker + "/" + std::to_string(seed) + ".wav";
    recording.entry.part = "train";
    recording.entry.group = "toy";
    recording.entry.speaker = "toy:" + speaker;
    recording.entry.seconds = seconds;
    recording.entry.bandwidthHz = bandwidthHz;
    return recording;
}

Recording noise(const std::string& name, double seconds, std::uint64_t seed) {
    Random random{seed, 7};
    std::vector<float> samples(static_cast<size_t>(48000 * seconds));
    for (float& x : samples) x = static_cast<float>(0.1 * random.gaussian());
    Recording recording;
    recording.samples = toInt16(samples);
    recording.entry.path = "noise/train/toyset/" + name + ".wav";
    recording.entry.part = "train";
    recording.entry.group = "toyset";
    recording.entry.label = "hiss";
    recording.entry.seconds = seconds;
    return recording;
}

std::shared_ptr<const Library> library() {
    static const auto made = [] {
        auto all = std::make_shared<Library>();
        for (int s = 0; s < 40; ++s)
            all->speech.push_back(speech("voice" + std::to_string(s), 1.5, s % 2 ? 8000.0 : 24000.0, s));
        for (int n = 0; n < 24; ++n) all->noise.push_back(noise("hiss__" + std::to_string(n), 0.7, n));
        Recording room;
        room.samples.resize(4800);
        for (size_t i = 120; i < room.samples.size(); ++i)
            room.samples[i] = static_cast<std::int16_t>((i % 97 == 23) * 16000.0 *
                                                        std::exp(-0.001 * static_cast<double>(i)));
        room.entry.path = "rir/train/box.wav";
        room.entry.part = "train";
        all->rooms.push_back(room);
        return all;
    }();
    return made;
}

std::unique_ptr<solus::train::RecordingExperiment> experiment(const std::string& name) {
    auto made = solus::train::findExperiment(name);
    auto* found = dynamic_cast<solus::train::RecordingExperiment*>(made.get());
    if (!found) throw std::runtime_error(name + " is not registered");
    (void)made.release();
    return std::unique_ptr<solus::train::RecordingExperiment>(found);
}

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "solus-training-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
}
Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string textOf(const std::string& name, const std::string& arguments) {
    for (auto* command : solus::train::commands()) {
        if (command->name() != name) continue;
        CLI::App app;
        command->configure(app);
        app.parse(arguments);
        std::ostringstream kept;
        auto* old = std::cout.rdbuf(kept.rdbuf());
        try {
            command->run();
        } catch (...) {
            std::cout.rdbuf(old);
            throw;
        }
        std::cout.rdbuf(old);
        return kept.str();
    }
    throw std::runtime_error(name + " is not registered");
}

nlohmann::json outputOf(const std::string& command, const std::string& arguments) {
    return nlohmann::json::parse(textOf(command, arguments));
}

void writeText(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

void writeWav(const std::filesystem::path& path, const Recording& recording) {
    std::string data = "RIFF....WAVEfmt ";
    const auto put = [&data](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) data += static_cast<char>(value >> (8 * i) & 255u);
    };
    const auto bytes = static_cast<std::uint32_t>(2 * recording.samples.size());
    put(16, 4), put(1, 2), put(1, 2), put(48000, 4), put(96000, 4), put(2, 2), put(16, 2);
    data += "data";
    put(bytes, 4);
    for (std::int16_t sample : recording.samples) put(static_cast<std::uint16_t>(sample), 2);
    const auto size = static_cast<std::uint32_t>(data.size() - 8);
    for (int i = 0; i < 4; ++i) data[4 + i] = static_cast<char>(size >> (8 * i) & 255u);
    writeText(path, data);
}

} // namespace toy
