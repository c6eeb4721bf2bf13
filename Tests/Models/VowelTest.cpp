// A held note is recognised as a voice.
#include "Engine/Models.h"
#include "Support/Signals.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

constexpr int rate = 48000;

/// Harmonics of 1 / k under two formants, -26 dBFS, with a vibrato of 5 Hz and 30 cents.
std::vector<float> sungVowel(double hz, int count) {
    std::vector<float> x(static_cast<size_t>(count));
    double phase = 0.0, power = 0.0;
    for (int n = 0; n < count; ++n) {
        phase += 6.283185307179586 * hz *
                 std::exp2(30.0 / 1200.0 * std::sin(6.283185307179586 * 5.0 * n / rate)) / rate;
        double sum = 0.0;
        for (int k = 1; k * hz < 8000.0; ++k) {
            const double first = (k * hz - 700.0) / 500.0, second = (k * hz - 1200.0) / 600.0;
            sum += std::sin(k * phase) / k *
                   (0.05 + std::exp(-first * first) + 0.3 * std::exp(-second * second));
        }
        x[static_cast<size_t>(n)] = static_cast<float>(sum);
        power += sum * sum / count;
    }
    for (float& v : x) v *= static_cast<float>(0.05 / std::sqrt(power));
    return x;
}

} // namespace

TEST_CASE("a vowel that is held for seconds does not fade") {
    VoiceEngine engine(defaultDenoiser());
    engine.prepare(rate, 1);
    for (const double hz : {110.0, 220.0, 440.0}) {
        engine.reset();
        const auto in = sungVowel(hz, 6 * rate);
        const auto out = toy::run(engine, {in})[0];
        INFO(hz << " Hz");
        CHECK(toy::levelDb(out, 4 * rate, 5 * rate) > toy::levelDb(in, 4 * rate, 5 * rate) - 2.0);
    }
}
