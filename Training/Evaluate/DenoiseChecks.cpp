// The limits, and the figures that must meet them.
#include "Evaluate/DenoiseChecks.h"

#include "Core/OnAllCores.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/EvaluateFiles.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

constexpr double mostExtraDeviation = 1.0, mostLogKurtosis = 0.3;
constexpr double steadyDeviation = 6.0; // of the input, dB: more means knocks and barks
constexpr double mostBeginningLoss = 0.5;
constexpr double leastCleanSiSdr = 25.0, leastCleanEstoi = 0.99;

DenoiseCheck notBelowInput(const std::vector<const DenoiseItem*>& items, int figure) {
    const auto& [name, title, plot, digits, better] = denoiseFigures[figure];
    std::vector<double> gains;
    for (const auto* item : items)
        if (const double gain = better * (item->cleaned[figure] - item->noisy[figure]); !std::isnan(gain))
            gains.push_back(gain);
    const double mean = meanOf(gains);
    double square = 0.0;
    for (double gain : gains) square += std::pow(gain - mean, 2.0);
    // Standard error of the mean of n values: sqrt(sum of squared deviations / (n (n - 1))).
    const auto n = static_cast<double>(gains.size());
    const double error = n > 1.0 ? std::sqrt(square / (n * (n - 1.0))) : 0.0;
    const std::string snr = std::to_string(items.front()->snrDb) + " dB SNR: ";
    DenoiseCheck check{std::string("gain_at_highest_snr_") + name, snr + title + " better by", mean};
    check.digits = digits;
    check.limit = -std::max(2.0 * error, std::pow(10.0, -digits)); // at least what the table can resolve
    return check;
}

/// Mean increase of a figure from input to output over the files, and how many exceed the limit.
void addNoiseCheck(std::vector<DenoiseCheck>& checks, const std::vector<DenoiseItem>& items, int figure,
                   double limit, const std::string& name, const std::string& title, bool steadyOnly = false) {
    std::vector<double> increases;
    for (const auto& item : items) {
        if (steadyOnly && !(item.noisy[noiseDeviationFigure] < steadyDeviation)) continue;
        if (const double more = item.cleaned[figure] - item.noisy[figure]; !std::isnan(more))
            increases.push_back(more);
    }
    if (increases.empty()) return;
    const auto above =
        std::count_if(increases.begin(), increases.end(), [limit](double x) { return x > limit; });
    checks.push_back(
        {name,
         title + " (" + std::to_string(above) + " of " + std::to_string(increases.size()) + " files above)",
         meanOf(increases), limit, false});
}

} // namespace

std::vector<DenoiseCheck> checksOf(const std::vector<DenoiseItem>& items) {
    int highest = items.front().snrDb;
    for (const auto& item : items) highest = std::max(highest, item.snrDb);
    std::vector<const DenoiseItem*> least;
    for (const auto& item : items)
        if (item.snrDb == highest) least.push_back(&item);
    std::vector<DenoiseCheck> checks;
    for (int f :
         {siSdr16Figure, siSdr48Figure, snrFigure, lsdFigure, stoiFigure, estoiFigure, segmentalSnrFigure})
        checks.push_back(notBelowInput(least, f));
    addNoiseCheck(checks, items, noiseDeviationFigure, mostExtraDeviation, "noise_level_deviation_increase",
                  "noise alone: deviation of its level up by, dB");
    addNoiseCheck(checks, items, noiseDeviationFigure, mostExtraDeviation,
                  "steady_noise_level_deviation_increase", "the same, steady noise only", true);
    addNoiseCheck(checks, items, logKurtosisFigure, mostLogKurtosis, "noise_log_kurtosis_ratio",
                  "noise alone: log-kurtosis ratio");
    return checks;
}

std::vector<DenoiseCheck> checkCleanSpeech(const std::shared_ptr<const Model>& model, float amountDb,
                                           const std::filesystem::path& clean,
                                           std::vector<DenoiseItem> items) {
    std::sort(items.begin(), items.end(),
              [](const DenoiseItem& a, const DenoiseItem& b) { return a.floorDb < b.floorDb; });
    items.resize((items.size() + 3) / 4);
    std::vector<double> siSdrs(items.size()), estois(items.size());
    onAllCores("Clean speech", items.size(), [&](size_t i) {
        const auto in = readMono(clean / items[i].file, evaluationRate);
        const auto out = denoise(model, in, amountDb);
        DenoiseItem item;
        measureSpeech(item, in, in, out);
        siSdrs[i] = item.cleaned[siSdr48Figure];
        estois[i] = item.cleaned[estoiFigure];
    });
    double peak = 0.0;
    for (float x : denoise(model, std::vector<float>(3 * evaluationRate, 0.0f), amountDb))
        peak = std::max<double>(peak, std::abs(x));
    const std::string files = " (" + std::to_string(items.size()) + " files)";
    return {
        {"clean_speech_si_sdr", "clean speech in: SI-SDR" + files, meanOf(siSdrs), leastCleanSiSdr},
        {"clean_speech_estoi", "clean speech in: ESTOI" + files, meanOf(estois), leastCleanEstoi, true, 4},
        {"silence_peak", "silence in: peak", peak, 0.0, false, 6}};
}

DenoiseCheck checkOf(const std::vector<BeginningFigures>& figures) {
    const BeginningFigures* worst = &figures.front();
    for (const auto& figure : figures)
        if (std::isnan(worst->loss) || figure.loss > worst->loss) worst = &figure; // NaN: not measured
    return {"beginnings_loss", "SI-SDR lost 0.3 s after a beginning, dB (most: " + worst->title + ")",
            worst->loss, mostBeginningLoss, false};
}

} // namespace solus::train
