// Drawing examples on band powers.
#include "Voices/BandCrop.h"

#include "Base/EngineRate.h"
#include "Verify/SpeechActivity.h"
#include "Voices/VoiceAugment.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus::train {

namespace {

/// p = 10^(2 y): from log10 of a magnitude to a power.
constexpr float toPower = 2.0f * std::numbers::ln10_v<float>;

double activePower(const Eigen::ArrayXf& hops) {
    const float least = 1e-4f * hops.maxCoeff(); // within 40 dB of the loudest, as activeLevel() has it
    const auto active = (hops >= least).cast<float>();
    return (hops * active).sum() / std::max(1.0f, active.sum());
}

} // namespace

struct BandCrop::Bands {
    Eigen::ArrayXXf power; ///< bands x frames
    Eigen::ArrayXf hops;   ///< mean square of each hop

    Eigen::Index frames() const { return hops.size(); }
    /// The power of a hop scales with that of its bands.
    void scaleBands(const Eigen::ArrayXf& gain) {
        const Eigen::ArrayXf before = power.colwise().sum().transpose();
        power.colwise() *= gain;
        hops *= power.colwise().sum().transpose() / (before + 1e-20f);
    }
};

BandCrop::BandCrop(const VoiceBank& bank, const StftSpec& stft, const FeatureSpec& features,
                   const BandCropOptions& options)
    : bank_(bank), stft_(stft), features_(features), options_(options) {
    const auto mel = [](double hz) { return 2595.0 * std::log10(1.0 + hz / 700.0); };
    const double low = mel(features.lowHz), high = mel(features.highHz);
    for (int b = 0; b < bank.bands(); ++b) {
        const double at = low + (high - low) * (b + 1) / (bank.bands() + 1);
        centres_.push_back(700.0 * (std::pow(10.0, at / 2595.0) - 1.0));
    }
}

BandCrop::Bands BandCrop::collect(std::span<const VoiceTake> stretches, bool denoised, int wanted,
                                  Random& random) const {
    const auto width = static_cast<Eigen::Index>(bank_.bands() + 1);
    Eigen::ArrayXXf all(width, wanted);
    Eigen::Index count = 0;
    for (const auto& stretch : stretches) {
        const auto& take = denoised ? stretch.denoised : stretch.plain;
        const Eigen::Index part = std::min<Eigen::Index>(take.frames, wanted - count);
        if (part <= 0) continue;
        const auto skip = random.below(take.frames - part + 1);
        const auto* from = bank_.frames(take).data() + skip * width;
        all.middleCols(count, part) =
            Eigen::Map<const Eigen::Array<std::int16_t, Eigen::Dynamic, Eigen::Dynamic>>(from, width, part)
                .cast<float>();
        count += part;
    }
    const Eigen::ArrayXXf powers = (all.leftCols(count) * (toPower / VoiceBank::steps)).exp();
    return {powers.topRows(width - 1), powers.row(width - 1).transpose()};
}

void BandCrop::filter(Bands& bands, double db, bool narrow, Random& random) const {
    const auto equaliser = SmoothEqualiser::draw(db, random);
    double low = 0.0, high = 24000.0;
    if (narrow) {
        if (random.chance(0.5)) low = random.uniform(80.0, 350.0);
        if (random.chance(0.6))
            high = random.chance(0.5) ? random.uniform(3300.0, 4000.0) : random.uniform(4500.0, 7500.0);
    }
    Eigen::ArrayXf gain(bank_.bands());
    for (int b = 0; b < bank_.bands(); ++b) {
        double gainDb = equaliser.gainDb(centres_[b]);
        if (centres_[b] < low) gainDb -= std::min(60.0, 24.0 * std::log2(low / centres_[b]));
        if (centres_[b] > high) gainDb -= std::min(60.0, 72.0 * std::log2(centres_[b] / high));
        gain[b] = static_cast<float>(std::pow(10.0, gainDb / 10.0));
    }
    bands.scaleBands(gain);
}

// What was at f moves to w f: band b takes the value of the band at centre_b / w, by linear interpolation between the
// logarithms of neighbours, which are equally spaced in mel.
void BandCrop::warpFrequencies(Bands& bands, double warp) const {
    if (warp == 1.0) return;
    const auto mel = [](double hz) { return std::log1p(hz / 700.0); };
    const double first = mel(centres_.front()), step = (mel(centres_.back()) - first) / (bank_.bands() - 1);
    const Eigen::ArrayXXf from = bands.power.max(1e-20f).log();
    for (int b = 0; b < bank_.bands(); ++b) {
        const double at = std::clamp((mel(centres_[b] / warp) - first) / step, 0.0, bank_.bands() - 1.0);
        const int low = std::min(static_cast<int>(at), bank_.bands() - 2);
        const auto share = static_cast<float>(at - low);
        bands.power.row(b) = ((1.0f - share) * from.row(low) + share * from.row(low + 1)).exp();
    }
}

