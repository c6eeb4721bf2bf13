// Making, keeping and reading the bank of voices.
#include "Voices/VoiceBank.h"

#include "Core/Progress.h"
#include "Data/Decode.h"
#include "Data/Manifest.h"
#include "Denoise/Denoiser.h"
#include "Error.h"
#include "Signal/Stft.h"
#include "Voices/VoiceAugment.h"

#include <atomic>
#include <cstring>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

namespace solus::train {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr char magic[8] = {'S', 'O', 'L', 'V', 'O', 'I', 'C', '1'};
constexpr std::uint64_t bankSeed = 20240310;
/// A voice with more than this says nothing new, and would cost its share of memory.
constexpr double mostSeconds = 100.0;
constexpr size_t longestTake = 15 * 48000;

struct Job {
    BandTake* target;
    std::function<std::vector<float>()> signal;
};

std::vector<float> samplesOf(const Stretch& stretch) {
    const std::span<const std::int16_t> all(stretch.recording->samples);
    return toFloat(all.subspan(stretch.begin, stretch.end - stretch.begin));
}

/// `speed` times as fast: another length of the vocal tract, another pitch.
std::vector<float> atSpeed(const Stretch& stretch, double speed) {
    std::vector<float> out;
    appendAtSpeed(out, stretch, stretch.begin, speed, longestTake);
    return out;
}

/// Another microphone, now and then a room, noise at 0 ... 20 dB, a level of live speech; then the denoiser.
std::vector<float> liveTake(std::vector<float> signal, const Library& library, Random& random,
                            const std::shared_ptr<const Model>& denoiser) {
    const auto any = [&random](const std::vector<Recording>& list) -> const Recording& {
        return list[static_cast<size_t>(random.below(static_cast<std::int64_t>(list.size())))];
    };
    std::vector<float> room, noise;
    if (!library.rooms.empty() && random.chance(0.25)) room = toFloat(any(library.rooms).samples);
    if (!library.noise.empty() && random.chance(0.7)) noise = toFloat(any(library.noise).samples);
    filterVoice(signal, SmoothEqualiser::draw(6.0, random), room);
    const auto& chosen = noise.empty() ? pinkNoise() : noise;
    addNoise(signal, chosen, static_cast<size_t>(random.below(static_cast<std::int64_t>(chosen.size()))),
             random.uniform(0.0, 20.0));
    scaleTo(signal, std::pow(10.0, random.uniform(-32.0, -16.0) / 20.0));
    return denoised(denoiser, std::move(signal));
}

std::string keyOf(const VoiceList& list, const StftSpec& stft, const FeatureSpec& features,
                  const std::string& denoiserHash) {
    std::string names;
    for (const auto& voice : list.training()) names += voice.speaker + std::to_string(voice.stretches.size());
    return json{{"stft", toJson(stft)},
                {"features", toJson(features)},
                {"denoiser", denoiserHash},
                {"voices", stableHash(names)},
                {"seed", bankSeed}}
        .dump();
}

} // namespace

std::vector<float> denoised(const std::shared_ptr<const Model>& model, std::vector<float> signal) {
    Denoiser denoiser(model, 1);
    const auto& spec = model->stft;
    Stft stft(spec);
    InverseStft inverse(spec);
    std::vector<Complex> in(static_cast<size_t>(spec.bins())), out(in.size());
    std::vector<float> power(in.size());
    const Complex* from = in.data();
    Complex* to = out.data();
    const auto hop = static_cast<size_t>(spec.hop);
    for (size_t at = 0; at + hop <= signal.size(); at += hop) {
        stft.push(signal.data() + at, in.data());
        for (size_t k = 0; k < in.size(); ++k) power[k] = std::norm(in[k]);
        denoiser.process({&from, 1}, power.data(), {&to, 1});
        inverse.pull(out.data(), signal.data() + at);
    }
    signal.resize(signal.size() / hop * hop);
    return signal;
}

