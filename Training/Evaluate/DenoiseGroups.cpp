// Groups files by condition.
#include "Evaluate/DenoiseGroups.h"

#include <cmath>
#include <functional>
#include <set>

namespace solus::train {

namespace {

using Condition = std::function<bool(const DenoiseItem&)>;

/// A file with ten onsets counts ten times as much in the onset figures as one with a single onset.
double weightOf(const DenoiseItem& item, int figure) {
    if (std::isnan(item.cleaned[figure])) return 0.0;
    return figure == onsetLossFigure || figure == onsetsLostFigure ? item.onsets : 1.0;
}

DenoiseGroup groupOf(const std::string& kind, const std::string& name, const std::vector<DenoiseItem>& items,
                     const Condition& condition) {
    DenoiseGroup group{kind, name};
    Figures weight{};
    for (const auto& item : items) {
        if (!condition(item)) continue;
        ++group.files;
        group.onsets += item.onsets;
        for (int f = 0; f < figureCount; ++f) {
            const double w = weightOf(item, f);
            if (w <= 0.0) continue;
            group.noisy[f] += w * item.noisy[f], group.cleaned[f] += w * item.cleaned[f];
            weight[f] += w;
        }
    }
    for (int f = 0; f < figureCount; ++f) // 0 / 0: NaN
        group.noisy[f] /= weight[f], group.cleaned[f] /= weight[f];
    return group;
}

} // namespace

std::vector<DenoiseGroup> groupsOf(const std::vector<DenoiseItem>& items, bool eachFile) {
    std::vector<DenoiseGroup> groups;
    const auto add = [&](const std::string& kind, const std::string& name, const Condition& condition) {
        auto group = groupOf(kind, name, items, condition);
        if (group.files > 0) groups.push_back(std::move(group));
    };
    std::set<int> snrs;
    std::set<std::string> classes;
    for (const auto& item : items) {
        snrs.insert(item.snrDb);
        if (!item.noiseClass.empty()) classes.insert(item.noiseClass);
    }
    add("all", "all", [](const DenoiseItem&) { return true; });
    for (int snr : snrs)
        add("snr", std::to_string(snr) + " dB", [snr](const DenoiseItem& i) { return i.snrDb == snr; });
    for (bool wide : {true, false})
        add("band", wide ? "wide band" : "narrow band",
            [wide](const DenoiseItem& i) { return i.wideBand == wide; });
    for (const auto& name : classes)
        add("noise_class", name, [&name](const DenoiseItem& i) { return i.noiseClass == name; });
    for (const auto& file : items)
        if (eachFile) add("file", file.file, [&file](const DenoiseItem& i) { return &i == &file; });
    return groups;
}

} // namespace solus::train
