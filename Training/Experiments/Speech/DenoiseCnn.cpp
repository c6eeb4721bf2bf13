// denoise-cnn: convolutions along frequency, small enough to run live.
#include "Tasks/Speech/MagnitudeExperiment.h"

namespace solus::train {

namespace {

class DenoiseCnn : public MagnitudeExperiment {
public:
    std::string name() const override { return "denoise-cnn"; }
    std::string description() const override {
        return "Convolutions along frequency from noisy to clean magnitudes, mean squared error";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        MagnitudeExperiment::configure(app, defaults);
        app.add_option("--rank", rank_, "Rank of the last layer; 0: whole")
            ->check(CLI::Range(0, magnitudeBins));
    }

    NetPlan network() const override {
        NetPlan net(magnitudeBins, Init::he);
        net.affine("norm");
        net.conv1d("conv1", 128, 9, 4, 4).elu("elu1"); // 128 x 129
        net.maxPool1d("pool1", 4);                     // 128 x 32
        net.conv1d("conv2", 256, 3, 2, 1).elu("elu2"); // 256 x 16
        net.maxPool1d("pool2", 2);                     // 256 x 8
        net.flatten("flat");
        net.dense("speech", magnitudeBins).rank(rank_).relu("magnitudes");
        return net;
    }

    Story story() const override {
        return {std::string(magnitudeIdea) + "\n\nA formant is a formant wherever it lies, and a harmonic "
                                             "looks like the next one. A convolution along frequency looks "
                                             "for the same shape everywhere with one small set of weights; "
                                             "pooling keeps the strongest response of each neighbourhood. "
                                             "With stride 1 and pools of 2 the flattened layer alone would "
                                             "have 16.9 million weights and take a quarter of a processor "
                                             "core. The first convolution therefore goes in steps of 4 bins "
                                             "(188 Hz), the first pool in fours and the second convolution "
                                             "in twos, which leaves 2048 values to the last layer. That "
                                             "layer can also be a product of two thin matrices.",
                equations(),
                {sketch()},
                {{"solus-train denoise-cnn --data DATA --rank 64 --out runs/denoise-cnn-64",
                  "The last layer at rank 64: an eighth of its weights."},
                 {"solus-train denoise-svd --data DATA --model runs/denoise-dense/denoise-dense.safetensors",
                  "Compression after the training, on the dense network."}}};
    }

private:
    int rank_ = 0;
};

const RegisterExperiment<DenoiseCnn> registeredDenoiseCnn;

} // namespace

} // namespace solus::train