std::vector<std::int16_t> bandFrames(const std::vector<float>& signal, const StftSpec& spec,
                                     const FeatureSpec& features) {
    Stft stft(spec);
    FeatureExtractor extractor(features, spec);
    std::vector<Complex> spectrum(static_cast<size_t>(spec.bins()));
    std::vector<float> power(spectrum.size()), row(static_cast<size_t>(extractor.size()) + 1);
    std::vector<std::int16_t> out;
    const auto hop = static_cast<size_t>(spec.hop);
    for (size_t at = 0; at + hop <= signal.size(); at += hop) {
        float square = 0.0f;
        for (size_t i = 0; i < hop; ++i) square += signal[at + i] * signal[at + i];
        stft.push(signal.data() + at, spectrum.data());
        for (size_t k = 0; k < power.size(); ++k) power[k] = std::norm(spectrum[k]);
        extractor.process(power.data(), row.data());
        row.back() = 0.5f * std::log10(square / static_cast<float>(hop) + 1e-12f);
        for (float x : row) out.push_back(static_cast<std::int16_t>(std::lrint(x * VoiceBank::steps)));
    }
    return out;
}

VoiceBank VoiceBank::make(const Library& library, const VoiceList& list, const StftSpec& stft,
                          const FeatureSpec& features, const std::shared_ptr<const Model>& denoiser) {
    VoiceBank bank;
    bank.bands_ = FeatureExtractor(features, stft).size();
    bank.key_ = keyOf(list, stft, features, denoiser->hash);
    std::vector<Job> jobs;
    for (const auto& voice : list.training()) {
        BankVoice made{voice.corpus, voice.speaker, {}};
        size_t count = 0;
        double seconds = 0.0;
        for (; count < voice.stretches.size() && (count < 2 || seconds < mostSeconds); ++count)
            seconds += static_cast<double>(voice.stretches[count].end - voice.stretches[count].begin) / 48000;
        made.takes.assign(std::size(speeds), std::vector<VoiceTake>(count));
        bank.voices_.push_back(std::move(made));
    }
    for (size_t v = 0; v < bank.voices_.size(); ++v)
        for (size_t s = 0; s < std::size(speeds); ++s)
            for (size_t i = 0; i < bank.voices_[v].takes[s].size(); ++i) {
                const Stretch& stretch = list.training()[v].stretches[i];
                auto& take = bank.voices_[v].takes[s][i];
                jobs.push_back({&take.plain, [&stretch, s] { return atSpeed(stretch, speeds[s]); }});
                jobs.push_back({&take.denoised, [&, v, s, i] {
                                    Random random({bankSeed, v, s, i});
                                    return liveTake(atSpeed(stretch, speeds[s]), library, random, denoiser);
                                }});
            }
    bank.noises_.resize(1 + library.noise.size());
    jobs.push_back({&bank.noises_[0], [] { return pinkNoise(); }});
    for (size_t i = 0; i < library.noise.size(); ++i)
        jobs.push_back({&bank.noises_[i + 1], [&recording = library.noise[i]] {
                            return samplesOf({&recording, 0, recording.samples.size()});
                        }});
    pinkNoise(); // made before the threads ask for it

    std::vector<std::vector<std::int16_t>> results(jobs.size());
    Progress progress("Computing bands of voices");
    std::atomic<size_t> next{0};
    std::mutex mutex;
    const auto work = [&] {
        for (size_t i; (i = next++) < jobs.size();) {
            results[i] = bandFrames(jobs[i].signal(), stft, features);
            const std::lock_guard lock(mutex);
            progress.update(static_cast<double>(i + 1), static_cast<double>(jobs.size()));
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned t = 1; t < std::thread::hardware_concurrency(); ++t) others.emplace_back(work);
        work();
    }
    const auto width = static_cast<size_t>(bank.bands_ + 1);
    for (size_t i = 0; i < jobs.size(); ++i) {
        *jobs[i].target = {bank.values_.size() / width, static_cast<int>(results[i].size() / width)};
        bank.values_.insert(bank.values_.end(), results[i].begin(), results[i].end());
        results[i] = {};
    }
    return bank;
}

