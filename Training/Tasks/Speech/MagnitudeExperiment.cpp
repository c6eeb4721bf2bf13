// Options, training and report of the denoisers that predict magnitudes.
#include "Tasks/Speech/MagnitudeExperiment.h"

#include "Evaluate/HeldOut.h"
#include "Evaluate/HopTime.h"

namespace solus::train {

const char* const magnitudeIdea =
    "What a microphone picks up is speech plus noise. In short-time spectra the ear cares more about "
    "magnitudes than about phases, so the network receives the magnitudes of the noisy frame and predicts "
    "those of the speech alone; the phase of the noisy frame is kept for the way back to sound. The "
    "loudness of a voice differs by 40 dB from microphone to microphone, and a squared error would listen "
    "only to the loud ones; so each frame is divided by a level that follows the last three seconds, in the "
    "engine just as here.";

MagnitudeExperiment::MagnitudeExperiment() {
    // Frames are independent examples, so mixtures may be short; rooms and speeds are the mixer's.
    options_.mixing.seconds = 2.0;
    options_.mixing.speechFree = 0.1;
    options_.mixing.speed =
        0.1; // changing the tempo is a third of the work of a mixture, and hardly shows in a single frame
}

void MagnitudeExperiment::configure(CLI::App& app, TrainOptions& defaults) {
    defaults.steps = 3000;
    defaults.batch = 16;
    defaults.quickSteps = 60;
    defaults.average = 0.995;
    heldOut_ = heldOutFolder().string();
    app.add_option("--seconds", options_.mixing.seconds, "Length of a mixture")->check(CLI::Range(0.5, 20.0));
    app.add_option("--frames", options_.frames, "Frames drawn from each mixture")
        ->check(CLI::Range(1, 10000));
    app.add_option(
           "--mixtures", options_.mixtures,
           "Mixtures made once and drawn from in every step, for slow machines; 0: new ones in every step")
        ->check(CLI::Range(0, 1000000));
    app.add_option("--snr-low", options_.mixing.snrLow, "Lowest SNR in dB");
    app.add_option("--snr-high", options_.mixing.snrHigh, "Highest SNR in dB");
    app.add_option("--power", options_.features.power,
                   "The error is taken between magnitudes to this power: below 1 quiet ones count for more")
        ->check(CLI::Range(0.1, 1.0));
    app.add_option("--level-frames", options_.features.levelFrames,
                   "Frames over which the level is tracked; 0: not at all, so the input depends on the "
                   "loudness")
        ->check(CLI::Range(0, 100000));
    app.add_option("--validation", options_.validation, "Mixtures to validate on")
        ->check(CLI::Range(1, 10000));
    app.add_option("--held-out", heldOut_,
                   "Folder of voice-in-rain.flac, voice-by-bicycle.flac and their .clean.flac");
}

void MagnitudeExperiment::quicken(TrainOptions& options) {
    RecordingExperiment::quicken(options);
    options_.validation = std::min(options_.validation, 4);
    options_.mixtures = std::min(options_.mixtures, 100);
}

std::unique_ptr<Task> MagnitudeExperiment::makeTask(std::shared_ptr<const Library> library,
                                                    const TrainOptions& options) {
    return std::make_unique<MagnitudeTask>(
        modelName(), description(), [this] { return network(); }, std::move(library), options_, options.seed);
}

void MagnitudeExperiment::run(Run& run) {
    const auto files = heldOutFiles(heldOut_); // before training: a missing file must not cost an evening
    const auto task = makeTask(load(run), run.options);
    const auto net = run.train<TorchGraph>(*task);
    const auto model = Model::load((run.folder / (name() + ".safetensors")).string());
    const double hop = hopMicroseconds(model);
    run.report.heading("The network as it runs");
    run.report.table({"", ""},
                     {{"parameters that were trained", grouped(sketch().parameters())},
                      {"numbers in the file", grouped(static_cast<std::int64_t>(model->parameters)) +
                                                  " (with the scale and shift of each input)"},
                      {"size of the file", fixed(static_cast<double>(model->bytes) / 1e6, 2) + " MB"},
                      {"time for a hop of 10.7 ms, in the engine, on one core", fixed(hop, 0) + " µs"}});
    reportHeldOut(run, model, files);
    run.report.result("trained parameters", static_cast<double>(sketch().parameters()));
    run.report.result("hop time", hop, "µs", "live: at most 1000");
    run.report.result("model file", static_cast<double>(model->bytes) / 1e6, "MB", "live: at most 10");
    reportTraining(run);
    run.report.text("Hear it on a recording of your own: `solus denoise --model " +
                    (run.folder / (name() + ".safetensors")).string() + " in.wav out.wav`");
}

std::vector<std::string> MagnitudeExperiment::equations() const {
    const bool plain = options_.features.power == 1.0f;
    const std::string p = plain ? "" : "^p", power = shortNumber(options_.features.power);
    return {"x[t, k] = (|X[t, k]| / L[t])" + p + (plain ? "" : "        p = " + power) +
                (options_.features.levelFrames > 0 ? "        L: the running level" : "        L = 1"),
            "MSE = mean over t, k of (y[t, k] − (|S[t, k]| / L[t])" + p + ")²",
            "Y[t, k] = min(y / x, 1)" + std::string(plain ? "" : "^(1/p)") +
                " X[t, k]        the noisy phase is kept"};
}

Sketch MagnitudeExperiment::sketch() const {
    return {"", "513 magnitudes", TorchGraph(network())->stages()};
}

} // namespace solus::train
