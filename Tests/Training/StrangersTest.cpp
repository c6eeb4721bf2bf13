// Strangers beside the owner: what exchanging the roles keeps, and what it changes.
#include "Data/Strangers.h"
#include "Data/Mixer.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;
using namespace solus::train;

namespace {

constexpr size_t samples = 24000;

/// Pooled voices are numbered; the embedding of each says its number.
PooledSound voiceOf(int number, bool clean = true) {
    static const Entry entry;
    PooledSound voice;
    Random random{static_cast<std::uint64_t>(number)};
    for (size_t n = 0; n < 2 * samples; ++n)
        voice.samples.push_back(0.1f * static_cast<float>(random.gaussian()));
    voice.power = activePower(voice.samples);
    voice.speaker = std::to_string(number);
    voice.clean = clean;
    voice.entry = &entry;
    voice.embedding = {static_cast<float>(number), 1.0f};
    return voice;
}

struct Exchange {
    Mixture as, exchanged;
    bool found;
};

/// The same scene with and without its roles exchanged.
Exchange exchange(const StrangerOptions& options, std::uint64_t item, bool speaks, bool clean = true) {
    const StretchPool pool(1, 4, 10, [clean](Random& random) {
        return voiceOf(1 + static_cast<int>(random.below(1000)), clean);
    });
    const Strangers strangers(options, pool);
    const auto owner = voiceOf(0);
    Mixture mixture;
    mixture.speech = mixture.noise = std::vector<float>(samples, 0.0f);
    mixture.voice = owner.embedding;
    mixture.hasSpeech = speaks;
    mixture.hasNoise = false;
    if (speaks) std::copy_n(owner.samples.begin(), samples, mixture.speech.begin());
    Exchange result{mixture, mixture, false};
    Random once{2, item}, twice{2, item};
    strangers.add(0, once, -20.0, owner, result.as);
    result.found = strangers.add(0, twice, -20.0, owner, result.exchanged, true);
    return result;
}

} // namespace

TEST_CASE("with exchanged roles the microphone hears the same, and the other voice is to be kept") {
    StrangerOptions options;
    options.nobody = options.second = options.together = 0.0;
    for (std::uint64_t item = 0; item < 20; ++item) {
        const bool speaks = item % 4 != 0;
        const auto [as, exchanged, found] = exchange(options, item, speaks);
        REQUIRE(found);
        double difference = 0.0, strange = 0.0;
        for (size_t n = 0; n < samples; ++n) {
            difference = std::max<double>(
                difference, std::abs(as.speech[n] + as.noise[n] - exchanged.speech[n] - exchanged.noise[n]));
            strange = std::max<double>(strange, std::abs(as.noise[n] - exchanged.speech[n]));
        }
        CHECK(difference < 1e-6);
        CHECK(strange < 1e-6); // without noise the stranger is all that disturbs
        CHECK(as.voice != exchanged.voice);
        CHECK(as.hasOthers);
        CHECK(exchanged.hasSpeech);
        CHECK(exchanged.hasOthers == as.hasSpeech);
    }
}

TEST_CASE("nobody is exchanged for a voice that is no target, or where nobody else talks") {
    StrangerOptions options;
    options.nobody = 0.0;
    CHECK_FALSE(exchange(options, 1, true, false).found);
    options.nobody = 1.0;
    CHECK_FALSE(exchange(options, 1, true).found);
}
