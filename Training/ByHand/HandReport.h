// What both experiments by hand show of their trainings.
#pragma once

#include "ByHand/HandTraining.h"
#include "Lab/Plot.h"

#include <string>
#include <vector>

namespace solus::train {

/// A stage of the run and what it is called in figures.
struct HandStage {
    std::string folder, name;
};

/// Gradients, updates and derivatives of each layer over the steps, into STAGE/layers.png.
void reportLayers(Run&, const HandStage&);
/// One column of each stage's metrics over the steps, e.g. "val_accuracy", as a panel.
Panel stagePanel(const Run&, const std::vector<HandStage>&, const std::string& column,
                 const std::string& title);
/// The mean of a column of each stage's layers/metrics over the first `rows` rows, by layer: "gradient_"
/// gives a curve with one point for each layer.
Panel depthPanel(const Run&, const std::vector<HandStage>&, const std::string& prefix,
                 const std::string& title, size_t rows);

/// Boxes of the network, for the story.
Sketch handSketch(const std::vector<int>& sizes, const std::string& activation);
/// Throws Error for options that a training by hand does not know: --device, --start, --clip, --average.
void checkHandOptions(const TrainOptions&);
/// Options of a run by hand: epochs of 100, one thread, no clipping, no average.
void handDefaults(TrainOptions&, double epochs);

} // namespace solus::train
