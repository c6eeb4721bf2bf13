// Telling who talks: which frames say it, and what it costs not to know.
#include "Losses/TalkerLoss.h"
#include "Base/EngineRate.h"
#include "Data/SpectrumExample.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;
using namespace solus::train;

TEST_CASE("the talker of a frame is told only where one is 6 dB louder than all else") {
    const StftSpec stft{960, 360, 480, "sqrt_hann"};
    const FeatureSpec features{"log_erb", 20, 100.0, 20000.0, 1e-4f};
    const size_t half = engineRate / 2;
    Mixture mixture;
    mixture.speech.assign(2 * half, 0.0f);
    mixture.stranger = mixture.noise = mixture.speech;
    Random random{3};
    const auto add = [&](std::vector<float>& to, size_t from, double amplitude) {
        for (size_t n = from; n < from + half; ++n)
            to[n] += static_cast<float>(amplitude * random.gaussian());
    };
    const auto labels = [&](size_t from, size_t count) { // of whole frames in there
        const auto all = makeSpectrumExample(mixture, stft, features).talker;
        std::vector<Talker> some;
        for (size_t t = from / 360 + 4; t < (from + count) / 360 - 4 && t < all.size(); ++t)
            some.push_back(all[t]);
        return some;
    };
    const auto are = [](const std::vector<Talker>& some, Talker talker) {
        return !some.empty() &&
               std::all_of(some.begin(), some.end(), [&](Talker each) { return each == talker; });
    };
    add(mixture.speech, 0, 0.1);
    add(mixture.stranger, half, 0.1);
    mixture.noise = mixture.stranger;
    CHECK(are(labels(0, half), Talker::owner));
    CHECK(are(labels(half, half), Talker::stranger));
    add(mixture.noise, half, 0.1); // as loud as the stranger
    CHECK(are(labels(0, half), Talker::owner));
    CHECK(are(labels(half, half), Talker::unknown));
    mixture.stranger.clear();
    CHECK(makeSpectrumExample(mixture, stft, features).talker.empty());
}

TEST_CASE("talker loss: the softmax's entropy, over the voices that are other talkers") {
    torch::manual_seed(4);
    const auto unit = [](const torch::Tensor& x) { return x / x.norm(2, 1, true); };
    auto embeddings = unit(torch::randn({5, 40}));
    embeddings[3] =
        unit((embeddings[1] + 0.1 * torch::randn({40}) / 40).unsqueeze(0))[0]; // voice 1 once more
    embeddings[4].zero_();                                                     // not known
    const auto codes = torch::randn({5, 6}), who = torch::randn({2, 3, 6});
    const auto target = torch::tensor({{0, -1, 1}, {-1, -1, 2}});
    const auto term = [&](int item, int frame, int voice, const std::vector<int>& among) {
        double sum = 0.0, own = 0.0;
        for (int j : among) {
            const double cosine = torch::cosine_similarity(who[item][frame], codes[j], 0).item<double>();
            sum += std::exp(16.0 * cosine);
            if (j == voice) own = std::exp(16.0 * cosine);
        }
        return -std::log(own / sum);
    };
    const double expected =
        (term(0, 0, 0, {0, 1, 2, 3}) + term(0, 2, 1, {0, 1, 2}) + term(1, 2, 2, {0, 1, 2, 3})) / 3.0;
    CHECK(talkerLoss(who, codes, embeddings, target).item<double>() == Approx(expected).epsilon(1e-3));
    CHECK(talkerLoss(who, codes, embeddings, torch::full({2, 3}, -1)).item<double>() == 0.0);
    auto heard = codes.index({torch::tensor({0, 1, 2})}).reshape({1, 3, 6});
    CHECK(talkerLoss(heard, codes, embeddings, torch::tensor({{0, 1, 2}})).item<double>() <
          0.7 * std::log(3.0));
}
