// Making and reading the voice bank.
#include "Voices/VoiceBank.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Core/Trainer.h"
#include "Data/Decode.h"
#include "Data/Manifest.h"
#include "Denoise/Denoiser.h"
#include "Inference/ModelJson.h"
#include "Signal/Stft.h"
#include "Voices/BankFile.h"
#include "Voices/VoiceAugment.h"

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t bankSeed = 20240310;
/// More speech of a voice than this adds little, and costs memory.
constexpr double mostSeconds = 60.0;
constexpr size_t longestTake = 15 * engineRate;

/// Another microphone, sometimes a room, noise at 0 ... 20 dB, a level of live speech; then the denoiser.
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

/// The stretches of a voice that the bank keeps.
std::span<const Stretch> keptStretches(const Voice& voice) {
    size_t count = 0;
    double seconds = 0.0;
    for (; count < voice.stretches.size() && (count < 2 || seconds < mostSeconds); ++count)
        seconds +=
            static_cast<double>(voice.stretches[count].end - voice.stretches[count].begin) / engineRate;
    return std::span(voice.stretches).first(count);
}

std::string keyOf(const Library& library, const VoiceList& list, const StftSpec& stft,
                  const FeatureSpec& features, const std::string& denoiserHash) {
    std::string names;
    for (const auto& voice : list.training()) names += voice.speaker + std::to_string(voice.stretches.size());
    for (const auto& noise : library.noise) names += noise.entry.path;
    return nlohmann::json{
        {"stft", toJson(stft)},
        {"features", toJson(features)},
        {"denoiser", denoiserHash},
        {"sounds", stableHash(names)},
        {"speeds", std::vector<double>(std::begin(VoiceBank::speeds), std::end(VoiceBank::speeds))},
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

// Parts: the voices, then pink noise, then the noises of the library. The takes of a voice: for each speed and stretch
// the plain one, then the denoised one.
void VoiceBank::make(const fs::path& path, const Library& library, const VoiceList& list,
                     const StftSpec& stft, const FeatureSpec& features,
                     const std::shared_ptr<const Model>& denoiser) {
    const auto width = static_cast<std::uint32_t>(FeatureExtractor(features, stft).size() + 1);
    BankWriter writer(path, keyOf(library, list, stft, features, denoiser->hash), width);
    const auto voices = list.training().size(), parts = voices + 1 + library.noise.size();
    const auto record = [&](size_t part) {
        BankRecord made{static_cast<std::uint32_t>(part), {}, {}};
        const auto add = [&](const std::vector<float>& signal) {
            const auto frames = bandFrames(signal, stft, features);
            made.frames.push_back(static_cast<std::uint32_t>(frames.size() / width));
            made.values.insert(made.values.end(), frames.begin(), frames.end());
        };
        if (part == voices) add(pinkNoise());
        if (part > voices) add(toFloat(RecordingSamples(library.noise[part - voices - 1]).all()));
        if (part >= voices) return made;
        const auto stretches = keptStretches(list.training()[part]);
        std::optional<RecordingSamples> samples; // of the recording, which the next stretch may share
        const Recording* read = nullptr;
        for (size_t s = 0; s < std::size(speeds); ++s)
            for (size_t i = 0; i < stretches.size(); ++i) {
                if (read != stretches[i].recording) samples.emplace(*(read = stretches[i].recording));
                std::vector<float> signal;
                appendAtSpeed(signal, stretches[i].of(samples->all()), speeds[s], longestTake);
                Random random({bankSeed, part, s, i});
                add(signal);
                add(liveTake(std::move(signal), library, random, denoiser));
            }
        return made;
    };
    pinkNoise(); // made before the threads need it

    ProgressBar progress("Computing bands of voices");
    std::atomic<size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const double before = static_cast<double>(writer.written().size());
    double done = before;
    const auto work = [&] {
        try {
            for (size_t part; (part = next++) < parts && !stopRequested();) {
                if (writer.written().contains(static_cast<std::uint32_t>(part))) continue;
                const auto made = record(part);
                const std::lock_guard lock(mutex);
                writer.add(made);
                progress.update(++done / static_cast<double>(parts), {}, before / static_cast<double>(parts));
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
            next = parts;
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned t = 1; t < std::thread::hardware_concurrency(); ++t) others.emplace_back(work);
        work();
    }
    if (failure) std::rethrow_exception(failure);
    if (stopRequested()) throw Error(path.string() + ": stopped; the same command continues from here");
    writer.finish();
}

VoiceBank VoiceBank::load(const fs::path& path, const Library& library, const VoiceList& list,
                          const StftSpec& stft, const FeatureSpec& features,
                          const std::string& denoiserHash) {
    VoiceBank bank;
    bank.bands_ = FeatureExtractor(features, stft).size();
    const auto width = static_cast<std::uint32_t>(bank.bands_ + 1);
    BankReader reader(path, keyOf(library, list, stft, features, denoiserHash), width);
    bank.values_.reserve(reader.size() / sizeof bank.values_[0]);
    for (const auto& voice : list.training())
        bank.voices_.push_back({voice.corpus,
                                voice.speaker,
                                {std::size(speeds), std::vector<VoiceTake>(keptStretches(voice).size())}});
    bank.noises_.resize(1 + library.noise.size());
    size_t found = 0;
    for (BankRecord record; reader.next(record); ++found) {
        std::vector<BandTake*> takes;
        if (record.part < bank.voices_.size())
            for (auto& speed : bank.voices_[record.part].takes)
                for (auto& take : speed) takes.insert(takes.end(), {&take.plain, &take.denoised});
        else if (record.part - bank.voices_.size() < bank.noises_.size())
            takes.push_back(&bank.noises_[record.part - bank.voices_.size()]);
        if (takes.size() != record.frames.size()) break;
        size_t begin = bank.values_.size() / width;
        for (size_t i = 0; i < takes.size(); ++i, begin += takes[i - 1]->frames)
            *takes[i] = {begin, static_cast<int>(record.frames[i])};
        bank.values_.insert(bank.values_.end(), record.values.begin(), record.values.end());
    }
    if (found != bank.voices_.size() + bank.noises_.size())
        throw Error(path.string() + ": shorter than its recordings say; delete it to have it made again");
    return bank;
}

} // namespace solus::train
