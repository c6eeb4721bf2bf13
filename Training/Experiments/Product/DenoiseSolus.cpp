// denoise-solus: the flagship, a small causal full-band denoiser with 10 ms of latency (or that of other windows, if
// requested).
#include "Tasks/DenoiserExperiment.h"

namespace solus::train {

namespace {

class DenoiseSolus : public DenoiserExperiment {
public:
    std::string name() const override { return "denoise-solus"; }
    std::string description() const override {
        return "The flagship: ERB gains and a short complex filter for the lowest bins, 10 ms latency";
    }
    Story story() const override;

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        return std::make_unique<DenoiseSolusTask>(std::move(library), checkedOptions(options), options.seed);
    }
};

Story DenoiseSolus::story() const {
    const TorchGraph net(options_.network());
    const Sketch sketch{"", std::to_string(net->plan.inputs) + " features", net->stages()};
    return {
        "Gains in auditory bands clean up a voice at little cost, but below 3 kHz the harmonics lie closer "
        "together than a band is wide. There a short complex filter over the last frames lets the voice "
        "through between them. The loss is taken on the output spectrum, so the network learns what helps "
        "the ear, not a mask.",
        {"Y[t, k] = g[t, k] (X[t, k] + Σ_l F[l, k] e^(2πi k hop l / fft) X[t − l, k])        below 3 kHz",
         "Y[t, k] = g[t, k] X[t, k]                                                         above",
         "L = (1 − c) |‖S‖^p − ‖Y‖^p|² + c |S^p − Y^p|² + missing speech + envelopes + pumping,  p = 0.3"},
        {sketch},
        {{"solus-train denoise-solus --data DATA --blocks 2 --along 48 --detail-bins 64 --taps 3 "
          "--filter-bins 64 --out runs/paths",
          "Two paths, across frequency and over time, with one set of weights for all frequencies."},
         {"solus-train denoise-solus --data DATA --compress runs/denoise-solus/denoise-solus.safetensors "
          "--rank 16 --hop 480 --synthesis 720 --out runs/light",
          "A light network from the large one: low rank, and half as many frames."}}};
}

const RegisterExperiment<DenoiseSolus> registeredDenoiseSolus;

} // namespace

} // namespace solus::train
