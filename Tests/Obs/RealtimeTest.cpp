// The filter's part of OBS's audio thread never waits, whatever the user does meanwhile.
#include "Engine/Models.h"
#include "Obs/Host.h"
#include "Support/RealtimeHook.h"

#include <atomic>
#include <chrono>
#include <dlfcn.h>
#include <random>
#include <thread>

namespace {

obs_source_info filter{};

} // namespace

/// Overrides libobs's function: it sees what the module registers, so that the filter can be called without the locks
/// that libobs takes.
extern "C" void obs_register_source_s(const obs_source_info* info, size_t size) {
    static const auto real =
        reinterpret_cast<decltype(&obs_register_source_s)>(::dlsym(RTLD_NEXT, "obs_register_source_s"));
    if (std::string(info->id) == "solus_filter") filter = *info;
    real(info, size);
}

/// An instance of the filter whose functions the test calls itself. The test destroys `data`.
struct Instance {
    Instance() {
        REQUIRE(filter.filter_audio != nullptr);
        filter.get_defaults(settings);
        data = filter.create(settings, stage.filter());
        REQUIRE(data != nullptr);
    }
    obs::Stage stage;
    const OBSDataAutoRelease settings = obs_data_create();
    void* data = nullptr;
};

TEST_CASE(
    "filter_audio allocates nothing, takes no lock and makes no call, while settings and models change") {
    if (!toy::RealtimeWatch::available()) return;
    obs::format(48000, 2);
    const Instance instance;
    const auto& settings = instance.settings;
    void* data = instance.data;

    std::atomic<bool> stop{false};
    std::thread user([&] {
        std::mt19937 random(7);
        const char* models[] = {"", "denoise-live", "denoise-light", "no-such-model"};
        while (!stop) {
            obs_data_set_string(settings, "model", models[random() % 4]);
            obs_data_set_string(settings, "voice", random() % 2 ? "no-such-voice" : "");
            obs_data_set_double(settings, "amount", static_cast<double>(random() % 60));
            obs_data_set_bool(settings, "gate", random() % 2 == 0);
            filter.update(data, settings);
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    auto sound = toy::noise(2, 1024, 1);
    obs_audio_data audio{};
    uint64_t time = 5'000'000'000u;
    int violations = 0, delays = 0;
    std::string first;
    uint64_t delay = 0;
    for (int block = 0; block < 400 || (delays < 3 && block < 20000); ++block) {
        for (size_t c = 0; c < 2; ++c) audio.data[c] = reinterpret_cast<uint8_t*>(sound[c].data());
        audio.frames = 1024;
        audio.timestamp = time += block % 100 == 99 ? 5'000'000'000u : 21'333'333u; // jumps, too
        {
            const toy::RealtimeWatch watch;
            filter.filter_audio(data, &audio);
            violations += watch.violations();
            if (first.empty()) first = watch.firstViolation();
        }
        delays += time - audio.timestamp != delay;
        delay = time - audio.timestamp;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    stop = true;
    user.join();
    {
        const toy::RealtimeWatch watch;
        obs_properties_destroy(filter.get_properties(data));
        CHECK(watch.violations() > 0); // the hook works inside the module
    }
    filter.destroy(data);
    INFO("first violation: " << first);
    CHECK(violations == 0);
    CHECK(delays >= 3); // models really changed while the hook watched
}

TEST_CASE(
    "another rate while sound runs: the new engine is handed over, and the audio thread waits for nobody") {
    if (!toy::RealtimeWatch::available()) return;
    obs::format(48000, 2);
    const Instance instance;
    const auto& settings = instance.settings;
    void* data = instance.data;
    auto sound = toy::noise(2, 480, 1);
    uint64_t time = 5'000'000'000u;
    int violations = 0;
    const auto delay = [&] {
        obs_audio_data audio{};
        for (size_t c = 0; c < 2; ++c) audio.data[c] = reinterpret_cast<uint8_t*>(sound[c].data());
        audio.frames = 480;
        audio.timestamp = time += 10'000'000u;
        const toy::RealtimeWatch watch;
        filter.filter_audio(data, &audio);
        violations += watch.violations();
        return time - audio.timestamp;
    };
    CHECK(delay() == 10'000'000u);
    for (const int rate : {44100, 96000, 48000}) {
        obs::format(rate, 2);
        CHECK(delay() == 0); // no settings yet: audio passes unchanged
        filter.update(data, settings);
        CHECK(delay() > 0);
    }
    CHECK(delay() == 10'000'000u);
    filter.destroy(data);
    CHECK(violations == 0);
}
