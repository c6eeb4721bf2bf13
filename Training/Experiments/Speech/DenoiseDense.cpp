// denoise-dense: fully connected layers that see one frame, either shallow with ELU or deep with a linear output.
#include "Tasks/Speech/MagnitudeExperiment.h"

namespace solus::train {

namespace {

class DenoiseDense : public MagnitudeExperiment {
public:
    std::string name() const override { return "denoise-dense"; }
    std::string description() const override {
        return "Dense layers from noisy to clean magnitudes, frame by frame, mean squared error";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        MagnitudeExperiment::configure(app, defaults);
        app.add_option("--network", network_, "elu: 256 ELU, 513 ReLU; deep: 3 x 1024 ReLU, 513 linear")
            ->check(CLI::IsMember({"elu", "deep"}));
    }

    NetPlan network() const override {
        NetPlan net(magnitudeBins, Init::he);
        net.affine("norm");
        if (network_ == "elu") {
            net.dense("hidden", 256).elu("elu");
            net.dense("speech", magnitudeBins).relu("magnitudes");
            return net;
        }
        for (int i = 1; i <= 3; ++i) {
            const auto number = std::to_string(i);
            net.dense("hidden" + number, 1024).relu("relu" + number);
        }
        net.dense("magnitudes", magnitudeBins);
        return net;
    }

    Story story() const override {
        const std::string other = network_ == "elu" ? "deep" : "elu";
        return {std::string(magnitudeIdea) + "\n\nThe plainest network that can do it: every bin of the "
                                             "frame is connected to every hidden unit, and each of these to "
                                             "every bin of the output. It has no memory: it knows a voice "
                                             "by the shape of one spectrum, by harmonics and formants, and "
                                             "cannot know that a hiss has been there for a minute. The last "
                                             "layer ends in ReLU, as magnitudes are not negative; the "
                                             "deeper network ends in a linear layer, and outputs below 0 "
                                             "count as 0.",
                equations(),
                {sketch()},
                {{"solus-train denoise-dense --data DATA --network " + other + " --out runs/denoise-dense-" +
                      other,
                  "The other network: are ten times the parameters worth it?"},
                 {"solus-train denoise-dense --data DATA --power 0.5 --out runs/denoise-dense-root",
                  "The error between square roots of magnitudes: quiet sounds count for more."}}};
    }

private:
    std::string network_ = "elu";
};

const RegisterExperiment<DenoiseDense> registeredDenoiseDense;

} // namespace

} // namespace solus::train
