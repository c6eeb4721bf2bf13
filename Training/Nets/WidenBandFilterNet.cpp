// Copying a small network into a larger one.
#include "Nets/WidenBandFilterNet.h"

#include "Base/Error.h"

#include <algorithm>

namespace solus::train {

namespace {

using Places = std::vector<std::int64_t>; ///< of the old values among the new ones

Places run(std::int64_t count, std::int64_t from) {
    Places places;
    for (std::int64_t i = 0; i < count; ++i) places.push_back(from + i);
    return places;
}

void append(Places& places, const Places& more) {
    places.insert(places.end(), more.begin(), more.end());
}

/// erb_detail: bands, magnitudes of the lowest bins, real and imaginary parts of their phase advance.
Places inputPlaces(const FeatureSpec& from, const FeatureSpec& to) {
    Places places = run(from.bands, 0);
    append(places, run(from.detailBins, to.bands));
    append(places, run(from.phaseBins, to.bands + to.detailBins));
    append(places, run(from.phaseBins, to.bands + to.detailBins + to.phaseBins));
    return places;
}

/// For each tap the real, then the imaginary parts of all bins.
Places filterPlaces(const BandFilterNetSize& from, const BandFilterNetSize& to) {
    Places places;
    for (int part = 0; part < 2 * from.taps; ++part)
        append(places, run(from.filterBins, part * to.filterBins));
    return places;
}

/// The rows of a GRU's matrices: three gates.
Places gatePlaces(int from, int to) {
    Places places;
    for (int gate = 0; gate < 3; ++gate) append(places, run(from, gate * to));
    return places;
}

torch::Tensor indexOf(const Places& places) {
    return torch::tensor(places);
}

/// Old rows: the old weights at the old columns, 0 at the new ones. New rows stay as they are.
void place(torch::Tensor to, const torch::Tensor& from, const Places& rows, const Places& columns) {
    auto wide = torch::zeros({from.size(0), to.size(1)});
    wide.index_copy_(1, indexOf(columns), from);
    to.index_copy_(0, indexOf(rows), wide);
}

void place(torch::Tensor to, const torch::Tensor& from, const Places& rows) {
    to.index_copy_(0, indexOf(rows), from);
}

void placeGru(torch::nn::GRU& to, const torch::nn::GRU& from, const Places& inputs, int oldUnits,
              int newUnits) {
    const auto wide = to->named_parameters(), narrow = from->named_parameters();
    const auto rows = gatePlaces(oldUnits, newUnits);
    place(wide["weight_ih_l0"], narrow["weight_ih_l0"], rows, inputs);
    place(wide["weight_hh_l0"], narrow["weight_hh_l0"], rows, run(oldUnits, 0));
    place(wide["bias_ih_l0"], narrow["bias_ih_l0"], rows);
    place(wide["bias_hh_l0"], narrow["bias_hh_l0"], rows);
}

} // namespace

void widen(const FullBandFilterNetImpl& narrow, const BandFilterNetSize& a, const FeatureSpec& from,
           FullBandFilterNetImpl& wide, const BandFilterNetSize& b, const FeatureSpec& to) {
    if (a.dense > b.dense || a.first > b.first || a.second > b.second || a.bands != b.bands ||
        a.filterBins > b.filterBins || a.taps > b.taps || from.type != to.type || from.bands != to.bands ||
        from.detailBins > to.detailBins || from.phaseBins > to.phaseBins)
        throw Error(
            "the model to start from does not fit into the network: it needs the same bands, and no size may be "
            "smaller");
    torch::NoGradGuard noGrad;
    const auto inputs = inputPlaces(from, to);
    place(wide.scale, narrow.scale, inputs);
    place(wide.shift, narrow.shift, inputs);
    place(wide.dense->weight, narrow.dense->weight, run(a.dense, 0), inputs);
    place(wide.dense->bias, narrow.dense->bias, run(a.dense, 0));
    placeGru(wide.gru1, narrow.gru1, run(a.dense, 0), a.first, b.first);
    placeGru(wide.gru2, narrow.gru2, run(a.first, 0), a.second, b.second);
    auto heads = run(a.first, 0);
    append(heads, run(a.second, b.first));
    place(wide.gains->weight, narrow.gains->weight, run(a.bands, 0), heads);
    place(wide.gains->bias, narrow.gains->bias, run(a.bands, 0));
    if (!wide.filter || !narrow.filter) return;
    wide.filter->weight.zero_();
    wide.filter->bias.zero_();
    place(wide.filter->weight, narrow.filter->weight, filterPlaces(a, b), run(a.second, 0));
    place(wide.filter->bias, narrow.filter->bias, filterPlaces(a, b));
}

} // namespace solus::train
