// Audio input and output.
#include "Base/Error.h"
#include "HostedParameters.h"
#include "Measure/Larger.h"
#include "Validation/Support.h"

#include <cmath>
#include <limits>

namespace solus::host {
namespace {

constexpr int second = 48000;

void silence(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {});
    juce::AudioBuffer<float> quiet(2, second);
    quiet.clear();
    const auto out = play(session, quiet, 2, [] { return 512; });
    expect(finite(out), "not every sample is finite");
    expect(peak(out) < 1e-4, "silence comes out louder than -80 dBFS");
}

void badInput(Bench& bench) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(),
                    inf = std::numeric_limits<float>::infinity();
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {});
    for (float bad : {nan, inf, -inf, 1e-40f, -1e-40f, 1e30f, std::numeric_limits<float>::max()}) {
        auto in = noise(2, second / 4, bench.random);
        for (int n = 0; n < in.getNumSamples(); n += 1 + static_cast<int>(bench.random() % 50))
            in.setSample(n % 2, n, bad);
        const auto out = play(session, in, 2, [] { return 480; });
        expect(finite(out), "a sample of " + std::to_string(bad) + " makes the output not finite");
    }
    // and it recovers
    const auto out = play(session, noise(2, second, bench.random), 2, [] { return 480; });
    expect(finite(out) && peak(out) < 20.0, "the output does not recover from bad input");
}

void cutting(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    const auto in = noise(2, second / 2, bench.random);
    juce::AudioBuffer<float> whole;
    {
        Session session(*plugin, {48000.0, 4096, 2, 2, false, true});
        whole = play(session, in, 2, [] { return 512; });
    }
    for (int block : {1, 7, 64, 480, 1024, 4096, 0}) {
        Session session(*plugin, {48000.0, 4096, 2, 2, false, true});
        const auto out =
            play(session, in, 2, [&] { return block > 0 ? block : static_cast<int>(bench.random() % 4097); });
        expect(largestDifference(whole, out) < 1e-6,
               "blocks of " + std::to_string(block) + " sound different from blocks of 512");
    }
}

void emptyBlocks(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    const auto in = noise(2, second / 2, bench.random);
    juce::AudioBuffer<float> results[2];
    for (int empties : {0, 1}) {
        Session session(*plugin, {});
        int call = 0;
        results[empties] = play(session, in, 2, [&] { return empties && ++call % 3 ? 0 : 480; });
    }
    expect(largestDifference(results[0], results[1]) < 1e-6, "blocks of length 0 change the sound");
}

void doublePrecision(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    if (!plugin->supportsDoublePrecisionProcessing())
        throw Skip{"the format or the plugin has single precision only"};
    const auto in = noise(2, second / 2, bench.random);
    juce::AudioBuffer<float> results[2];
    for (bool wide : {false, true}) {
        Session session(*plugin, {48000.0, 512, 2, 2, wide, true});
        results[wide ? 1 : 0] = play(session, in, 2, [] { return 512; });
    }
    expect(largestDifference(results[0], results[1]) < 1e-5, "double and single precision differ");
}

// The delayed input, to within one bit, at the reported latency.
void bypass(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    if (plugin->getBypassParameter() == nullptr) throw Skip{"the host sees no bypass parameter"};
    const auto in = noise(2, second, bench.random);
    Session session(*plugin, {});
    plugin->getBypassParameter()->setValueNotifyingHost(1.0f);
    const auto out = play(session, in, 2, [] { return 512; });
    const int latency = session.latency();
    double worst = 0.0;
    for (int c = 0; c < 2; ++c)
        for (int n = second / 4; n < second; ++n)
            worst = larger(worst, std::abs(out.getSample(c, n) - in.getSample(c, n - latency)));
    expect(worst < 1e-6,
           "bypassed, the output is not the input " + std::to_string(latency) + " samples later");
    bench.note = "latency " + std::to_string(latency) + " samples at 48 kHz";
}

} // namespace

std::vector<Check> audioChecks() {
    return {{"silence stays silence", silence},
            {"NaN, Inf, denormal and huge input", badInput},
            {"the block size is inaudible", cutting},
            {"blocks of length 0 change nothing", emptyBlocks},
            {"double precision", doublePrecision},
            {"bypass is the input, delayed by the reported latency", bypass}};
}

} // namespace solus::host
