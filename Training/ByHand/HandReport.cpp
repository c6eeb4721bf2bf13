// Figures of the hand-written training.
#include "ByHand/HandReport.h"

#include "Base/Error.h"

namespace solus::train {

namespace {

nlohmann::json layerRows(const Run& run, const HandStage& stage) {
    return RunFolder(run.folder / stage.folder / "layers").readJson("metrics.json");
}

/// "gradient_1", "gradient_2", ... over the steps, one curve per layer.
std::vector<Curve> layerCurves(const nlohmann::json& rows, const std::string& prefix) {
    std::vector<Curve> curves;
    for (int l = 1; rows.front().contains(prefix + std::to_string(l)); ++l) {
        Curve curve{"layer " + std::to_string(l), {}, {}};
        for (const auto& row : rows) {
            curve.x.push_back(row.at("step").get<double>());
            curve.y.push_back(row.at(prefix + std::to_string(l)).get<double>());
        }
        curves.push_back(std::move(curve));
    }
    return curves;
}

} // namespace

void reportLayers(Run& run, const HandStage& stage) {
    const auto rows = layerRows(run, stage);
    const std::string file = stage.folder + "/layers.png";
    drawPanels(
        run.folder / file,
        {{{"|dL/dW|: gradient of each layer", "step", "", false, true}, layerCurves(rows, "gradient_")},
         {{"|change of W| / |W| in one step", "step", "", false, true}, layerCurves(rows, "update_")},
         {{"mean slope f′ of each hidden layer", "step", ""}, layerCurves(rows, "derivative_")}},
        3);
    run.report.picture(file, "Each layer over the steps (" + stage.name +
                                 "): the size of its gradient, its relative change in one step, and the mean "
                                 "derivative of its activation. Layer 1 is next to the pixels.");
}

Panel stagePanel(const Run& run, const std::vector<HandStage>& stages, const std::string& column,
                 const std::string& title) {
    Panel panel{{title, "step", ""}, {}};
    for (const auto& stage : stages) {
        Curve curve{stage.name, {}, {}, Mark::linePoints};
        for (const auto& row : RunFolder(run.folder / stage.folder).readJson("metrics.json")) {
            curve.x.push_back(row.at("step").get<double>());
            curve.y.push_back(row.at(column).get<double>());
        }
        panel.curves.push_back(std::move(curve));
    }
    return panel;
}

Panel depthPanel(const Run& run, const std::vector<HandStage>& stages, const std::string& prefix,
                 const std::string& title, size_t rows) {
    Panel panel{{title, "layer", "", false, true}, {}};
    for (const auto& stage : stages) {
        const auto all = layerRows(run, stage);
        Curve curve{stage.name, {}, {}, Mark::linePoints};
        const size_t count = std::min(rows, all.size());
        for (int l = 1; all.front().contains(prefix + std::to_string(l)); ++l) {
            double sum = 0.0;
            for (size_t i = 0; i < count; ++i) sum += all[i].at(prefix + std::to_string(l)).get<double>();
            curve.x.push_back(l);
            curve.y.push_back(sum / static_cast<double>(count));
        }
        panel.curves.push_back(std::move(curve));
    }
    return panel;
}

Sketch handSketch(const std::vector<int>& sizes, const std::string& activation) {
    Sketch sketch{"", "784 pixels", {}};
    for (size_t l = 0; l + 1 < sizes.size(); ++l)
        sketch.stages.push_back({l + 2 < sizes.size() ? "Dense, " + activation : "Dense, softmax",
                                 std::to_string(sizes[l + 1]), denseParameters(sizes[l], sizes[l + 1])});
    return sketch;
}

void checkHandOptions(const TrainOptions& options) {
    if (options.device != "cpu")
        throw Error("--device " + options.device + ": hand-written networks run on the CPU only");
    if (options.clip != 0.0 || options.average != 0.0)
        throw Error("--clip and --average: hand-written networks do not support them, leave both at 0");
    if (!options.start.empty())
        throw Error("--start: hand-written networks always start from random weights");
}

void handDefaults(TrainOptions& options, double epochs) {
    options.epochs = epochs;
    options.batch = 100;
    options.workers = 1;
    options.rate = 0.0;
    options.clip = 0.0;
    options.average = 0.0;
}

} // namespace solus::train
