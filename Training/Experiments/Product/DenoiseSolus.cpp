// denoise-solus: the flagship, a small causal full-band denoiser of 10 ms latency (or whatever windows are
// asked for).
#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Core/Bytes.h"
#include "Core/Export.h"
#include "Data/Decode.h"
#include "Data/SceneMixer.h"
#include "Data/Spectra.h"
#include "Engine/Models.h"
#include "Nets/DualPathNet.h"
#include "Nets/LowRankBandFilterNet.h"
#include "Tasks/RecordingExperiment.h"
#include "Losses/SpectrumLoss.h"
#include "Nets/WidenBandFilterNet.h"
#include "Measure/Intelligibility.h"
#include "Measure/Metrics.h"

namespace solus::train {

namespace {

constexpr std::uint64_t solusValidationSeed = 20240301; // never the seed of a run: the mixtures must not change

struct SolusOptions {
    SceneOptions scene;
    BandFilterNetSize size;
    MaskShape shape;
    LossWeights loss;
    int detailBins = 80, phaseBins = 60, validationMixtures = 48;
    double onset = 2.0; ///< weight of the first 80 ms after a pause
    double level =
        0.0; ///< dBFS that the network hears every input at; 0: as it is, within -32 to -12 (InputLevel)
    std::string name = "denoise-solus", compress;

    FeatureSpec features() const {
        FeatureSpec spec;
        spec.type = "erb_detail";
        spec.bands = shape.bands;
        spec.lowHz = shape.lowHz;
        spec.highHz = shape.highHz;
        spec.floor = 1e-4f;
        spec.detailBins = detailBins;
        spec.phaseBins = phaseBins;
        if (size.blocks > 0) spec.type = "bins_and_bands", spec.phaseBins = 0;
        if (level < 0.0) spec.level = LevelSpec{level, level, 1.0};
        return spec;
    }
    /// The network's shape follows from features and mask.
    BandFilterNetSize network() const {
        BandFilterNetSize result = size;
        result.inputs = FeatureExtractor(features(), shape.stft).size();
        result.bands = shape.bands;
        result.filterBins = shape.filterBins;
        result.taps = shape.taps;
        return result;
    }
};

struct Figures {
    double siSdr = 0.0, lsd = 0.0, estoi = 0.0;
};

Figures measure(const std::vector<float>& clean, const std::vector<float>& estimate) {
    return {siSdrDb(clean, estimate), logSpectralDistanceDb(clean, estimate),
            estoi(resample(clean, engineRate, intelligibilityRate),
                  resample(estimate, engineRate, intelligibilityRate))};
}

class DenoiseSolusTask : public Task {
public:
    DenoiseSolusTask(std::shared_ptr<const Library> library, const SolusOptions& options, std::uint64_t seed)
        : options_(options), features_(options.features()),
          loss_(options.shape, options.loss), example_{static_cast<int>(engineHz *
                                                                        options.scene.mixing.seconds) /
                                                           options.shape.stft.hop,
                                                       options.onset},
          mixer_(library, options.scene, seed) {
        const Mixer held(library, Split::validation, validationMixing());
        for (int i = 0; i < options.validationMixtures; ++i) {
            const auto mixture = held.make(solusValidationSeed, 0, i);
            validation_.push_back(makeSpectrumExample(mixture, options_.shape.stft, features_));
            snr_.push_back(siSdrDb(signalOf(validation_.back(), validation_.back().speech),
                                   signalOf(validation_.back(), validation_.back().noisy)));
        }
    }

    std::shared_ptr<torch::nn::Module> makeModel() const override {
        const auto size = options_.network();
        if (size.blocks > 0) return DualPathNet(size).ptr();
        if (size.rank > 0) return LowRankBandFilterNet(size).ptr();
        return FullBandFilterNet(size).ptr();
    }

    void prepareModel(torch::nn::Module& model) const override {
        if (options_.compress.empty())
            return model.as<BandFilterNetImpl>()->normaliseBy(makeBatch(-1, 0, 128)[0]);
        startFrom(model, *findModel(options_.compress, "denoiser"));
    }

    void startFrom(torch::nn::Module& model, const Model& stored) const override {
        if (auto* net = model.as<DualPathNetImpl>()) return net->load(stored.tensors);
        const auto size = options_.network(), before = sizeOf(stored);
        if (size.rank == 0 && !before.sameUnits(size))
            return startLarger(*model.as<FullBandFilterNetImpl>(), before, stored);
        if (size.rank == 0) return model.as<FullBandFilterNetImpl>()->load(stored.tensors);
        FullBandFilterNet whole(size);
        whole->load(stored.tensors);
        model.as<LowRankBandFilterNetImpl>()->approximate(*whole);
    }