void VoiceBank::save(const fs::path& path) const {
    json index{{"key", key_}, {"bands", bands_}, {"voices", json::array()}, {"noises", json::array()}};
    for (const auto& voice : voices_) {
        json takes = json::array();
        for (const auto& speed : voice.takes)
            for (const auto& t : speed)
                takes.push_back({t.plain.begin, t.plain.frames, t.denoised.begin, t.denoised.frames});
        index["voices"].push_back({{"corpus", voice.corpus}, {"speaker", voice.speaker}, {"takes", takes}});
    }
    for (const auto& n : noises_) index["noises"].push_back({n.begin, n.frames});
    const std::string text = index.dump();
    const std::uint64_t length = text.size();
    const fs::path temporary = path.string() + ".part";
    std::ofstream file(temporary, std::ios::binary);
    file.write(magic, sizeof magic);
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file.write(text.data(), static_cast<std::streamsize>(length));
    file.write(reinterpret_cast<const char*>(values_.data()),
               static_cast<std::streamsize>(values_.size() * sizeof values_[0]));
    file.close();
    if (!file) throw Error(temporary.string() + ": cannot be written; is the disk full?");
    fs::rename(temporary, path);
}

VoiceBank VoiceBank::load(const fs::path& path, const VoiceList& list, const StftSpec& stft,
                          const FeatureSpec& features, const std::string& denoiserHash) {
    const auto broken = [&path](const std::string& why) {
        return Error(path.string() + ": " + why + "; delete it to have it made again");
    };
    std::ifstream file(path, std::ios::binary);
    char head[sizeof magic] = {};
    std::uint64_t length = 0;
    const std::uint64_t size = fs::file_size(path), start = sizeof head + sizeof length;
    if (!file.read(head, sizeof head) || std::memcmp(head, magic, sizeof head) != 0 ||
        !file.read(reinterpret_cast<char*>(&length), sizeof length) || start > size || length > size - start)
        throw broken("not a bank of voices");
    std::string text(length, '\0');
    file.read(text.data(), static_cast<std::streamsize>(length));
    const json index = json::parse(text, nullptr, false);
    VoiceBank bank;
    try {
        bank.key_ = index.at("key");
        if (bank.key_ != keyOf(list, stft, features, denoiserHash))
            throw broken("was made from other recordings, features or another denoiser");
        bank.bands_ = index.at("bands");
        bank.values_.resize((size - start - length) / sizeof bank.values_[0]);
        const auto checked = [&](std::uint64_t begin, int frames) {
            const std::uint64_t all = bank.values_.size() / static_cast<size_t>(bank.bands_ + 1);
            if (frames < 0 || begin > all || static_cast<std::uint64_t>(frames) > all - begin)
                throw broken("shorter than its index says");
            return BandTake{static_cast<size_t>(begin), frames};
        };
        for (const auto& item : index.at("voices")) {
            const auto& takes = item.at("takes");
            BankVoice voice{item.at("corpus"), item.at("speaker"), {}};
            const size_t count = takes.size() / std::size(speeds);
            voice.takes.assign(std::size(speeds), std::vector<VoiceTake>(count));
            for (size_t i = 0; i < count * std::size(speeds); ++i)
                voice.takes[i / count][i % count] = {checked(takes[i].at(0), takes[i].at(1)),
                                                     checked(takes[i].at(2), takes[i].at(3))};
            bank.voices_.push_back(std::move(voice));
        }
        for (const auto& item : index.at("noises")) bank.noises_.push_back(checked(item.at(0), item.at(1)));
    } catch (const json::exception&) {
        throw broken("its index is damaged");
    }
    file.read(reinterpret_cast<char*>(bank.values_.data()),
              static_cast<std::streamsize>(bank.values_.size() * sizeof bank.values_[0]));
    if (!file) throw broken("cannot be read to its end");
    return bank;
}

} // namespace solus::train
