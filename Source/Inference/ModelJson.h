// The JSON parts of a model file; docs/model-format.md describes them. The FromJson functions throw Error if a key is
// missing, has the wrong type or is out of range.
#pragma once

#include "Inference/Model.h"

#include <nlohmann/json_fwd.hpp>

namespace solus {

nlohmann::json toJson(const StftSpec&);
StftSpec stftSpecFromJson(const nlohmann::json&);

nlohmann::json toJson(const FeatureSpec&);
FeatureSpec featureSpecFromJson(const nlohmann::json&);

nlohmann::json toJson(const MaskSpec&);
MaskSpec maskSpecFromJson(const nlohmann::json&);

nlohmann::json toJson(const ScoreSpec&);
ScoreSpec scoreSpecFromJson(const nlohmann::json&);

/// The metadata `about` a model (text that is an object, an array or a number becomes JSON), and its mask or score.
nlohmann::json aboutJson(const Model&);

} // namespace solus
