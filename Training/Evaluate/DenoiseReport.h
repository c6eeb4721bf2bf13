// The results of evaluate-denoise, as tables and as JSON.
#pragma once

#include "Evaluate/Beginnings.h"
#include "Evaluate/DenoiseChecks.h"
#include "Evaluate/DenoiseGroups.h"
#include "Evaluate/RareVoices.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace solus::train {

struct DenoiseReport {
    std::string system, testset;
    std::optional<float> amountDb; ///< none for recordings made by another program
    std::vector<DenoiseItem> items;
    std::vector<DenoiseGroup> groups;
    std::vector<BeginningFigures> beginnings; ///< empty for recordings made by another program
    std::vector<RareVoiceFigures> rareVoices; ///< likewise
    std::vector<DenoiseCheck> checks;
};

/// Tables of at most 120 columns: quality, effects on speech and on noise separately, beginnings, rare voices, limits.
std::string tablesOf(const DenoiseReport&);

/// All results, including those of each file; what could not be measured is null.
nlohmann::ordered_json jsonOf(const DenoiseReport&);

} // namespace solus::train
