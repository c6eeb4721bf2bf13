// The flow of a block: host -> 48 kHz -> STFT -> denoiser -> score -> gate -> inverse STFT -> host, mixed
// with the dry signal.
#include "Engine/EnginePath.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Signal/FastLog.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

/// value(0) + ... + value(count - 1) in eight partial sums, which the processor can add in parallel.
template <class Value>
float sumOf(size_t count, Value value) noexcept {
    float sums[8] = {};
    size_t k = 0;
    for (; k + 8 <= count; k += 8)
        for (size_t i = 0; i < 8; ++i) sums[i] += value(k + i);
    for (; k < count; ++k) sums[0] += value(k);
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// The isolator keeps less than this of other talkers, and more of the enrolled one.
constexpr float othersKept = 0.1f;

} // namespace

int EnginePath::checkedRate(double sampleRate, int channels) {
    if (!(sampleRate >= 8000.0 && sampleRate <= 192000.0))
        throw Error("sample rate " + std::to_string(sampleRate) + " Hz: Solus works at 8 to 192 kHz");
    if (channels < 1 || channels > maxChannels)
        throw Error(std::to_string(channels) + " channels: Solus takes 1 to " + std::to_string(maxChannels));
    return static_cast<int>(std::lround(sampleRate));
}

EnginePath::Frame::Frame(int channels, size_t bins)
    : spectra(static_cast<size_t>(channels), std::vector<Complex>(bins)), power(bins) {
    for (auto& spectrum : spectra) pointers.push_back(spectrum.data());
}

void EnginePath::Frame::clear() noexcept {
    for (auto& spectrum : spectra) std::fill(spectrum.begin(), spectrum.end(), Complex{});
    std::fill(power.begin(), power.end(), 0.0f);
}

EnginePath::EnginePath(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> isolator,
                       std::shared_ptr<const Model> embedder, int hostRate, int channels, double lookAheadMs)
    : channels_(channels), hop_(denoiser->stft.hop), denoiser_(denoiser, std::move(isolator), channels),
      gate_(channels, hop_, engineHz, lookAheadMs),
      bridge_(hostRate, channels, hop_, denoiser->latency() + gate_.latency(), maxBlock),
      dryMix_(channels, hostRate, bridge_.latency(), maxBlock), hops_(channels, hop_) {
    const StftSpec& spec = denoiser->stft;
    const auto bins = static_cast<size_t>(spec.bins());
    const auto fft = std::make_shared<RealFft>(spec.fftSize);
    if (embedder) tracker_ = std::make_unique<VoiceTracker>(embedder, channels);
    for (int c = 0; c < channels; ++c) {
        stfts_.emplace_back(spec, fft);
        inverses_.emplace_back(spec, fft);
        if (tracker_) embedderInverses_.emplace_back(spec, fft);
    }
    for (int i = 0; i <= denoiser->lookAhead(); ++i) frames_.emplace_back(channels, bins);
    reset();
}

void EnginePath::reset() noexcept {
    for (Stft& stft : stfts_) stft.reset();
    for (Frame& frame : frames_) frame.clear();
    for (InverseStft& inverse : inverses_) inverse.reset();
    for (InverseStft& listener : embedderInverses_) listener.reset();
    denoiser_.reset();
    if (tracker_) tracker_->reset();
    bridge_.reset();
    gate_.reset();
    gateGain_ = 1.0f;
    listening_ = handedOver_ = false;
    dryMix_.reset();
    meters_ = {};
}

void EnginePath::takeTalkersFrom(EnginePath& before) noexcept {
    if (!tracker_ || !before.tracker_ || before.channels_ != channels_) return;
    std::swap(tracker_, before.tracker_);
    before.handedOver_ = true;
}

void EnginePath::process(const float* const* in, float* const* out, int count, const EngineSettings& settings,
                         const PassingVoices& voices) noexcept {
    for (int c = 0; c < channels_; ++c) bridge_.toInner(c, in[c], count);
    while (bridge_.popHop(hops_)) processHop(settings, voices);
    for (int c = 0; c < channels_; ++c) bridge_.popHost(c, out[c], count);
    dryMix_.process(in, out, count, settings);
}

void EnginePath::processHop(const EngineSettings& settings, const PassingVoices& voices) noexcept {
    analyse();
    denoise(settings, voices);
    listen(settings, voices);
    limitAttenuationTo(settings.amountDb);
    synthesise();
    gate(settings, voices);
    for (int c = 0; c < channels_; ++c) bridge_.toHost(c, hops_[c]);
}

// P_k = mean over channels of |X_k|^2: one mask for all channels, and opposite phases cannot cancel a voice.
void EnginePath::analyse() noexcept {
    const float share = 1.0f / static_cast<float>(channels_);
    newest_ = (newest_ + 1) % frames_.size();
    auto& [spectra, pointers, power] = heard();
    for (int c = 0; c < channels_; ++c) {
        stfts_[c].push(hops_[c], pointers[c]);
        for (size_t k = 0; k < power.size(); ++k)
            power[k] = (c == 0 ? 0.0f : power[k]) + share * std::norm(pointers[c][k]);
    }
}

