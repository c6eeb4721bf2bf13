// The score of a pair of embeddings.
#include "Verify/SpeakerScore.h"

#include "Base/Error.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <functional>

namespace solus {
namespace {

/// logit' = scale logit + bias, by how many of the two came by telephone. Fitted to an earlier embedder on the
/// bundled trials; docs/results/speaker.md has the figures of the shipped one.
constexpr float bandScale[] = {1.0f, 0.53f, 0.36f}, bandBias[] = {0.0f, 1.5f, -2.95f};

using Values = Eigen::Map<const Eigen::VectorXf>;

Values valuesOf(std::span<const float> x) noexcept {
    return {x.data(), static_cast<Eigen::Index>(x.size())};
}

float dot(std::span<const float> a, std::span<const float> b) noexcept {
    return valuesOf(a).dot(valuesOf(b));
}

} // namespace

SpeakerScore::SpeakerScore(const Model& model, int size) : size_(static_cast<size_t>(size)) {
    if (!model.score) throw Error("model " + model.name + " has no score: it is not an embedder");
    threshold_ = model.score->threshold;
    if (model.score->type == ScoreSpec::Type::absDifference) {
        weight_ = model.tensors.at("score.weight").values;
        bias_ = model.tensors.at("score.bias").values[0];
        return;
    }
    for (const auto& line : model.score->lines)
        lines_.push_back({std::log(line.seconds), line.scale, line.bias});
    const auto cohort = model.tensors.find("score.cohort");
    if (cohort == model.tensors.end()) return;
    const auto& values = cohort->second.values;
    cosines_.resize(values.size() / size_);
    nearest_ = static_cast<size_t>(model.score->nearest);
    cohort_.emplace(values, static_cast<int>(cosines_.size()), static_cast<int>(size_));
}

SpeakerScore::Spread SpeakerScore::amongCohort(std::span<const float> x,
                                               std::span<float> cosines) const noexcept {
    if (cosines.empty()) return {};
    bestKernels().matVec(cohort_->view(), x.data(), nullptr, cosines.data());
    const auto last = cosines.begin() + static_cast<std::ptrdiff_t>(nearest_);
    std::nth_element(cosines.begin(), last - 1, cosines.end(), std::greater<>());
    const auto count = static_cast<float>(nearest_);
    float mean = 0.0f, square = 0.0f;
    for (auto c = cosines.begin(); c != last; ++c) mean += *c / count;
    for (auto c = cosines.begin(); c != last; ++c) square += (*c - mean) * (*c - mean) / count;
    return {mean, std::max(std::sqrt(square), 1e-3f)};
}

ReferenceVoice SpeakerScore::reference(std::vector<float> embedding) const {
    if (embedding.size() != size_)
        throw Error("a voice print of " + std::to_string(embedding.size()) +
                    " values, where the speaker model has " + std::to_string(size_) + "; enrol again");
    std::vector<float> cosines(cosines_.size());
    const Spread spread = amongCohort(embedding, cosines);
    return {std::move(embedding), spread.mean, spread.deviation};
}

void SpeakerScore::setTest(std::span<const float> embedding, double seconds) noexcept {
    test_ = embedding;
    if (lines_.empty()) return;
    testSpread_ = amongCohort(embedding, cosines_);
    line_ = lineAt(seconds);
}

SpeakerScore::Line SpeakerScore::lineAt(double seconds) const noexcept {
    const float at = std::log(std::max(static_cast<float>(seconds), 1e-3f));
    size_t above = 0;
    while (above < lines_.size() && lines_[above].logSeconds < at) ++above;
    if (above == 0) return lines_.front();
    if (above == lines_.size()) return lines_.back();
    const Line &a = lines_[above - 1], &b = lines_[above];
    const float u = (at - a.logSeconds) / (b.logSeconds - a.logSeconds);
    return {at, a.scale + u * (b.scale - a.scale), a.bias + u * (b.bias - a.bias)};
}

float SpeakerScore::logitOf(const ReferenceVoice& voice, std::span<const float> heard, Spread spread,
                            Line line) const noexcept {
    float logit = bias_;
    if (lines_.empty()) {
        for (size_t i = 0; i < size_; ++i) logit += weight_[i] * std::abs(voice.embedding[i] - heard[i]);
        return logit;
    }
    const float cosine = dot(voice.embedding, heard);
    const float s = 0.5f * ((cosine - voice.cohortMean) / voice.cohortDeviation +
                            (cosine - spread.mean) / spread.deviation);
    return line.scale * s + line.bias;
}

float SpeakerScore::logit(const ReferenceVoice& voice) const noexcept {
    return logitOf(voice, test_, testSpread_, line_);
}

float SpeakerScore::logit(const ReferenceVoice& voice, const ReferenceVoice& heard,
                          double seconds) const noexcept {
    return logitOf(voice, heard.embedding, {heard.cohortMean, heard.cohortDeviation},
                   lines_.empty() ? Line{} : lineAt(seconds));
}

float SpeakerScore::operator()(const ReferenceVoice& voice) const noexcept {
    return 1.0f / (1.0f + std::exp(-logit(voice)));
}

void SpeakerScore::update(ReferenceVoice& voice) noexcept {
    const Spread spread = amongCohort(voice.embedding, cosines_);
    voice.cohortMean = spread.mean;
    voice.cohortDeviation = spread.deviation;
}

float SpeakerScore::compare(std::vector<float> voice, std::span<const float> heard, double seconds,
                            int byTelephone) {
    const ReferenceVoice ready = reference(std::move(voice));
    setTest(heard, seconds);
    if (byTelephone == 0) return (*this)(ready);
    return 1.0f / (1.0f + std::exp(-(bandScale[byTelephone] * logit(ready) + bandBias[byTelephone])));
}

} // namespace solus
