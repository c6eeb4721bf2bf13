// The task of denoise-solus: mixtures, the loss on the output, validation, and the model file.
#pragma once

#include "Core/Export.h"
#include "Core/NetPlan.h"
#include "Core/Task.h"
#include "Data/SceneMixer.h"
#include "Data/SpectrumExample.h"
#include "Inference/Mask.h"
#include "Losses/SpectrumLoss.h"
#include "Nets/BandFilterNet.h"
#include "Nets/DualPathNet.h"

#include <memory>
#include <string>
#include <vector>

namespace solus::train {

struct SolusOptions {
    SceneOptions scene;
    BandFilterNetSize bandFilter; ///< its inputs and mask follow from features and shape
    DualPathNetSize dualPath;     ///< likewise; used instead of the other one if it has blocks
    MaskShape shape;
    LossWeights loss;
    int detailBins = 80, phaseBins = 60, validationMixtures = 48;
    double telling = 0.05; ///< weight of talkerLoss(), for a network that compares voices
    double onset = 2.0;    ///< weight of the first 80 ms after a pause
    /// Level of the network's input in dBFS, whatever the recording's; 0: unchanged, within -32 to -12 (InputLevel).
    double level = 0.0;
    std::string name = "denoise-solus", compress;

    bool isDualPath() const { return dualPath.blocks > 0; }
    FeatureSpec features() const;
    /// With inputs and mask filled in.
    BandFilterNetSize bandFilterSize() const;
    DualPathNetSize dualPathSize() const;
    NetPlan network() const;
};

class DenoiseSolusTask : public Task {
public:
    DenoiseSolusTask(std::shared_ptr<const Library>, const SolusOptions&, std::uint64_t seed);

    std::shared_ptr<torch::nn::Module> makeModel() const override;
    void prepareModel(torch::nn::Module&) const override;
    void startFrom(torch::nn::Module&, const Model& stored) const override;
    Batch makeBatch(std::int64_t step, int first, int count) const override;
    torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator) const override;
    /// score = SI-SDR - 2 LSD + 40 ESTOI, in which the differences between known denoisers have about equal weight.
    Validation validate(torch::nn::Module&, torch::Device) const override;
    void exportModel(torch::nn::Module&, const std::filesystem::path&,
                     const nlohmann::json& training) const override;

protected:
    std::vector<float> signalOf(const SpectrumExample&, std::vector<Complex> spectrum) const;
    std::string description() const;
    MaskSpec mask() const;

    virtual ModelCard card() const;

    const SolusOptions options_;
    const FeatureSpec features_;
    const SpectrumLoss loss_;
    const ExampleOptions example_;
    const SceneMixer mixer_;

private:
    std::vector<SpectrumExample> validation_;
    std::vector<double> snr_; ///< SI-SDR of the noisy signal in dB
};

} // namespace solus::train