    Batch makeBatch(std::int64_t step, int first, int count) const override {
        std::vector<SpectrumExample> examples;
        for (int item = first; item < first + count; ++item)
            examples.push_back(makeSpectrumExample(mixer_.make(step, static_cast<std::uint64_t>(item)),
                                                   options_.shape.stft, features_, example_));
        return loss_.pack(examples);
    }

    torch::Tensor loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const override {
        return loss_(model.as<BandFilterNetImpl>()->forward(batch[0]), batch);
    }

    /// score = SI-SDR - 2 LSD + 40 ESTOI, in which the distances between known denoisers weigh about alike.
    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        Figures sum;
        double entropy = 0.0, high = 0.0, low = 0.0, highCount = 0.0, lowCount = 0.0;
        for (size_t i = 0; i < validation_.size(); ++i) {
            const auto& example = validation_[i];
            auto batch = loss_.pack({example});
            for (auto& tensor : batch) tensor = tensor.to(device);
            const auto output = model.as<BandFilterNetImpl>()->forward(batch[0]);
            entropy += loss_(output, batch).item<double>();
            const auto clean = signalOf(example, example.speech);
            const auto after = measure(clean, signalOf(example, loss_.apply(output, example)));
            sum.siSdr += after.siSdr;
            sum.lsd += after.lsd;
            sum.estoi += after.estoi;
            if (snr_[i] > 15.0) high += after.siSdr - snr_[i], highCount += 1.0;
            if (snr_[i] < 3.0) low += after.siSdr - snr_[i], lowCount += 1.0;
        }
        const double n = static_cast<double>(validation_.size());
        return {(sum.siSdr - 2.0 * sum.lsd + 40.0 * sum.estoi) / n,
                {{"val_loss", entropy / n},
                 {"sisdr", sum.siSdr / n},
                 {"lsd", sum.lsd / n},
                 {"estoi", sum.estoi / n},
                 {"gain_below_3db", low / std::max(lowCount, 1.0)},
                 {"gain_above_15db", high / std::max(highCount, 1.0)}}};
    }

    void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                     const nlohmann::json& training) const override {
        const auto& shape = options_.shape;
        const auto size = options_.network();
        TensorMap tensors;
        model.as<BandFilterNetImpl>()->addTo(tensors);
        roundToBytes(tensors);
        ModelCard card;
        card.name = options_.name;
        card.kind = "denoiser";
        if (size.blocks > 0)
            card.description =
                std::to_string(size.blocks) + " blocks of GRUs across frequency and over time; gains in " +
                std::to_string(shape.detailBins) + " bins and " + std::to_string(shape.bands) + " ERB bands";
        else
            card.description = "Dense(" + std::to_string(size.dense) + "), GRU(" +
                               std::to_string(size.first) + "), GRU(" + std::to_string(size.second) +
                               "); gains in " + std::to_string(shape.bands) + " ERB bands";
        card.licence = "CC BY-SA 4.0";
        card.stft = shape.stft;
        card.features = features_;
        card.layers = size.blocks > 0 ? dualPathLayers(size) : bandFilterLayers(size);
        nlohmann::json mask{{"type", "band_gains"},
                            {"scale", "erb"},
                            {"bands", shape.bands},
                            {"low_hz", shape.lowHz},
                            {"high_hz", shape.highHz}};
        if (shape.detailBins > 0) mask["detail_bins"] = shape.detailBins;
        if (size.filterValues() > 0) {
            card.description += ", a complex filter of " + std::to_string(shape.taps) +
                                " taps for the lowest " + std::to_string(shape.filterBins) + " bins";
            mask["type"] = "band_filter";
            mask["filter_bins"] = shape.filterBins;
            mask["taps"] = shape.taps;
        }
        if (size.rank > 0) card.description += "; matrices of rank " + std::to_string(size.rank);
        card.extra["mask"] = mask;
        card.training = training;
        writeModel(path, card, std::move(tensors));
    }

private:
    void startLarger(FullBandFilterNetImpl& model, const BandFilterNetSize& before,
                     const Model& stored) const {
        FullBandFilterNet narrow(before);
        narrow->load(stored.tensors);
        model.normaliseBy(makeBatch(-1, 0, 64)[0]);
        widen(*narrow, before, stored.features, model, options_.network(), features_);
    }

    std::vector<float> signalOf(const SpectrumExample& example, std::vector<Complex> spectrum) const {
        for (Complex& x : spectrum) x /= example.scale;
        return synthesise(spectrum, options_.shape.stft);
    }

