// The task of the classic denoisers: predict the magnitudes of the speech from those of the noisy speech.
#pragma once

#include "Core/Task.h"
#include "Core/TorchGraph.h"
#include "Core/TrainOptions.h"
#include "Data/Mixer.h"
#include "Signal/Features.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace solus::train {

constexpr int magnitudeBins = 513; ///< inputs of their networks, and outputs

/// The plain magnitudes of a 1024/512 STFT at 48 kHz, divided by a level that follows the last three seconds.
FeatureSpec classicMagnitudes();

struct MagnitudeOptions {
    MixerOptions mixing;
    FeatureSpec features = classicMagnitudes();
    /// Drawn from each mixture: networks without memory learn more from fewer frames of more mixtures.
    int frames = 64;
    int mixtures = 0; ///< made once before training, and drawn from in every step; 0: new ones in every step
    int validation = 32;
};

/// Frames x bins each. With the feature z = (|X| / L)^p of the noisy frame (Signal/Features.h) the target is
/// the speech in the same domain, s = (|S| / L)^p = z (|S| / |X|)^p, so that what the engine does with the
/// output y, min(y / z, 1)^(1/p), gives |S| where y = s (and never more than |X|).
struct MagnitudeExample {
    int frames = 0, bins = 0;
    std::vector<float> input, target;
    std::vector<float> weight;          ///< knownBins() of Data/Spectra.h
    std::vector<Complex> speech, noisy; ///< frames x bins
};
MagnitudeExample makeMagnitudeExample(const Mixture&, const StftSpec&, const FeatureSpec&);

/// min(max(y, 0) / z, 1)^(1/p), 0 where y <= 0: the engine's gain.
torch::Tensor magnitudeGain(const torch::Tensor& y, const torch::Tensor& z, double power);

class MagnitudeTask : public Task {
public:
    using Network = std::function<NetPlan()>;

    /// `name` and `description` go into the model file.
    MagnitudeTask(std::string name, std::string description, Network, std::shared_ptr<const Library>,
                  const MagnitudeOptions&, std::uint64_t seed);

    std::shared_ptr<torch::nn::Module> makeModel() const override { return TorchGraph(network_()).ptr(); }
    void prepareModel(torch::nn::Module&) const override;
    void startFrom(torch::nn::Module&, const Model&) const override;
    /// Inputs, targets, weights: items x frames x bins each.
    Batch makeBatch(std::int64_t step, int first, int count) const override;
    /// L = Σ w (y − s)² / Σ w
    torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator) const override;
    /// Score: the mean improvement in SI-SDR on mixtures of held-out talkers and noises.
    Validation validate(torch::nn::Module&, torch::Device) const override;
    void exportModel(torch::nn::Module&, const std::filesystem::path&,
                     const nlohmann::json& training) const override;

private:
    const std::string name_, description_;
    const Network network_;
    const MagnitudeOptions options_;
    const std::uint64_t seed_;
    const StftSpec stft_;
    Batch drawFromMixture(std::int64_t step, int item) const;
    Batch drawFromPool(std::int64_t step, int item) const;

    const Mixer mixer_;
    /// Inputs, targets, weights: all frames x bins; empty: new mixtures in every step.
    std::vector<torch::Tensor> pool_;
    std::vector<MagnitudeExample> validation_;
};

} // namespace solus::train
