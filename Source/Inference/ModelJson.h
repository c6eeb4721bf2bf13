// The parts of a model file that are JSON; docs/model-format.md describes them. The FromJson functions throw Error where
// a key is missing, of another type or out of range.
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

/// The facts `about` a model, each as JSON where its text is an object, an array or a number; and mask or score.
nlohmann::json aboutJson(const Model&);

} // namespace solus
