// The training data of denoise-solus, and its validation.
#include "Tasks/DenoiseSolusTask.h"

#include "Base/EngineRate.h"
#include "Core/Bytes.h"
#include "Core/Export.h"
#include "Data/Decode.h"
#include "Data/Spectra.h"
#include "Engine/Models.h"
#include "Measure/Intelligibility.h"
#include "Measure/Metrics.h"
#include "Nets/GrowDualPathNet.h"
#include "Nets/WidenBandFilterNet.h"

namespace solus::train {

namespace {

constexpr std::uint64_t solusValidationSeed = 20240301; // never a run's seed: the mixtures must not change

struct SpeechFigures {
    double siSdr = 0.0, lsd = 0.0, estoi = 0.0;
};

SpeechFigures measure(const std::vector<float>& clean, const std::vector<float>& estimate) {
    return {siSdrDb(clean, estimate), logSpectralDistanceDb(clean, estimate),
            estoi(resample(clean, engineRate, intelligibilityRate),
                  resample(estimate, engineRate, intelligibilityRate))};
}

/// Of the lowest `bins` of one example: 1 x frames x bins.
torch::Tensor powers(const std::vector<Complex>& spectrum, const SpectrumExample& example, int bins) {
    auto result = torch::empty({1, example.frames, bins});
    float* next = result.data_ptr<float>();
    for (int t = 0; t < example.frames; ++t)
        for (int k = 0; k < bins; ++k)
            *next++ = std::norm(spectrum[static_cast<size_t>(t) * example.bins + k]);
    return result;
}

} // namespace

FeatureSpec SolusOptions::features() const {
    FeatureSpec spec;
    spec.type = "erb_detail";
    spec.bands = shape.bands;
    spec.lowHz = shape.lowHz;
    spec.highHz = shape.highHz;
    spec.floor = 1e-4f;
    spec.detailBins = detailBins;
    spec.phaseBins = phaseBins;
    if (isDualPath()) spec.type = "bins_and_bands", spec.phaseBins = 0;
    if (level < 0.0) spec.level = LevelSpec{level, level, 1.0};
    return spec;
}

BandFilterNetSize SolusOptions::bandFilterSize() const {
    auto size = bandFilter;
    size.inputs = FeatureExtractor(features(), shape.stft).size();
    size.mask = {shape.bands, shape.filterBins, shape.taps};
    return size;
}

DualPathNetSize SolusOptions::dualPathSize() const {
    auto size = dualPath;
    size.voice = bandFilter.voice;
    size.voiceCode = bandFilter.voiceCode;
    size.ahead = shape.lookAhead;
    size.inputs = FeatureExtractor(features(), shape.stft).size();
    size.mask = {shape.detailBins + shape.bands, shape.filterBins, shape.taps};
    return size;
}

NetPlan SolusOptions::network() const {
    return isDualPath() ? dualPathNet(dualPathSize()) : bandFilterNet(bandFilterSize());
}

DenoiseSolusTask::DenoiseSolusTask(std::shared_ptr<const Library> library, const SolusOptions& options,
                                   std::uint64_t seed)
    : options_(options), features_(options.features()),
      loss_(options.shape, options.loss), example_{static_cast<int>(engineHz * options.scene.mixing.seconds) /
                                                       options.shape.stft.hop,
                                                   options.shape.lookAhead, options.onset,
                                                   options.shape.every},
      mixer_(library, options.scene, seed) {
    if (options.bandFilter.voice > 0) return; // validated on other mixtures
    const Mixer held(library, Split::validation, validationMixing());
    for (int i = 0; i < options.validationMixtures; ++i) {
        const auto mixture = held.make(solusValidationSeed, 0, i);
        validation_.push_back(makeSpectrumExample(mixture, options_.shape.stft, features_,
                                                  {0, options_.shape.lookAhead, 1.0, options_.shape.every}));
        snr_.push_back(siSdrDb(signalOf(validation_.back(), validation_.back().speech),
                               signalOf(validation_.back(), validation_.back().noisy)));
    }
}

std::shared_ptr<torch::nn::Module> DenoiseSolusTask::makeModel() const {
    return TorchGraph(options_.network()).ptr();
}

void DenoiseSolusTask::prepareModel(torch::nn::Module& model) const {
    if (options_.compress.empty())
        return model.as<TorchGraphImpl>()->normaliseBy(makeBatch(-1, 0, 128)[0], 1e-2);
    startFrom(model, *findModel(options_.compress, "denoiser"));
}

void DenoiseSolusTask::startFrom(torch::nn::Module& model, const Model& stored) const {
    auto& net = *model.as<TorchGraphImpl>();
    if (options_.isDualPath()) return grow(*trainable(stored), net);
    if (options_.bandFilter.voice > 0) return net.load(stored.tensors, Absent::keep);
    const auto size = options_.bandFilterSize(), before = sizeOf(stored);
    const int finer = std::max(options_.shape.stft.fftSize / stored.stft.fftSize, 1);
    if (size.rank > 0 || (finer == 1 && before.sameUnits(size))) return net.load(stored.tensors);
    TorchGraph narrow(bandFilterNet(before));
    narrow->load(stored.tensors);
    net.normaliseBy(makeBatch(-1, 0, 64)[0], 1e-2);
    widen(*narrow, before, stored.features, net, size, features_, finer);
}

Batch DenoiseSolusTask::makeBatch(std::int64_t step, int first, int count) const {
    std::vector<SpectrumExample> examples;
    for (int item = first; item < first + count; ++item)
        examples.push_back(makeSpectrumExample(mixer_.make(step, static_cast<std::uint64_t>(item)),
                                               options_.shape.stft, features_, example_));
    return loss_.pack(examples);
}

torch::Tensor DenoiseSolusTask::loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const {
    return loss_(maskOf(model, batch[0]), batch);
}

Validation DenoiseSolusTask::validate(torch::nn::Module& model, torch::Device device) const {
    const DisturbanceLoss disturbance(options_.shape.stft);
    SpeechFigures sum;
    double entropy = 0.0, points = 0.0, high = 0.0, low = 0.0, highCount = 0.0, lowCount = 0.0;
    for (size_t i = 0; i < validation_.size(); ++i) {
        const auto& example = validation_[i];
        auto batch = loss_.pack({example});
        for (auto& tensor : batch) tensor = tensor.to(device);
        const auto output = maskOf(model, batch[0]);
        entropy += loss_(output, batch).item<double>();
        const auto clean = signalOf(example, example.speech);
        const auto spectrum = loss_.apply(output, example);
        points += disturbance(powers(example.speech, example, disturbance.bins()),
                              powers(spectrum, example, disturbance.bins()))
                      .item<double>();
        const auto after = measure(clean, signalOf(example, spectrum));
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
             {"disturbance", points / n},
             {"gain_below_3db", low / std::max(lowCount, 1.0)},
             {"gain_above_15db", high / std::max(highCount, 1.0)}}};
}