void BandCrop::addRoom(Bands& bands, Random& random) const {
    // Late reverberation with time T decays by 60 dB in T: r_t = d (r_{t-1} + p_{t-1}), d = 10^(-6 hop/T).
    const double time = random.uniform(0.15, 0.8), decay = std::pow(10.0, -6.0 * stft_.hop / engineHz / time);
    const double share = std::pow(10.0, -random.uniform(0.0, 15.0) / 10.0) * (1.0 - decay) / decay;
    const auto d = static_cast<float>(decay), c = static_cast<float>(share);
    Eigen::ArrayXf late = Eigen::ArrayXf::Zero(bank_.bands());
    float lateHop = 0.0f;
    for (Eigen::Index t = 0; t < bands.frames(); ++t) {
        const Eigen::ArrayXf direct = bands.power.col(t);
        const float directHop = bands.hops[t];
        bands.power.col(t) += c * late;
        bands.hops[t] += c * lateHop;
        late = d * (late + direct);
        lateHop = d * (lateHop + directHop);
    }
}

void BandCrop::addNoise(Bands& bands, const BandTake& noise, double snrDb, Random& random) const {
    if (noise.frames == 0) return;
    const auto width = static_cast<Eigen::Index>(bank_.bands() + 1);
    const Eigen::Map<const Eigen::Array<std::int16_t, Eigen::Dynamic, Eigen::Dynamic>> all(
        bank_.frames(noise).data(), width, noise.frames);
    Eigen::ArrayXXf values(width, bands.frames());
    auto at = random.below(noise.frames);
    for (Eigen::Index t = 0; t < bands.frames(); ++t, at = (at + 1) % noise.frames)
        values.col(t) = all.col(at).cast<float>();
    values = (values * (toPower / VoiceBank::steps)).exp();
    Bands other{values.topRows(width - 1), values.row(width - 1).transpose()};
    filter(other, 6.0, false, random);
    const double gain = activePower(bands.hops) / (other.hops.mean() + 1e-12) * std::pow(10.0, -snrDb / 10.0);
    bands.power += static_cast<float>(gain) * other.power;
    bands.hops += static_cast<float>(gain) * other.hops;
}

int BandCrop::speechFrames(const Bands& bands, int wanted, float* x) const {
    SpeechActivity activity(stft_.hop / engineHz);
    const int size = bank_.bands();
    const float floorPower = features_.floor * features_.floor;
    // The same running mean as FeatureExtractor's.
    double heard = features_.runningMeanFrames;
    Eigen::ArrayXd sum = Eigen::ArrayXd::Constant(size, heard * features_.priorMean);
    int count = 0;
    for (Eigen::Index t = 0; t < bands.frames() && count < wanted; ++t) {
        if (!activity.process(bands.hops[t])) continue;
        Eigen::Map<Eigen::ArrayXf> row(x + static_cast<std::ptrdiff_t>(count++) * size, size);
        row = bands.power.col(t).max(floorPower).log() / toPower;
        if (features_.runningMeanFrames == 0) continue;
        heard += 1.0;
        sum += row.cast<double>();
        row -= (sum / heard).cast<float>();
    }
    return count;
}

int BandCrop::draw(std::span<const VoiceTake> stretches, int wanted, Random& random, float* x,
                   double warp) const {
    const bool live = random.chance(options_.denoised);
    // Pauses are removed: take a third more than needed.
    auto bands = collect(stretches, live, static_cast<int>(1.33 * wanted) + 4, random);
    if (bands.frames() == 0) return 0;
    warpFrequencies(bands, warp);
    filter(bands, options_.equaliserDb, random.chance(0.3), random);
    if (random.chance(live ? 0.1 : 0.25)) addRoom(bands, random);
    const auto& noises = bank_.noises();
    const double kind = random.uniform();
    if (live) {
        if (kind < 0.3) addNoise(bands, noises[0], random.uniform(20.0, 35.0), random);
    } else if (kind < 0.4)
        addNoise(bands, noises[0], random.uniform(10.0, 30.0), random);
    else if (kind < 0.8)
        addNoise(bands, noises[random.below(static_cast<std::int64_t>(noises.size()))],
                 random.uniform(3.0, 25.0), random);
    const double level = std::pow(10.0, random.uniform(-36.0, -14.0) / 10.0);
    const auto gain = static_cast<float>(level / (activePower(bands.hops) + 1e-12));
    bands.power *= gain;
    bands.hops *= gain;
    const int count = speechFrames(bands, wanted, x);

    if (random.chance(options_.maskedBands)) { // Park et al. 2019: the network must rely on the other bands
        const auto masked = 1 + random.below(8), first = random.below(bank_.bands() - masked + 1);
        for (int t = 0; t < count; ++t) {
            Eigen::Map<Eigen::ArrayXf> row(x + static_cast<std::ptrdiff_t>(t) * bank_.bands(), bank_.bands());
            row.segment(first, masked) = row.mean();
        }
    }
    return count;
}

std::vector<float> BandCrop::features(const BandTake& take) const {
    const VoiceTake both{take, take};
    Random unused({0});
    const auto bands = collect({&both, 1}, false, take.frames, unused);
    std::vector<float> x(static_cast<size_t>(take.frames) * static_cast<size_t>(bank_.bands()));
    const int count = take.frames == 0 ? 0 : speechFrames(bands, take.frames, x.data());
    x.resize(static_cast<size_t>(count) * static_cast<size_t>(bank_.bands()));
    return x;
}

} // namespace solus::train
