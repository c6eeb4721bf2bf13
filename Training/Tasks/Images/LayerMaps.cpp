// Maps of the layers.
#include "Tasks/Images/LayerMaps.h"

#include "Base/ProgressBar.h"
#include "Lab/Embed2d.h"
#include "Lab/Plot.h"

namespace solus::train {

namespace {

Eigen::MatrixXd toEigen(const torch::Tensor& rows) {
    const auto values = rows.to(torch::kFloat64).contiguous();
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const RowMajor>(values.data_ptr<double>(), values.size(0), values.size(1));
}

/// One cloud of points for each digit.
Panel panelOf(const std::string& title, const Eigen::MatrixXd& points, const torch::Tensor& labels) {
    Panel panel{{title, "", ""}, {}};
    for (int digit = 0; digit < 10; ++digit)
        panel.curves.push_back({std::to_string(digit), {}, {}, Mark::points});
    for (Eigen::Index i = 0; i < points.rows(); ++i) {
        auto& curve = panel.curves[static_cast<size_t>(labels[i].item<std::int64_t>())];
        curve.x.push_back(points(i, 0));
        curve.y.push_back(points(i, 1));
    }
    return panel;
}

} // namespace

void reportLayerMaps(Run& run, MlpNetImpl& net, const ImageSet& set, int count) {
    const auto part = set.slice(0, std::min<std::int64_t>(count, set.size()));
    const auto images = toUnit(part.images);
    auto layers = net.hiddenOutputs(images);
    layers.insert(layers.begin(), images.flatten(1));
    std::vector<Panel> byPca, byTsne;
    ProgressBar progress("maps of the layers");
    for (size_t l = 0; l < layers.size(); ++l) {
        run.checkStopped();
        const std::string title = l == 0 ? "pixels" : "layer " + std::to_string(l);
        const auto points = toEigen(layers[l]);
        TsneOptions options;
        options.seed = run.options.seed;
        if (run.options.quick) options.iterations = 300;
        byPca.push_back(panelOf(title, pca(points, 2), part.labels));
        byTsne.push_back(panelOf(title, tsne(points, options).points, part.labels));
        progress.update(static_cast<double>(l + 1) / static_cast<double>(layers.size()));
    }
    drawPanels(run.folder / "pca.png", byPca, 3);
    drawPanels(run.folder / "tsne.png", byTsne, 3);
    const std::string sample = std::to_string(part.size()) + " test images";
    run.report.heading("How the layers represent the digits");
    run.report.picture("pca.png", "The two principal components of the pixels and of each layer's outputs; " +
                                      sample + ".");
    run.report.picture("tsne.png",
                       "The same by t-SNE, which keeps neighbours together (perplexity 30, exact, from 30 "
                       "principal components): the digits separate from layer to layer.");
}

} // namespace solus::train
