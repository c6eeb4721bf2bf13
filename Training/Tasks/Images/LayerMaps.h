// Maps of what each layer of a perceptron makes of the test images.
#pragma once

#include "Data/Images/Images.h"
#include "Lab/Run.h"
#include "Nets/Images/MlpNet.h"

namespace solus::train {

/// Draws the pixels and the outputs of every hidden layer of the first `count` images in the plane, by
/// principal components (pca.png) and by t-SNE (tsne.png), and adds them to the report.
void reportLayerMaps(Run&, MlpNetImpl&, const ImageSet&, int count);

} // namespace solus::train