// Also in place of an isolator that is missing.
bool EnginePath::gateActs(const EngineSettings& settings) const noexcept {
    return settings.gateOn && (settings.onlyMe != OnlyMe::isolate || !denoiser_.canIsolate());
}

void EnginePath::denoise(const EngineSettings& settings, const PassingVoices& voices) noexcept {
    const bool wasListening = listening_;
    listening_ = tracker_ && (alwaysListen_ || gateActs(settings));
    if (wasListening && !listening_) stopListening();
    const bool isolate = settings.gateOn && settings.onlyMe != OnlyMe::gate;
    denoiser_.estimate({heard().view(), heard().power.data(), present().view()}, voices, isolate, listening_);
}

// The embedder gets the fully denoised signal of all voices, whatever isolator, attenuation limit, mix and gate do to
// the output.
void EnginePath::listen(const EngineSettings& settings, const PassingVoices& voices) noexcept {
    Talker talker = handedOver_ ? meters_.talker : Talker::nobody;
    if (listening_ && !handedOver_) {
        const auto denoised = denoiser_.denoised(present().view());
        for (int c = 0; c < channels_; ++c) embedderInverses_[c].pull(denoised[c], hops_[c]);
        tracker_->push(hops_.read(), hop_, voices.references, settings.gate.threshold, certainty(denoised));
        meters_.score = tracker_->score();
        talker = tracker_->talker();
        // Until the score has decided, the isolator's opinion counts.
        const bool removed = denoiser_.keptShare(present().power.data()) < othersKept;
        if (talker == Talker::undecided && removed) talker = Talker::other;
        meters_.talker = talker;
    }
    gate_.setTalker(talker);
}

// The network's certainty about what it kept: its gain |Y| / |X| <= 1, weighted by the remaining power |Y|^2. Rumble
// below a voice does not lower it, and low residual noise does not raise it.
float EnginePath::certainty(std::span<const Complex* const> denoised) const noexcept {
    const float share = 1.0f / static_cast<float>(channels_);
    const std::vector<float>& input = present().power;
    float kept = 1e-20f, sure = 0.0f;
    for (size_t k = 0; k < input.size(); ++k) {
        float power = 0.0f;
        for (int c = 0; c < channels_; ++c) power += share * std::norm(denoised[c][k]);
        kept += power;
        sure += power * std::min(1.0f, std::sqrt(power / (input[k] + 1e-20f)));
    }
    return sure / kept;
}

// After a break in listening the talker is unknown; the talkers of this session stay known.
void EnginePath::stopListening() noexcept {
    for (InverseStft& listener : embedderInverses_) listener.reset();
    tracker_->forgetTalker();
    gate_.forgetTalkers();
    meters_.score = 0.0f;
    meters_.talker = Talker::nobody;
}

void EnginePath::limitAttenuationTo(float db) noexcept {
    auto& [spectra, pointers, power] = present();
    const float before = sumOf(power.size(), [&power = power](size_t k) { return power[k]; });
    denoiser_.applyTo(pointers, amountGain_.of(-std::clamp(db, 0.0f, 100.0f)));
    float after = 0.0f;
    for (const auto& spectrum : spectra)
        after += sumOf(spectrum.size(), [&](size_t k) { return std::norm(spectrum[k]); });
    constexpr float silence = 1e-12f;
    const float ratio = (after + silence) / (static_cast<float>(channels_) * before + silence);
    meters_.reductionDb = std::min(0.0f, 10.0f * fastLog10(std::max(ratio, silence)));
}

void EnginePath::synthesise() noexcept {
    for (int c = 0; c < channels_; ++c) inverses_[c].pull(present().pointers[c], hops_[c]);
}

// Audio and decision are aligned: both went through one inverse STFT. The gain is interpolated linearly from hop to
// hop.
void EnginePath::gate(const EngineSettings& settings, const PassingVoices& voices) noexcept {
    const float from = gateGain_,
                to = tracker_ && !voices.empty() && gateActs(settings) ? gate_.gain(settings.gate) : 1.0f;
    gateGain_ = to;
    meters_.reductionDb += 20.0f * fastLog10(to);
    const float step = (to - from) / static_cast<float>(hop_);
    for (int c = 0; c < channels_; ++c) {
        float* hop = hops_[c];
        if (gate_.latency() > 0) gate_.delay(c, hop);
        if (from < 1.0f || to < 1.0f)
            for (int n = 0; n < hop_; ++n) hop[n] *= from + step * static_cast<float>(n + 1);
    }
    gate_.advance();
}

} // namespace solus
