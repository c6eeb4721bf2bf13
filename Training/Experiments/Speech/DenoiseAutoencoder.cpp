// denoise-autoencoder: passes each spectrum through a bottleneck and back, where noise does not fit.
#include "Tasks/Speech/MagnitudeExperiment.h"

namespace solus::train {

namespace {

class DenoiseAutoencoder : public MagnitudeExperiment {
public:
    std::string name() const override { return "denoise-autoencoder"; }
    std::string description() const override {
        return "Convolutional autoencoder on spectrogram frames, from noisy to clean, mean squared error";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        MagnitudeExperiment::configure(app, defaults);
        app.add_option("--code", code_, "Values in the bottleneck")->check(CLI::Range(1, 4096));
    }

    NetPlan network() const override {
        NetPlan net(magnitudeBins, Init::he);
        net.affine("norm");
        net.conv1d("down1", 16, 9, 4, 4).elu("elu1"); // 16 x 129
        net.conv1d("down2", 32, 5, 4, 2).elu("elu2"); // 32 x 33
        net.flatten("flat");
        net.dense("code", code_).elu("elu3");
        net.dense("spread", 32 * 33).elu("elu4");
        net.reshape("channels", 32, 33);
        net.upsample1d("wide1", 4);                       // 32 x 132
        net.conv1d("up1", 16, 6, 1, 1).elu("elu5");       // 16 x 129
        net.upsample1d("wide2", 4);                       // 16 x 516
        net.conv1d("up2", 1, 8, 1, 2).relu("magnitudes"); // 1 x 513
        return net;
    }

    Story story() const override {
        return {std::string(magnitudeIdea) +
                    "\n\nAn autoencoder sends each spectrum through a code of a few numbers and "
                    "reconstructs it. Trained with noisy speech as input and clean speech as output, it has "
                    "no room in its code for anything but speech (a denoising autoencoder, Vincent et al. "
                    "2008). Strided convolutions lead down to the code; on the way back each value is "
                    "repeated and a convolution smooths the steps, which leaves no checkerboard, unlike "
                    "transposed convolutions (Odena et al. 2016).",
                equations(),
                {sketch()},
                {{"solus-train denoise-autoencoder --data DATA --code 16 --out runs/denoise-autoencoder-16",
                  "A code of 16 numbers: which parts of a voice do not fit?"},
                 {"solus-train compare runs/denoise-dense runs/denoise-cnn runs/denoise-autoencoder",
                  "The three classic denoisers side by side."}}};
    }

private:
    int code_ = 128;
};

const RegisterExperiment<DenoiseAutoencoder> registeredDenoiseAutoencoder;

} // namespace

} // namespace solus::train
