// What evaluate-denoise has found, as tables and as JSON.
#pragma once

#include "Evaluate/Beginnings.h"
#include "Evaluate/DenoiseChecks.h"
#include "Evaluate/DenoiseGroups.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace solus::train {

struct DenoiseReport {
    std::string system, testset;
    std::optional<float> amountDb; ///< none for recordings that another program made
    std::vector<DenoiseItem> items;
    std::vector<DenoiseGroup> groups;
    std::vector<BeginningFigures> beginnings; ///< empty for recordings that another program made
    std::vector<DenoiseCheck> checks;
};

/// Tables of at most 120 columns: quality, what happens to speech and noise apart, beginnings, limits.
std::string tablesOf(const DenoiseReport&);

/// Everything, for each file too; what could not be measured is null.
nlohmann::ordered_json jsonOf(const DenoiseReport&);

} // namespace solus::train