std::string DenoiseSolusTask::description() const {
    const auto& shape = options_.shape;
    const auto number = [](int n) { return std::to_string(n); };
    std::string text;
    if (options_.isDualPath())
        text = number(options_.dualPath.blocks) +
               " blocks of GRUs across frequency and over time; gains in " + number(shape.detailBins) +
               " bins and " + number(shape.bands) + " ERB bands";
    else
        text = options_.network().outline() + "; gains in " + number(shape.bands) + " ERB bands";
    if (shape.taps * shape.filterBins > 0)
        text += ", a complex filter of " + number(shape.taps) + " taps for the lowest " +
                number(shape.filterBins) + " bins";
    if (options_.bandFilter.rank > 0 && !options_.isDualPath())
        text += "; matrices of rank " + number(options_.bandFilter.rank);
    return text;
}

MaskSpec DenoiseSolusTask::mask() const {
    const auto& shape = options_.shape;
    const bool filter = shape.taps * shape.filterBins > 0;
    MaskSpec mask{filter ? MaskSpec::Type::bandFilter : MaskSpec::Type::bandGains,
                  "erb",
                  shape.bands,
                  shape.lowHz,
                  shape.highHz,
                  shape.detailBins};
    if (filter) mask.filterBins = shape.filterBins, mask.taps = shape.taps;
    mask.lookAhead = shape.lookAhead;
    mask.every = shape.every;
    return mask;
}

ModelCard DenoiseSolusTask::card() const {
    ModelCard card;
    card.name = options_.name;
    card.kind = "denoiser";
    card.description = description();
    card.licence = "CC BY-SA 4.0";
    card.stft = options_.shape.stft;
    card.features = features_;
    card.mask = mask();
    return card;
}

void DenoiseSolusTask::exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                                   const nlohmann::json& training) const {
    const auto& net = *model.as<TorchGraphImpl>();
    auto tensors = net.tensors();
    roundToBytes(tensors);
    auto described = card();
    described.graph = net.plan.graph();
    described.training = training;
    writeModel(path, described, std::move(tensors));
}

std::vector<float> DenoiseSolusTask::signalOf(const SpectrumExample& example,
                                              std::vector<Complex> spectrum) const {
    for (Complex& x : spectrum) x /= example.scale;
    return synthesise(spectrum, options_.shape.stft);
}

} // namespace solus::train
