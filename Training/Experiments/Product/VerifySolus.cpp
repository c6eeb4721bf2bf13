// verify-solus: whose voice is it? Angular prototypes of many talkers per batch, live conditions, cosine score.
#include "Base/Error.h"
#include "Tasks/RecordingExperiment.h"
#include "Tasks/VerifySolusTask.h"

namespace solus::train {

namespace {

class VerifySolus : public RecordingExperiment {
public:
    std::string name() const override { return "verify-solus"; }
    std::string description() const override {
        return "convolutions for speaker verification, angular prototypes over many talkers, trained on "
               "denoised speech too";
    }
    std::string group() const override { return "Product"; }
    DataNeeds needs() const override { return {.holdSpeech = false}; } // each is read once, for the bank
    bool mixes() const override { return false; }
    Story story() const override;

    void configure(CLI::App& app, TrainOptions& defaults) override {
        defaults.batch = 48;
        defaults.steps = 8000;
        defaults.rate = 2e-3;
        defaults.clip = 3.0;
        defaults.average = 0.998;
        app.add_option("--trunk", options_.trunk,
                       "Layers before the pooling: convolutions over time and frequency, or recurrent (GRUs)")
            ->check(CLI::IsMember({"convolutions", "recurrent"}));
        app.add_option("--channels", options_.channels,
                       "Channels of the convolutions; each but the last halves the bands")
            ->check(CLI::Range(1, 1024));
        app.add_option("--residuals", options_.residuals,
                       "Residual convolutions after each convolution; --from may be a model with fewer")
            ->check(CLI::Range(0, 16));
        app.add_option("--units", options_.units, "Outputs of the trunk per frame; units of each GRU")
            ->check(CLI::Range(1, 4096));
        app.add_option("--layers", options_.layers, "GRUs")->check(CLI::Range(1, 8));
        app.add_option("--embedding", options_.embedding, "Values of an embedding")
            ->check(CLI::Range(2, 4096));
        app.add_option("--bands", options_.bands, "Mel bands")->check(CLI::Range(8, 256));
        app.add_option("--pooling", options_.pooling,
                       "Pooling over frames: mean, statistics (mean and deviation) or attentive "
                       "(statistics, each frame weighted by the network)")
            ->check(CLI::IsMember({"mean", "statistics", "attentive"}));
        app.add_option("--running-mean", options_.runningMean,
                       "Subtract each band's running mean; its memory in frames at first; 0: off")
            ->check(CLI::Range(0, 100000));
        app.add_option("--shortest", options_.shortest, "Least speech before a decision, in seconds")
            ->check(CLI::Range(0.1, 20.0));
        app.add_option("--longest", options_.longest, "Most speech in an example, in seconds")
            ->check(CLI::Range(0.2, 20.0));
        app.add_option("--margin", options_.margin, "Cosine by which the right talker must lead")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--picking", options_.picking, "Weight of picking the talker out of the batch");
        app.add_option("--pairs", options_.pairs, "Weight of the cross-entropy of pairs");
        app.add_option("--naming", options_.naming, "Weight of classifying the talker among all");
        app.add_option("--warp", options_.warp,
                       "Largest change of a talker's frequencies, as a fraction: talkers that never were")
            ->check(CLI::Range(0.0, 0.5));
        app.add_option("--dropout", options_.dropout, "Dropout of the input of the embedding layer")
            ->check(CLI::Range(0.0, 0.9));
        app.add_option("--gaussians", options_.mixture.gaussians,
                       "Gaussians of the mixture in parallel with the network; 0: the network alone")
            ->check(CLI::Range(0, 64)); // the covariance of their statistics is a matrix in memory
        app.add_option("--cepstra", options_.mixture.cepstra, "Cepstra in the mixture's input")
            ->check(CLI::Range(1, 64));
        app.add_option("--discriminants", options_.mixture.discriminants,
                       "Values that the mixture adds to an embedding, at most")
            ->check(CLI::Range(1, 400));
        app.add_option("--siblings", options_.siblings, "Share of a batch that are copies at another speed")
            ->check(CLI::Range(0.0, 0.5));
        app.add_option("--equaliser", options_.crop.equaliserDb, "Random equaliser on each example, in dB")
            ->check(CLI::Range(0.0, 40.0));
        app.add_option("--denoised", options_.crop.denoised, "Share of denoised examples")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--masked", options_.crop.maskedBands, "Share of examples with bands missing")
            ->check(CLI::Range(0.0, 1.0));
        addSpeedOptions(app, defaults, options_.products);
        app.add_option("--voices", options_.voices,
                       "File with the bands of all voices; created if it is missing (default: in OUT)");
        app.add_option("--denoiser", options_.denoiser,
                       "Built-in denoiser that runs before the speaker model, or a file");
        app.add_option(
            "--from", options_.from,
            "Start from the network of this speaker model of the same sizes (built-in, or a file)");
    }

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        if (options_.shortest > options_.longest) throw Error("--shortest must not be above --longest");
        if (!options_.from.empty() && !options.start.empty())
            throw Error("--start and --from: the network can start from only one of them");
        return makeVerifySolusTask(library, options_, options);
    }

private:
    SpeakerOptions options_;
};

Story VerifySolus::story() const {
    const auto& o = options_;
    const Sketch sketch{"", std::to_string(o.bands) + " log-mel bands",
                        TorchGraph(speakerNet(speakerSize(o, 0)))->stages()};
    return {
        "Each step trains on many talkers at once: for each a prototype from one recording, and a crop of "
        "another that must lie nearest to its own prototype. Crops are as short, noisy and denoised as the "
        "live gate's input. The network slides small kernels over time and frequency, so that a pattern "
        "learnt at one pitch is known at every other; recurrent layers (--trunk recurrent --units 192) "
        "learn the talkers by heart instead. Beside it, and fitted in minutes without a single step, a "
        "mixture of Gaussians describes how the voice's cepstra lie around everybody's; its errors are "
        "different ones, and both together err less.",
        {"y = W (F_1, …, F_C),   F_c = Σ_t p_c (x_t − μ_c) / σ_c / (Σ_t p_c + 16)        the mixture's part, "
         "W Fisher's discriminants",
         "m = Σ a_t h_t / Σ a_t,   σ² = Σ a_t h_t² / Σ a_t − m²,   a_t = e^(w·h_t + c)        attentive "
         "pooling",
         "L = −log( e^(s cos(x_i, c_i) − m) / Σ_j e^(s cos(x_i, c_j)) )        angular prototypes, margin m"},
        {sketch},
        {{"solus-train verify-solus --data DATA --running-mean 16 --out runs/level-free",
          "Subtracts the running mean of each band, and with it the microphone's colour."},
         {"solus-train evaluate-verify --trials DATA/trials --levelled --plots plots",
          "How often it errs, on voices that it has never heard."}}};
}

const RegisterExperiment<VerifySolus> registeredVerifySolus;

} // namespace

} // namespace solus::train