    const SolusOptions options_;
    const FeatureSpec features_;
    const SpectrumLoss loss_;
    const ExampleOptions example_;
    const SceneMixer mixer_;
    std::vector<SpectrumExample> validation_;
    std::vector<double> snr_; ///< SI-SDR of the noisy signal in dB
};

class DenoiseSolus : public RecordingExperiment {
public:
    DenoiseSolus() {
        options_.shape.stft = {960, 360, 480, "sqrt_hann"};
        options_.scene.mixing.seconds = 2.0;
        options_.scene.mixing.snrLow = -8.0;
        options_.scene.mixing.snrHigh = 22.0;
        options_.scene.mixing.speechFree = 0.12; // in noise alone nothing may pump
        options_.scene.mixing.levelLow = -52.0;
        options_.scene.mixing.narrowSpeech = 0.25;
        options_.scene.mixing.clipping = 0.05;
    }
    std::string name() const override { return "denoise-solus"; }
    std::string description() const override {
        return "The flagship: ERB gains and a short complex filter for the lowest bins, 10 ms latency";
    }
    std::string group() const override { return "Product"; }
    Story story() const override;

    /// Twenty-eight hours of speech would be ten gigabytes; the pools decode what they need.
    DataNeeds needs() const override { return {.holdSpeech = false}; }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        defaults.steps = 10500;
        defaults.rate = 1.5e-3;
        defaults.validateEvery = 500;
        auto& [scene, size, shape, loss, detail, phase, validation, onset, level, name, compress] = options_;
        auto& mixing = scene.mixing;
        app.add_option("--name", name, "Name of the exported model");
        app.add_option("--window", shape.stft.fftSize, "Analysis window in samples at 48 kHz");
        app.add_option("--hop", shape.stft.hop, "Hop in samples");
        app.add_option("--synthesis", shape.stft.synthesis, "Synthesis window in samples: the latency");
        app.add_option("--dense", size.dense, "Units of the first layer")->check(CLI::Range(1, 4096));
        app.add_option("--units1", size.first, "Units of the first GRU")->check(CLI::Range(1, 4096));
        app.add_option("--units2", size.second, "Units of the second GRU")->check(CLI::Range(1, 4096));
        app.add_option("--blocks", size.blocks,
                       "Blocks of GRUs across frequency and over time, in place of GRUs over the whole "
                       "frame; 0: none")
            ->check(CLI::Range(0, 16));
        app.add_option("--channels", size.channels, "Values for each frequency in the blocks")
            ->check(CLI::Range(1, 512));
        app.add_option("--outer", size.outer, "The same, at twice as many frequencies")
            ->check(CLI::Range(1, 512));
        app.add_option("--inner", size.inner, "The same, at all frequencies")->check(CLI::Range(1, 512));
        app.add_option("--across", size.across, "Units of the GRUs across frequency")
            ->check(CLI::Range(1, 512));
        app.add_option("--along", size.along, "Units of the GRUs over time")->check(CLI::Range(1, 512));
        app.add_option("--rank", size.rank, "Large matrices as products of two of this rank; 0: whole")
            ->check(CLI::Range(0, 4096));
        app.add_option("--compress", compress,
                       "Start from the best approximation of this model (built-in, or a file), with --rank");
        app.add_option("--bands", shape.bands, "ERB bands")->check(CLI::Range(4, 128));
        app.add_option("--filter-bins", shape.filterBins, "Lowest bins that get a complex filter")
            ->check(CLI::Range(0, 512));
        app.add_option("--taps", shape.taps, "Frames that the filter reaches over; 0: gains alone")
            ->check(CLI::Range(0, 8));
        app.add_option("--detail-bins", detail, "Lowest bins whose magnitudes the network hears one by one");
        app.add_option("--phase-bins", phase, "Lowest bins whose phase advance it hears");
        app.add_option("--seconds", mixing.seconds, "Length of an example")->check(CLI::Range(0.5, 20.0));
        app.add_option("--snr-low", mixing.snrLow, "Lowest SNR in dB");
        app.add_option("--snr-high", mixing.snrHigh, "Highest SNR in dB");
        app.add_option("--speech-free", mixing.speechFree, "Share of examples that hold noise alone")
            ->check(CLI::Range(0.0, 0.9));
        app.add_option("--noise-free", mixing.noiseFree, "Share of examples that hold speech alone")
            ->check(CLI::Range(0.0, 0.9));
        app.add_option("--complex", loss.complex, "Share of the loss that knows the phase")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--missing", loss.missing, "Further cost of speech that is missing")
            ->check(CLI::Range(0.0, 10.0));
        app.add_option("--waveform", loss.waveform, "Weight of the signal-to-error ratio, per dB")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--intelligibility", loss.intelligibility,
                       "Weight of the correlation of envelopes (ESTOI)")
            ->check(CLI::Range(0.0, 10.0));
        app.add_option("--steadiness", loss.steadiness, "Weight of pumping in noise alone, per dB^2")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--onset", onset, "Factor of the weight in the first 80 ms after a pause")
            ->check(CLI::Range(1.0, 20.0));
        app.add_option("--level", level,
                       "Level in dBFS that the network hears every input at; 0: as it is, within -32 to -12")
            ->check(CLI::Range(-60.0, 0.0));
        app.add_option("--crowd", scene.crowd, "Share of scenes with a crowd")->check(CLI::Range(0.0, 1.0));
        app.add_option("--near", scene.nearTalker, "Share of scenes with other talkers near the microphone")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--late", scene.lateSpeech, "Share of scenes in which the voice begins late")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--band-limited", scene.bandLimited,
                       "Share of scenes behind a device of a narrow band")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--whisper", scene.whisper, "Share of voices that whisper")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--vowel", scene.vowel, "Share of voices that hold a vowel")
            ->check(CLI::Range(0.0, 1.0));
        app.add_option("--products", size.products,
                       "Of matrices in training: float, or bfloat16, faster on processors that have it")
            ->check(CLI::IsMember({"float", "bfloat16"}));
        app.add_option("--validation", validation, "Mixtures to validate on")->check(CLI::Range(1, 10000));
    }

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        if (options_.size.blocks > 0) {
            options_.shape.detailBins = options_.shape.filterBins = options_.detailBins;
            options_.shape.lowHz = options_.detailBins * engineHz / options_.shape.stft.fftSize;
            if ((options_.detailBins + options_.shape.bands) % 4 != 0)
                throw Error("--blocks: --detail-bins plus --bands must be a multiple of 4, not " +
                            std::to_string(options_.detailBins + options_.shape.bands));
        }
        if (!options_.compress.empty() && options_.size.rank == 0) throw Error("--compress needs a --rank");
        if (!options_.compress.empty() && !options.start.empty())
            throw Error("--start and --compress: the network can begin as one of them only");
        return std::make_unique<DenoiseSolusTask>(std::move(library), options_, options.seed);
    }

