// Cuts blocks, swaps models and collects meters around the engine's paths.
#include "Engine/VoiceEngine.h"

#include "Base/Error.h"
#include "Engine/NoDenormals.h"
#include "Engine/SaneInput.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace solus {
namespace {

constexpr double fadeSeconds = 0.03;   // of a model swap
constexpr double warmUpSeconds = 0.25; // a new network runs this long before it becomes audible

} // namespace

VoiceEngine::VoiceEngine(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder,
                         std::shared_ptr<const Model> isolator)
    : denoiser_(std::move(denoiser)), embedder_(std::move(embedder)), isolator_(std::move(isolator)),
      voices_(std::make_unique<const PassingVoices>()) {
    if (!denoiser_) throw Error("the engine needs a denoiser model");
    if (isolator_ && (!embedder_ || isolator_->voiceEmbedder != embedder_->hash ||
                      isolator_->voiceSize != embedder_->outputSize))
        throw Error("model " + isolator_->name + " takes the voices of another speaker model");
}

VoiceEngine::~VoiceEngine() = default;

void VoiceEngine::prepare(double sampleRate, int channels) {
    const int hostRate = EnginePath::checkedRate(sampleRate, channels);
    const std::lock_guard lock(control_);
    auto path = std::make_unique<ChannelPaths>(denoiser_, isolator_, embedder_, hostRate, channels,
                                               lookAheadMs_, split_);
    hostRate_ = hostRate;
    channels_ = channels;
    fadeSamples_ = static_cast<int>(fadeSeconds * hostRate_);
    for (ChannelPaths* stale = paths_.take(); stale != nullptr; stale = paths_.take()) delete stale;
    path_ = std::move(path);
    next_.reset();
    latency_ = path_->latency();

    for (Planar* buffers : {&input_, &output_, &nextOutput_})
        *buffers = Planar(channels, EnginePath::maxBlock);
}

// The signal history is cleared anyway, so a path that is waiting or warming up takes over without a fade.
void VoiceEngine::reset() noexcept SOLUS_REALTIME {
    if (!path_) return;
    for (int waiting = 0; waiting < 2; ++waiting) { // one path that warms up, and one that waits behind it
        takeOffers();
        if (next_) replacePath();
    }
    path_->reset();
}

void VoiceEngine::process(const float* const* in, float* const* out, int numSamples) noexcept SOLUS_REALTIME {
    const NoDenormals guard;
    takeOffers();
    for (int done = 0, count; done < numSamples; done += count) {
        count = std::min(EnginePath::maxBlock, numSamples - done);
        processSlice(in, out, done, count);
    }
    publishMeters();
}

void VoiceEngine::processSlice(const float* const* in, float* const* out, int offset, int count) noexcept {
    for (int c = 0; c < channels_; ++c)
        std::transform(in[c] + offset, in[c] + offset + count, input_[c], sane);
    const EngineSettings settings = settings_.load();
    path_->process(input_.read(), output_.write(), count, settings, *voices_);
    if (next_) {
        next_->process(input_.read(), nextOutput_.write(), count, settings, *voices_);
        crossfade(count);
    }
    for (int c = 0; c < channels_; ++c) std::copy_n(output_[c], count, out[c] + offset);
}

// A new path first runs silently until its delays are full and its network has settled; then the two are cross-faded.
void VoiceEngine::takeOffers() noexcept {
    const bool listen = alwaysListen_.load(std::memory_order_relaxed);
    path_->alwaysListen(listen);
    if (next_) next_->alwaysListen(listen);
    if (const PassingVoices* voices = voiceSets_.take()) {
        voiceSets_.retire(voices_.release());
        voices_.reset(voices);
    }
    if (next_) return;
    next_.reset(paths_.take());
    if (!next_) return;
    next_->alwaysListen(listen);
    next_->takeTalkersFrom(*path_);
    warmLeft_ = next_->latency() + static_cast<int>(warmUpSeconds * hostRate_);
    fadeLeft_ = fadeSamples_;
}

