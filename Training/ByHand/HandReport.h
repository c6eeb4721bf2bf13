// What the two hand-written backpropagation experiments report about their training.
#pragma once

#include "ByHand/HandTraining.h"
#include "Lab/Plot.h"

#include <string>
#include <vector>

namespace solus::train {

/// A stage of the run and its name in figures.
struct HandStage {
    std::string folder, name;
};

/// Gradients, updates and derivatives of each layer over the steps, into STAGE/layers.png.
void reportLayers(Run&, const HandStage&);
/// One column of each stage's metrics over the steps, e.g. "val_accuracy", as a panel.
Panel stagePanel(const Run&, const std::vector<HandStage>&, const std::string& column,
                 const std::string& title);
/// The mean of a column of each stage's layers/metrics over the first `rows` rows, by layer: "gradient_" gives a curve
/// with one point per layer.
Panel depthPanel(const Run&, const std::vector<HandStage>&, const std::string& prefix,
                 const std::string& title, size_t rows);

/// The boxes that draw the network in the story.
Sketch handSketch(const std::vector<int>& sizes, const std::string& activation);
/// Throws Error for options that the hand-written training loop does not support: --device, --start, --clip, --average.
void checkHandOptions(const TrainOptions&);
/// Defaults of these experiments: epochs of batches of 100, one thread, no clipping, no averaging.
void handDefaults(TrainOptions&, double epochs);

} // namespace solus::train
