// Fitting the mixture and its discriminants to crops of the voice bank.
#include "Voices/CepstralMixture.h"

#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Voices/Discriminant.h"
#include "Voices/SpeakerModel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus::train {

namespace {

constexpr int shortestCrop = 70, longestCrop = 300; // frames of a crop: 1.5 ... 6.4 s
constexpr int fewest = 20;                          // frames that say something about a talker
constexpr std::uint64_t seed = 0x6a5507;            // never a run's: the mixture must not change with it

torch::Tensor cosines(int cepstra, int bands) {
    const auto k = torch::arange(1, cepstra + 1).unsqueeze(1), b = torch::arange(bands).unsqueeze(0);
    return torch::cos(std::numbers::pi / bands * k * (b + 0.5)) * std::sqrt(2.0 / bands);
}

/// As the model file stores it.
torch::Tensor stored(const torch::Tensor& x) {
    return x.to(torch::kHalf).to(torch::kFloat).contiguous();
}

} // namespace

/// The same crops on each pass.
struct CepstralMixture::Crops {
    const VoiceBank& bank;
    const BandCrop& crop;
    int bands, each;

    /// visit(features: frames x bands, talker).
    template <typename Visit>
    void forEach(const char* label, Visit visit) const {
        constexpr auto speeds = std::size(VoiceBank::speeds);
        ProgressBar progress(label);
        for (size_t voice = 0; voice < bank.voices().size(); ++voice) {
            for (size_t speed = 0; speed < speeds; ++speed)
                for (int i = 0; i < each; ++i) {
                    Random random({seed, voice, speed, static_cast<std::uint64_t>(i)});
                    auto takes = bank.voices()[voice].takes[speed];
                    for (size_t left = takes.size(); left > 1; --left)
                        std::swap(takes[random.below(static_cast<std::int64_t>(left))], takes[left - 1]);
                    const int wanted =
                        shortestCrop + static_cast<int>(random.below(longestCrop - shortestCrop));
                    const auto x = torch::empty({wanted, bands});
                    const int heard = crop.draw(takes, wanted, random, x.data_ptr<float>());
                    if (heard >= fewest) visit(x.narrow(0, 0, heard), voice * speeds + speed);
                }
            progress.update(static_cast<double>(voice + 1) / static_cast<double>(bank.voices().size()));
        }
    }
};

CepstralMixture::CepstralMixture(const VoiceBank& bank, const BandCrop& crop, int bands,
                                 const CepstralMixtureSize& size)
    : size_(size) {
    torch::NoGradGuard noGrad;
    size_.cepstra = std::min(size.cepstra, bands - 1); // there are no more
    const Crops crops{bank, crop, bands, size.crops};
    learnCepstra(crops);
    std::vector<torch::Tensor> statistics;
    std::vector<std::int64_t> talkers;
    crops.forEach("Talkers", [&](const torch::Tensor& x, size_t talker) {
        const auto z = (torch::matmul(x, cepstrum_.t()) + shift_).unsqueeze(0);
        statistics.push_back(mixture_.statistics(z, torch::ones({1, x.size(0)}), size_.prior));
        talkers.push_back(static_cast<std::int64_t>(talker));
    });
    const auto found =
        discriminantsOf(torch::cat(statistics), torch::tensor(talkers), size.principal, size.discriminants);
    matrix_ = stored(found.matrix);
    bias_ = stored(-torch::matmul(matrix_, found.centre));
}

void CepstralMixture::learnCepstra(const Crops& crops) {
    constexpr int every = 15; // frames: neighbours are similar
    const auto cosine = cosines(size_.cepstra, crops.bands);
    std::vector<torch::Tensor> some;
    crops.forEach("Cepstra", [&](const torch::Tensor& x, size_t) {
        some.push_back(torch::matmul(x.slice(0, 0, x.size(0), every), cosine.t()));
    });
    if (some.empty()) throw Error("no voice has enough speech to fit a mixture to");
    const auto frames = torch::cat(some);
    const auto deviation = frames.std(0).clamp_min(1e-4);
    cepstrum_ = stored(cosine / deviation.unsqueeze(1));
    shift_ = stored(-frames.mean(0) / deviation);
    Random random({seed});
    mixture_ = GaussianMixture::fit((frames - frames.mean(0)) / deviation, size_.gaussians, 15, random);
    mixture_ = {stored(mixture_.mean), stored(mixture_.deviation), stored(mixture_.offset)};
}

torch::Tensor CepstralMixture::embed(const torch::Tensor& x, const torch::Tensor& present) const {
    const auto z = torch::matmul(x, cepstrum_.t()) + shift_;
    return ofLengthOne(torch::matmul(mixture_.statistics(z, present, size_.prior), matrix_.t()) + bias_);
}

torch::Tensor CepstralMixture::joined(const torch::Tensor& other, const torch::Tensor& x,
                                      const torch::Tensor& present) const {
    return ofLengthOne(torch::cat({other, embed(x, present)}, 1));
}

void CepstralMixture::addTo(ModelCard& card, TensorMap& tensors) const {
    const auto other = card.graph.back().name;
    tensors["cepstra.weight"] = toTensor(cepstrum_);
    tensors["cepstra.bias"] = toTensor(shift_);
    tensors["mixture.mean"] = toTensor(mixture_.mean);
    tensors["mixture.deviation"] = toTensor(mixture_.deviation);
    tensors["mixture.offset"] = toTensor(mixture_.offset);
    tensors["discriminants.weight"] = toTensor(matrix_);
    tensors["discriminants.bias"] = toTensor(bias_);
    card.graph.push_back({"dense", "cepstra", {"input"}, {}});
    card.graph.push_back({"mixture_pool", "mixture", {"cepstra"}, {{"prior", size_.prior}}});
    card.graph.push_back({"dense", "discriminants", {"mixture"}, {}});
    card.graph.push_back({"l2_normalise", "mixture_length", {"discriminants"}, {}});
    card.graph.push_back({"l2_normalise", "joined", {other, "mixture_length"}, {}});
    card.description += ", beside a mixture of " + std::to_string(mixture_.mean.size(0)) + " Gaussians of " +
                        std::to_string(size_.cepstra) + " cepstra with " + std::to_string(matrix_.size(0)) +
                        " discriminants";
}

} // namespace solus::train
