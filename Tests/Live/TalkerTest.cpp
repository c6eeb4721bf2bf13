// A person using the live app: ten seconds to learn a voice, then "You" and "Someone else" follow the talker.
#include "LiveFixture.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

using namespace livetest;

namespace {

/// At the device's rate.
std::vector<float> clip(const std::string& name) {
    const auto file = readFile(SOLUS_RESOURCES "/Demo/" + name + ".flac")[0];
    solus::Resampler resampler(16000, 48000);
    std::vector<float> out(static_cast<std::size_t>(resampler.maxOutput(static_cast<int>(file.size()))));
    out.resize(
        static_cast<std::size_t>(resampler.process(file.data(), static_cast<int>(file.size()), out.data())));
    return out;
}

/// Mean score after the first second.
double meanScore(Rig& rig, const std::vector<float>& voice) {
    double sum = 0.0;
    int count = 0;
    for (std::size_t at = 0; at + 480 <= voice.size(); at += 480) {
        rig.run({voice.begin() + static_cast<std::ptrdiff_t>(at),
                 voice.begin() + static_cast<std::ptrdiff_t>(at) + 480},
                480);
        if (at > 96000) sum += rig.processor.engine().speakerScore(), ++count;
    }
    return sum / count;
}

} // namespace

TEST_CASE("a voice is learnt from the live sound, and told from another") {
    Rig rig;
    rig.prepare();
    auto& enrolment = rig.processor.enrolment();
    enrolment.record("Anna", 48000);
    using Phase = solus::EnrolmentStatus::Phase;
    for (const char* name : {"enrol-1", "enrol-2", "enrol-3"}) {
        const auto voice = clip(name);
        for (std::size_t at = 0; at + 4800 <= voice.size() && enrolment.status().phase == Phase::recording;
             at += 4800) {
            rig.run({voice.begin() + static_cast<std::ptrdiff_t>(at),
                     voice.begin() + static_cast<std::ptrdiff_t>(at) + 4800},
                    4800);
            std::this_thread::sleep_for(
                std::chrono::milliseconds(30)); // the worker gets a second in which to catch up
        }
    }
    for (int i = 0; i < 500 && enrolment.recording(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    enrolment.finish();
    INFO(enrolment.status().hint);
    REQUIRE(enrolment.status().phase == Phase::done);
    CHECK(enrolment.status().speechSeconds > 8.0);
    REQUIRE(rig.processor.voices().list().size() == 1);

    rig.processor.parameters().gate.setValueNotifyingHost(1.0f);
    rig.run({}, 4800);
    const double same = meanScore(rig, clip("same"));
    rig.run({}, 96000);
    const double other = meanScore(rig, clip("other"));
    INFO("same " << same << ", other " << other);
    CHECK(same > other + 0.25);
}