void VoiceEngine::crossfade(int count) noexcept {
    int first = std::min(warmLeft_, count);
    warmLeft_ -= first;
    for (int n = first; n < count; ++n) {
        if (fadeLeft_ > 0) --fadeLeft_;
        const float old = static_cast<float>(fadeLeft_) / static_cast<float>(fadeSamples_);
        for (int c = 0; c < channels_; ++c)
            output_[c][n] = old * output_[c][n] + (1.0f - old) * nextOutput_[c][n];
    }
    if (fadeLeft_ == 0) replacePath();
}

void VoiceEngine::replacePath() noexcept {
    paths_.retire(path_.release());
    path_ = std::move(next_);
    latency_.store(path_->latency(), std::memory_order_relaxed);
}

void VoiceEngine::publishMeters() noexcept {
    const HopMeters meters = path_->meters();
    score_.store(meters.score, std::memory_order_relaxed);
    talker_.store(meters.talker, std::memory_order_relaxed);
    reductionDb_.store(meters.reductionDb, std::memory_order_relaxed);
}

void VoiceEngine::setDenoiser(std::shared_ptr<const Model> denoiser) {
    if (!denoiser) throw Error("no denoiser model given");
    const std::lock_guard lock(control_);
    if (hostRate_ == 0) {
        const Denoiser proof(denoiser, 1); // throws before anything changes
        denoiser_ = std::move(denoiser);
        return;
    }
    auto path = makePaths(denoiser);
    denoiser_ = std::move(denoiser);
    paths_.offer(std::move(path));
}

void VoiceEngine::setLookAhead(double ms) {
    const std::lock_guard lock(control_);
    const double clamped = std::clamp(ms, 0.0, 1000.0);
    if (clamped != lookAheadMs_) change(lookAheadMs_, clamped);
}

void VoiceEngine::setSplit(bool split) {
    const std::lock_guard lock(control_);
    if (split != split_) change(split_, split);
}

template <typename Value>
void VoiceEngine::change(Value& member, Value value) {
    const Value before = std::exchange(member, value);
    if (hostRate_ == 0) return;
    try {
        paths_.offer(makePaths(denoiser_));
    } catch (...) {
        member = before; // the old path plays on
        throw;
    }
}

bool VoiceEngine::isSplit() const {
    const std::lock_guard lock(control_);
    return split_;
}

std::unique_ptr<ChannelPaths> VoiceEngine::makePaths(std::shared_ptr<const Model> denoiser) const {
    return std::make_unique<ChannelPaths>(std::move(denoiser), isolator_, embedder_, hostRate_, channels_,
                                          lookAheadMs_, split_);
}

std::shared_ptr<const Model> VoiceEngine::denoiser() const {
    const std::lock_guard lock(control_);
    return denoiser_;
}

void VoiceEngine::setVoices(const std::vector<VoicePrint>& voices) {
    const std::lock_guard lock(control_);
    if (voices.size() > static_cast<size_t>(maxVoices))
        throw Error("at most " + std::to_string(maxVoices) + " voices can pass at once");
    auto passing = std::make_unique<PassingVoices>();
    passing->id = ++voiceSetsMade_;
    std::optional<SpeakerScore> score;
    if (embedder_) score.emplace(*embedder_, embedder_->outputSize);
    for (const VoicePrint& voice : voices) {
        if (!embedder_ || voice.embedderHash != embedder_->hash)
            throw Error("voice \"" + voice.name + "\" was enrolled with another speaker model; enrol again");
        passing->references.push_back(score->reference(voice.embedding));
        passing->mean.resize(voice.embedding.size());
        for (size_t i = 0; i < passing->mean.size(); ++i) passing->mean[i] += voice.embedding[i];
    }
    float square = 1e-20f;
    for (float x : passing->mean) square += x * x;
    for (float& x : passing->mean) x /= std::sqrt(square);
    voiceSets_.offer(std::move(passing));
}

} // namespace solus
