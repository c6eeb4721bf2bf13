// isolate-solus: keeps only the enrolled voice, even while others talk.
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Tasks/DenoiserExperiment.h"
#include "Tasks/IsolateTask.h"

namespace solus::train {

namespace {

class IsolateSolus : public DenoiserExperiment {
public:
    IsolateSolus() {
        options_.name = "isolate-solus";
        options_.scene.strangers.emplace();
        options_.scene.strangers->exchanged = true;
        options_.scene.renewal = 1024;
        options_.scene.voiceRenewal = 96; // the network must learn voices in general, not those of the pool
        auto& mixing = options_.scene.mixing;
        mixing.seconds = 2.5;
        mixing.snrLow = -5.0;
        mixing.snrHigh = 35.0;
        mixing.speechFree = 0.2;     // the owner is silent, but somebody talks
        options_.loss.missing = 1.0; // a hole in the owner's voice is worse than a leak
        options_.loss.steadiness = 0.0;
        auto& net = options_.dualPath; // denoise-solus, with twice as many units for who is talking
        net.blocks = 2;
        net.along = 48;
        net.outer = 32;
        net.whole = 192;
        options_.shape.taps = 3;
        options_.detailBins = options_.shape.detailBins = options_.shape.filterBins = 64;
    }
    std::string name() const override { return "isolate-solus"; }
    std::string description() const override {
        return "Keeps only the enrolled voice, even while others talk: denoise-solus, conditioned on it";
    }
    Story story() const override;

    void configure(CLI::App& app, TrainOptions& defaults) override {
        DenoiserExperiment::configure(app, defaults);
        defaults.steps = 4000;
        defaults.rate = 1.2e-3;
        defaults.average = 0.998;
        defaults.optimiser = "muon";
        auto& others = *options_.scene.strangers;
        app.add_option("--embedder", embedder_, "Speaker model that enrols the voices, a name or a file");
        app.add_option("--voice-code", options_.bandFilter.voiceCode, "Values that a voice is reduced to")
            ->check(CLI::Range(1, 4096));
        app.add_option(
               "--match", options_.dualPath.match,
               "With --blocks and --whole: values in which each frame's voice is compared with the enrolled one")
            ->check(CLI::Range(0, 4096));
        app.add_option("--telling", options_.telling, "Weight of telling who talks, for --match")
            ->check(CLI::Range(0.0, 10.0));
        app.add_option("--voice-renewal", options_.scene.voiceRenewal,
                       "Steps after which all ready voices have been replaced")
            ->check(CLI::Range(1, 1000000));
        app.add_option("--second", others.second, "Chance of a second stranger")->check(CLI::Range(0.0, 1.0));
        app.add_option("--together", others.together, "Share of scenes whose voice is that of two people")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--nobody-else", others.nobody,
                       "Share of the owner's scenes in which nobody else talks")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--turns", others.turns, "Share of the others in which owner and others take turns")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--alike", others.alike, "Share of the strangers with the owner's sex and language")
            ->check(CLI::Range(0.0, 1.0));
        app.add_flag("--exchange,!--no-exchange", others.exchanged,
                     "Every second example is the one before, with the stranger's voice to be kept");
        app.add_option("--sir-low", others.sirLow, "Lowest level of the owner over a stranger, in dB");
        app.add_option("--sir-high", others.sirHigh, "Highest level of the owner over a stranger, in dB");
    }

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        if (const auto& net = options_.dualPath; net.match > 0 && (net.blocks == 0 || net.whole == 0))
            throw Error("--match needs --blocks and --whole");
        const auto embedder = findModel(embedder_, "embedder");
        options_.bandFilter.voice = embedder->outputSize;
        options_.scene.enrolment = std::make_shared<const Enrolment>(
            findModel("denoise-light", "denoiser"), embedder); // six times as fast as the default
        return std::make_unique<IsolateTask>(std::move(library), checkedOptions(options), options.seed);
    }

private:
    std::string embedder_ = defaultEmbedderName;
};

Story IsolateSolus::story() const {
    auto options = options_;
    options.bandFilter.voice = defaultEmbedder()->outputSize;
    const TorchGraph net(options.network());
    const Sketch sketch{"", std::to_string(net->plan.inputs) + " features", net->stages()};
    return {
        "A gate can only open and close. While two people talk at once, only a network that has heard the "
        "owner before can tell which of the two voices to keep. The embedding of the enrolled voice scales "
        "and shifts what the layers of a denoiser pass on; it is computed once, so that a hop costs what "
        "the denoiser costs.",
        {"c = relu(C v)        v: embedding of the enrolled voice",
         "e' = e (1 + S c) + T c        e: what a layer passes on"},
        {sketch},
        {{"solus-train isolate-solus --data DATA --start denoise-solus", "From the flagship's weights."},
         {"solus-train isolate-solus --data DATA --start denoise-solus --nobody-else 0.5 --missing 3",
          "Fewer holes in the owner's voice, and more of the others'."}}};
}

const RegisterExperiment<IsolateSolus> registeredIsolateSolus;

} // namespace

} // namespace solus::train
