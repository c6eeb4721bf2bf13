// The builders of all layer types; see docs/model-format.md for their options, tensors and equations.
#pragma once

#include "Inference/Layer.h"

#include <string>
#include <vector>

namespace solus {

/// All types, ordered by name. Each one has a parity case, and a twin in LibTorch: Tests/Parity.
std::vector<std::string> layerTypes();
/// Whether it takes several inputs as they are, of equal shape; the others take them joined.
bool takesInputsApart(const std::string& type);

BuiltLayer buildDense(LayerPlan&);
BuiltLayer buildConv1d(LayerPlan&);
BuiltLayer buildMaxPool1d(LayerPlan&);
BuiltLayer buildUpsample1d(LayerPlan&);
BuiltLayer buildCrop1d(LayerPlan&);
BuiltLayer buildFlatten(LayerPlan&);
BuiltLayer buildReshape(LayerPlan&);
BuiltLayer buildAdd(LayerPlan&);
BuiltLayer buildRecentFrames(LayerPlan&);
BuiltLayer buildGru(LayerPlan&);
BuiltLayer buildGruAcross(LayerPlan&);
BuiltLayer buildGruEach(LayerPlan&);
BuiltLayer buildLstm(LayerPlan&);
BuiltLayer buildBatchNorm(LayerPlan&);
BuiltLayer buildLayerNorm(LayerPlan&);
BuiltLayer buildAffine(LayerPlan&);
BuiltLayer buildRelu(LayerPlan&);
BuiltLayer buildElu(LayerPlan&);
BuiltLayer buildSigmoid(LayerPlan&);
BuiltLayer buildTanh(LayerPlan&);
BuiltLayer buildSoftmax(LayerPlan&);
BuiltLayer buildMeanPool(LayerPlan&);
BuiltLayer buildStatisticsPool(LayerPlan&);
BuiltLayer buildMixturePool(LayerPlan&);
BuiltLayer buildL2Normalise(LayerPlan&);
BuiltLayer buildVoice(LayerPlan&);
BuiltLayer buildScaleShift(LayerPlan&);

} // namespace solus
