// Copying a small network into a larger one.
#include "Nets/WidenBandFilterNet.h"

#include "Base/Error.h"
#include "Core/Places.h"

namespace solus::train {

namespace {

/// erb_detail: bands, magnitudes of the lowest bins, real and imaginary parts of their phase advance. `finer`: new bins
/// per old one; bin k is heard in bin finer k, of the same frequency.
Places inputPlaces(const FeatureSpec& from, const FeatureSpec& to, int finer) {
    Places places = run(from.bands, 0);
    append(places, run(from.detailBins, to.bands, finer));
    append(places, run(from.phaseBins, to.bands + to.detailBins, finer));
    append(places, run(from.phaseBins, to.bands + to.detailBins + to.phaseBins, finer));
    return places;
}

/// For each tap the real, then the imaginary parts of all bins; of the new bins per old one, the one numbered `which`.
Places filterPlaces(const MaskSize& from, const MaskSize& to, int finer, int which) {
    Places places;
    for (int part = 0; part < 2 * from.taps; ++part)
        append(places, run(from.filterBins, part * to.filterBins + which, finer));
    return places;
}

} // namespace

void widen(const TorchGraphImpl& narrow, const BandFilterNetSize& a, const FeatureSpec& from,
           TorchGraphImpl& wide, const BandFilterNetSize& b, const FeatureSpec& to, int finer) {
    if (a.dense > b.dense || a.first > b.first || a.second > b.second || a.mask.bands != b.mask.bands ||
        finer * a.mask.filterBins > b.mask.filterBins || a.mask.taps > b.mask.taps || from.type != to.type ||
        from.bands != to.bands || finer * from.detailBins > to.detailBins ||
        finer * from.phaseBins > to.phaseBins)
        throw Error(
            "the model to start from does not fit into the network: it needs the same bands, and no size may be "
            "smaller");
    torch::NoGradGuard noGrad;
    const auto matrix = [&](const std::string& name, const Places& rows, const Places& columns) {
        place(wide.tensor(name), narrow.tensor(name), rows, columns);
    };
    const auto vector = [&](const std::string& name, const Places& rows) {
        place(wide.tensor(name), narrow.tensor(name), rows);
    };
    const auto gru = [&](const std::string& name, const Places& columns, int oldUnits, int newUnits) {
        const auto rows = gatePlaces(oldUnits, newUnits);
        matrix(name + ".weight_ih", rows, columns);
        matrix(name + ".weight_hh", rows, run(oldUnits, 0));
        vector(name + ".bias_ih", rows);
        vector(name + ".bias_hh", rows);
    };
    const auto inputs = inputPlaces(from, to, finer);
    vector("norm.scale", inputs);
    vector("norm.shift", inputs);
    matrix("dense.weight", run(a.dense, 0), inputs);
    vector("dense.bias", run(a.dense, 0));
    gru("gru1", run(a.dense, 0), a.first, b.first);
    gru("gru2", run(a.first, 0), a.second, b.second);
    auto heads = run(a.first, 0);
    append(heads, run(a.second, b.first));
    matrix("bands.weight", run(a.mask.bands, 0), heads);
    vector("bands.bias", run(a.mask.bands, 0));
    if (a.mask.filterValues() == 0 || b.mask.filterValues() == 0) return;
    wide.tensor("filter.weight").zero_();
    wide.tensor("filter.bias").zero_();
    for (int which = 0; which < finer; ++which) {
        const auto rows = filterPlaces(a.mask, b.mask, finer, which);
        matrix("filter.weight", rows, run(a.second, 0));
        vector("filter.bias", rows);
    }
}

} // namespace solus::train
