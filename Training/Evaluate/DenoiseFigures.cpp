// The measurements of each file, by the functions of Source/Measure.
#include "Evaluate/DenoiseFigures.h"

#include "Data/Decode.h"
#include "Measure/Frames.h"
#include "Measure/Intelligibility.h"
#include "Measure/Metrics.h"
#include "Measure/NoiseCharacter.h"
#include "Measure/NoiseReduction.h"
#include "Measure/Onsets.h"
#include "Measure/SegmentalSnr.h"
#include "Measure/SpeechActivity.h"
#include "Measure/SpeechDistortion.h"

#include <limits>

namespace solus::train {

namespace {

using Signal = std::span<const float>;

constexpr int rate = evaluationRate;
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double onsetLostDb = 6.0;

Figures measure(Signal clean, Signal noisy, Signal estimate, const std::vector<size_t>& onsets) {
    Figures figures;
    figures.fill(undefined);
    // Intelligibility as published: first at 16 kHz, as for systems limited to that rate, then at 10 kHz.
    const auto clean16 = resample(clean, rate, 16000), estimate16 = resample(estimate, rate, 16000);
    const auto clean10 = resample(clean16, 16000, intelligibilityRate),
               estimate10 = resample(estimate16, 16000, intelligibilityRate);
    figures[siSdr16Figure] = siSdrDb(clean16, estimate16);
    figures[siSdr48Figure] = siSdrDb(clean, estimate);
    figures[snrFigure] = snrDb(clean, estimate);
    figures[lsdFigure] = logSpectralDistanceDb(clean, estimate);
    figures[stoiFigure] = stoi(clean10, estimate10);
    figures[estoiFigure] = estoi(clean10, estimate10);
    figures[segmentalSnrFigure] = segmentalSnrDb(clean, estimate, rate);
    figures[distortionFigure] = speechDistortionDb(clean, noisy, estimate);
    figures[reductionFigure] = noiseReductionDb(clean, noisy, estimate, rate);
    if (onsets.empty()) return figures;
    double sum = 0.0;
    int lost = 0;
    for (size_t at : onsets) {
        const double loss = onsetLossDb(clean, estimate, at, rate);
        sum += loss;
        lost += loss > onsetLostDb;
    }
    figures[onsetLossFigure] = sum / static_cast<double>(onsets.size());
    figures[onsetsLostFigure] = 100.0 * lost / static_cast<double>(onsets.size());
    return figures;
}

} // namespace

void measureSpeech(DenoiseItem& item, Signal clean, Signal noisy, Signal cleaned) {
    auto onsets = wordOnsets(clean, rate);
    std::erase_if(onsets, [&](size_t at) { return !onsetIsAudible(clean, noisy, at, rate); });
    item.onsets = static_cast<int>(onsets.size());
    item.floorDb = noiseFloorDb(frameLevelsDb(clean, rate));
    item.noisy = measure(clean, noisy, noisy, onsets);
    item.cleaned = measure(clean, noisy, cleaned, onsets);
}

void measureNoise(DenoiseItem& item, Signal noise, Signal cleaned) {
    constexpr size_t settled = rate, least = rate + rate / 2;
    checkSameLength(noise, cleaned);
    if (noise.size() < least) return;
    noise = noise.subspan(settled);
    cleaned = cleaned.subspan(settled);
    item.noisy[noiseDeviationFigure] = levelDeviationDb(noise, rate);
    item.cleaned[noiseDeviationFigure] = levelDeviationDb(cleaned, rate);
    item.noisy[logKurtosisFigure] = 0.0;
    item.cleaned[logKurtosisFigure] = logKurtosisRatio(noise, cleaned, rate);
}

} // namespace solus::train
