// Tables and JSON.
#include "Evaluate/DenoiseReport.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace {

std::string left(const std::string& text, int width) {
    return text + std::string(std::max<int>(0, width - static_cast<int>(text.size())), ' ');
}

std::string right(const std::string& text, int width) {
    return std::string(std::max<int>(0, width - static_cast<int>(text.size())), ' ') + text;
}

std::string number(double value, int digits) {
    if (std::isnan(value)) return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

constexpr int nameWidth = 16, countWidth = 6, pairWidth = 16;

struct Column {
    int figure;
    int width; ///< pairWidth: noisy -> cleaned; else cleaned alone
};

std::string tableOf(const std::vector<DenoiseGroup>& groups, const std::vector<Column>& columns,
                    bool onsets) {
    std::string text = left("", nameWidth) + right("files", countWidth);
    for (const auto& [figure, width] : columns) {
        if (figure == onsetLossFigure && onsets) text += right("onsets", 8);
        text += right(denoiseFigures[figure].title, width);
    }
    text += "\n";
    std::string kind = groups.front().kind;
    for (const auto& group : groups) {
        if ((group.kind == "noise_class" || group.kind == "file") && kind != group.kind) text += "\n";
        kind = group.kind;
        text +=
            left(group.name.substr(0, nameWidth), nameWidth) + right(std::to_string(group.files), countWidth);
        for (const auto& [figure, width] : columns) {
            const int digits = denoiseFigures[figure].digits;
            if (figure == onsetLossFigure && onsets) text += right(std::to_string(group.onsets), 8);
            const std::string cleaned = number(group.cleaned[figure], digits);
            text += width == pairWidth
                        ? right(number(group.noisy[figure], digits), 7) + " -> " + right(cleaned, 5)
                        : right(cleaned, width);
        }
        text += "\n";
    }
    return text;
}

std::string checksTable(const std::vector<DenoiseCheck>& checks) {
    std::string text = left("limits", 72) + right("value", 10) + right("limit", 13) + "  holds\n";
    for (const auto& check : checks)
        text += left(check.title, 72) + right(number(check.value, check.digits), 10) +
                right((check.atLeast ? ">= " : "<= ") + number(check.limit, check.digits), 13) +
                (check.holds() ? "  yes\n" : "  no\n");
    return text;
}

std::string beginningsTable(const std::vector<BeginningFigures>& beginnings) {
    std::string text =
        "\nBeginnings: what is lost from 0.3 s after the change on, against the same stretch of the plain recording, dB.\n" +
        left("", 28) + right("SI-SDR lost", 14) + right("worst file", 14) + right("noise louder", 14) +
        right("worst file", 14) + "\n";
    for (const auto& b : beginnings)
        text += left(b.title, 28) + right(number(b.loss, 2), 14) + right(number(b.worstLoss, 2), 14) +
                right(number(b.louder, 1), 14) + right(number(b.worstLouder, 1), 14) + "\n";
    return text;
}

std::string rareVoicesTable(const std::vector<RareVoiceFigures>& voices) {
    std::string text = "\nRare voices: change of level, dB; lost: by more than 10 dB.\n" + left("", 28) +
                       right("mean", 14) + right("worst file", 14) + right("files lost", 14) + "\n";
    for (const auto& v : voices)
        text += left(v.title, 28) + right(number(v.mean, 1), 14) + right(number(v.worst, 1), 14) +
                right(number(100.0 * v.lost, 0) + " %", 14) + "\n";
    return text;
}

nlohmann::ordered_json toJson(const Figures& figures) {
    nlohmann::ordered_json json;
    for (int f = 0; f < figureCount; ++f) json[denoiseFigures[f].name] = figures[f];
    return json;
}

} // namespace

std::string tablesOf(const DenoiseReport& report) {
    std::string text = report.system + " against the noisy input (noisy -> cleaned), " +
                       std::to_string(report.groups.front().files) + " files";
    if (report.amountDb) text += ", amount " + number(*report.amountDb, 0) + " dB";
    text += "\n" + tableOf(report.groups,
                           {{siSdr16Figure, pairWidth},
                            {siSdr48Figure, pairWidth},
                            {snrFigure, pairWidth},
                            {lsdFigure, pairWidth},
                            {stoiFigure, pairWidth},
                            {estoiFigure, pairWidth}},
                           false);
    text +=
        "\nSpeech and noise separately. Distortion: where speech dominates, dB RMS. Noise reduction: in pauses, "
        "dB.\nPumping: standard deviation of the level of noise alone, dB; log-kurt.: its musical noise. Onsets: "
        "the first 30 ms\nof audible words.\n";
    text += tableOf(report.groups,
                    {{segmentalSnrFigure, pairWidth},
                     {distortionFigure, pairWidth},
                     {reductionFigure, 12},
                     {noiseDeviationFigure, pairWidth},
                     {logKurtosisFigure, 11},
                     {onsetLossFigure, 9},
                     {onsetsLostFigure, 10}},
                    true);
    if (!report.beginnings.empty()) text += beginningsTable(report.beginnings);
    if (!report.rareVoices.empty()) text += rareVoicesTable(report.rareVoices);
    return text + "\n" + checksTable(report.checks);
}

nlohmann::ordered_json jsonOf(const DenoiseReport& report) {
    nlohmann::ordered_json json{{"system", report.system}, {"testset", report.testset}};
    if (report.amountDb) json["amount_db"] = *report.amountDb;
    for (const auto& group : report.groups)
        json["groups"].push_back({{"kind", group.kind},
                                  {"name", group.name},
                                  {"files", group.files},
                                  {"onsets", group.onsets},
                                  {"noisy", toJson(group.noisy)},
                                  {"cleaned", toJson(group.cleaned)}});
    for (const auto& b : report.beginnings)
        json["beginnings"].push_back({{"name", b.name},
                                      {"si_sdr_lost", b.loss},
                                      {"worst_si_sdr_lost", b.worstLoss},
                                      {"noise_louder", b.louder},
                                      {"worst_noise_louder", b.worstLouder}});
    for (const auto& v : report.rareVoices)
        json["rare_voices"].push_back(
            {{"name", v.name}, {"level_db", v.mean}, {"worst_level_db", v.worst}, {"lost", v.lost}});
    for (const auto& check : report.checks)
        json["checks"].push_back({{"name", check.name},
                                  {"value", check.value},
                                  {check.atLeast ? "at_least" : "at_most", check.limit},
                                  {"holds", check.holds()}});
    for (const auto& item : report.items)
        json["files"].push_back({{"file", item.file},
                                 {"snr_db", item.snrDb},
                                 {"noise_class", item.noiseClass},
                                 {"wide_band", item.wideBand},
                                 {"clean_floor_db", item.floorDb},
                                 {"onsets", item.onsets},
                                 {"noisy", toJson(item.noisy)},
                                 {"cleaned", toJson(item.cleaned)}});
    return json;
}

} // namespace solus::train
