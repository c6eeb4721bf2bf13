// Maps of the test images as represented by each layer of a perceptron.
#pragma once

#include "Data/Images/Images.h"
#include "Lab/Run.h"
#include "Nets/Images/MlpNet.h"

namespace solus::train {

/// Projects the pixels and the outputs of every hidden layer for the first `count` images onto a plane, by principal
/// components (pca.png) and by t-SNE (tsne.png), and adds both to the report.
void reportLayerMaps(Run&, MlpNetImpl&, const ImageSet&, int count);

} // namespace solus::train
