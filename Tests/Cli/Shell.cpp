// Folders, processes and synthetic audio for the tests of the command-line tool.
#include "Shell.h"

#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"
#include "Measure/Larger.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace shell {

int Outcome::errorLines() const {
    return static_cast<int>(std::count(err.begin(), err.end(), '\n'));
}

std::vector<nlohmann::json> Outcome::json() const {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(nlohmann::json::parse(line, nullptr, false));
        INFO(line);
        REQUIRE(lines.back().is_object());
    }
    return lines;
}

Place::Place() {
    std::string name = (fs::temp_directory_path() / "solus-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
}

Place::~Place() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::vector<std::string> Place::list(const std::string& below) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / below))
        if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(folder_ / below).string());
    std::sort(names.begin(), names.end());
    return names;
}

Outcome Place::run(const std::string& commandLine) const {
    // The output of the commands goes to another folder, so that list() shows only the files they made.
    const std::string out = folder_.string() + ".out", err = folder_.string() + ".err";
    const std::string script = "cd '" + folder_.string() + "' && XDG_DATA_HOME='" + folder_.string() +
                               "/data' && export XDG_DATA_HOME && solus() { '" SOLUS_PROGRAM
                               "' \"$@\"; } && { " +
                               commandLine + "\n} < /dev/null > '" + out + "' 2> '" + err + "'";
    const int status = std::system(script.c_str());
    Outcome outcome;
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    outcome.out = readBytes(out);
    outcome.err = readBytes(err);
    fs::remove(out);
    fs::remove(err);
    return outcome;
}

void Place::writeBytes(const std::string& name, const std::string& bytes) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
}

std::string Place::readBytes(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

void checkRefused(const Outcome& outcome, const std::vector<std::string>& words) {
    INFO("stderr: " << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.errorLines() == 1);
    for (const auto& word : words) CHECK_THAT(outcome.err, Catch::Contains(word));
}

Audio makeAudio(double seconds, int rate, int channels, solus::SampleFormat format) {
    Audio audio;
    audio.info.sampleRate = rate;
    audio.info.channels = channels;
    audio.info.format = format;
    const auto frames = static_cast<std::int64_t>(std::llround(seconds * rate));
    const double length = static_cast<double>(frames) / rate;
    audio.info.frames = frames;
    std::mt19937 random(7);
    std::uniform_real_distribution<double> noise(-1.0, 1.0);
    for (std::int64_t n = 0; n < frames; ++n) {
        const double t = static_cast<double>(n) / rate, turn = 6.283185307179586 * t;
        for (int c = 0; c < channels; ++c) {
            double x = 0.0;
            for (int k = 1; k <= 8; ++k) x += std::sin(turn * k * (150.0 + 31.0 * c) + k) / k;
            // Soft edges: a step has frequencies that a resampler must remove.
            const double edge = std::clamp(std::min(t, length - t) / 0.03, 0.0, 1.0);
            x *= 0.15 * (0.6 + 0.4 * std::sin(turn * (3.0 + c))) *
                 (0.5 - 0.5 * std::cos(3.141592653589793 * edge));
            // Noise below 3 kHz would need a filter; faint white noise is far below the tolerances.
            audio.samples.push_back(static_cast<float>(x + 2e-4 * noise(random)));
        }
    }
    return audio;
}

void save(const Place& place, const std::string& name, const Audio& audio) {
    fs::create_directories(fs::path(place.path(name)).parent_path());
    solus::AudioFileWriter writer(place.path(name), audio.info);
    writer.write(audio.samples.data(), audio.frames());
    writer.commit();
}

Audio load(const Place& place, const std::string& name) {
    solus::AudioFileReader reader(place.path(name));
    Audio audio;
    audio.info = reader.info();
    audio.samples = reader.readAll();
    return audio;
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    double largest = 0.0;
    for (size_t i = 0; i < a.size(); ++i)
        largest = solus::larger(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

double rms(const std::vector<float>& x) {
    double sum = 0.0;
    for (const float v : x) sum += static_cast<double>(v) * v;
    return std::sqrt(sum / static_cast<double>(x.size()));
}

std::string littleEndian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    return text;
}

std::string pcm16(const std::vector<int>& samples) {
    std::string bytes;
    for (const int x : samples) bytes += littleEndian(static_cast<std::uint64_t>(x), 2);
    return bytes;
}

std::string RawWav::bytes() const {
    const int frameBytes = channels * bits / 8;
    return "RIFF" + littleEndian(riffSize, 4) + "WAVEfmt " + littleEndian(16, 4) + littleEndian(tag, 2) +
           littleEndian(channels, 2) + littleEndian(rate, 4) + littleEndian(rate * frameBytes, 4) +
           littleEndian(frameBytes, 2) + littleEndian(bits, 2) + "data" + littleEndian(dataSize, 4) + data +
           tail;
}

RawWav& RawWav::honest() {
    dataSize = static_cast<std::uint32_t>(data.size());
    riffSize = static_cast<std::uint32_t>(36 + data.size() + tail.size());
    return *this;
}

} // namespace shell