private:
    SolusOptions options_;
};

Story DenoiseSolus::story() const {
    const auto size = options_.network();
    const auto units = [](int n) { return std::to_string(n); };
    const int answers = size.filterValues();
    Sketch sketch{"",
                  units(size.inputs) + " features",
                  {{"Dense, ReLU", units(size.dense), denseParameters(size.inputs, size.dense)},
                   {"GRU", units(size.first), recurrentParameters(size.dense, size.first, 3)},
                   {"GRU", units(size.second), recurrentParameters(size.first, size.second, 3)},
                   {"Dense, sigmoid", units(size.bands) + " band gains",
                    denseParameters(size.first + size.second, size.bands)}}};
    if (answers > 0)
        sketch.stages.push_back(
            {"Dense, tanh", units(answers) + " filter taps", denseParameters(size.second, answers)});
    return {
        "Gains in bands of hearing clean a voice at little cost, but below 3 kHz the harmonics lie closer "
        "than a "
        "band is wide. There a short complex filter over the last frames lets the voice through between "
        "them. The "
        "loss is taken on the spectrum that comes out, so the network learns what helps the ear, not a mask.",
        {"Y[t, k] = g[t, k] (X[t, k] + Σ_l F[l, k] e^(2πi k hop l / fft) X[t − l, k])        below 3 kHz",
         "Y[t, k] = g[t, k] X[t, k]                                                         above",
         "L = (1 − c) |‖S‖^p − ‖Y‖^p|² + c |S^p − Y^p|² + missing speech + envelopes + pumping,  p = 0.3"},
        {sketch},
        {{"solus-train denoise-solus --data DATA --hop 120 --synthesis 240 --start "
          "runs/denoise-solus/best.pt --out "
          "runs/live",
          "Five milliseconds of latency in place of ten."},
         {"solus-train denoise-solus --data DATA --compress denoise-solus --rank 16 --hop 480 --synthesis "
          "720 "
          "--out runs/light",
          "A light network from the large one: low rank, and half as many frames."}}};
}

const RegisterExperiment<DenoiseSolus> registeredDenoiseSolus;

} // namespace

} // namespace solus::train
