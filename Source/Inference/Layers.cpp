// The table of layer types. A new layer needs a builder (Layers.h), a line here, and a row in
// docs/model-format.md.
#include "Inference/Layers.h"

#include <map>
#include <string>
#include <vector>

namespace solus {

namespace {

using Builder = BuiltLayer (*)(LayerPlan&);

const std::map<std::string, Builder>& builders() {
    static const std::map<std::string, Builder> table = {
        {"dense", buildDense},
        {"conv1d", buildConv1d},
        {"max_pool1d", buildMaxPool1d},
        {"crop1d", buildCrop1d},
        {"flatten", buildFlatten},
        {"upsample1d", buildUpsample1d},
        {"reshape", buildReshape},
        {"add", buildAdd},
        {"recent_frames", buildRecentFrames},
        {"gru", buildGru},
        {"gru_across", buildGruAcross},
        {"gru_each", buildGruEach},
        {"lstm", buildLstm},
        {"batch_norm", buildBatchNorm},
        {"layer_norm", buildLayerNorm},
        {"affine", buildAffine},
        {"relu", buildRelu},
        {"elu", buildElu},
        {"sigmoid", buildSigmoid},
        {"tanh", buildTanh},
        {"softmax", buildSoftmax},
        {"mean_pool", buildMeanPool},
        {"statistics_pool", buildStatisticsPool},
        {"mixture_pool", buildMixturePool},
        {"l2_normalise", buildL2Normalise},
        {"voice", buildVoice},
        {"scale_shift", buildScaleShift},
    };
    return table;
}

} // namespace

BuiltLayer buildLayer(LayerPlan& plan) {
    const auto builder = builders().find(plan.type());
    if (builder == builders().end()) plan.fail("this Solus has no layer of that type");
    return builder->second(plan);
}

bool takesInputsApart(const std::string& type) {
    return type == "add" || type == "scale_shift";
}

std::vector<std::string> layerTypes() {
    std::vector<std::string> types;
    for (const auto& [type, builder] : builders()) types.push_back(type);
    return types;
}

} // namespace solus
