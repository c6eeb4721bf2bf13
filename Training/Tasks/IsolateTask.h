// The task of isolate-solus: the flagship's, on scenes in which only the enrolled talker is to be kept.
#pragma once

#include "Tasks/DenoiseSolusTask.h"

namespace solus::train {

class IsolateTask : public DenoiseSolusTask {
public:
    /// `options.scene` has strangers and an enrolment, and options.bandFilter the size of its embeddings.
    IsolateTask(std::shared_ptr<const Library>, const SolusOptions& options, std::uint64_t seed);

    Batch makeBatch(std::int64_t step, int first, int count) const override;
    /// The flagship's loss, and if the network compares voices frame by frame, talkerLoss() among all voices of the batch.
    torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator) const override;
    /// score = mean SI-SDR of the owner with and without others + a tenth of the attenuation of others alone, in dB.
    Validation validate(torch::nn::Module&, torch::Device) const override;

private:
    struct Scene {
        SpectrumExample example;
        torch::Tensor voices; ///< 2 x values: of the owner, of the stranger
        bool voicesKnown, hasOwner, hasOthers;
    };
    ModelCard card() const override;

    std::vector<Scene> scenes_; ///< of held-out talkers and noises
};

} // namespace solus::train
