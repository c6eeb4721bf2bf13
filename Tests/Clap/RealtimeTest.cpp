// The audio thread never waits, whatever changes meanwhile.
#include "Clap/Plugin.h"
#include "Support/RealtimeHook.h"
#include "Support/VoicePlace.h"

#include <chrono>
#include <random>
#include <thread>

using toy::ClapPlugin;
using toy::Place;

TEST_CASE("process(), flush() and reset() allocate nothing, take no lock and make no call, while everything "
          "changes") {
    if (!toy::RealtimeWatch::available()) return;
    const Place place;
    ClapPlugin plugin;
    {
        const toy::RealtimeWatch watch;
        plugin.activate(44100);
        CHECK(watch.violations() > 0); // the hook works inside the plugin
    }
    auto in = toy::noise(2, 2000, 1), out = in;
    float *from[] = {in[0].data(), in[1].data()}, *to[] = {out[0].data(), out[1].data()};
    std::vector<clap_param_info> infos(plugin.params->count(plugin.clap));
    for (uint32_t i = 0; i < infos.size(); ++i) REQUIRE(plugin.params->get_info(plugin.clap, i, &infos[i]));
    std::mt19937 random(5);
    int violations = 0, restarts = 0;
    std::string first;
    toy::ClapEvents events;
    for (int block = 0; block < 600; ++block) {
        events.clear();
        const auto frames = static_cast<uint32_t>(random() % 2000);
        uint32_t time = 0;
        for (unsigned left = random() % 8; left > 0; --left) {
            time = std::min(frames, time + static_cast<uint32_t>(random() % 500));
            const clap_param_info& info = infos[random() % infos.size()];
            double top = info.max_value;
            if (info.id == 1000) top = 5; // models
            if (info.id == 1001) top = 2; // voices
            const double value = info.min_value + (top - info.min_value) * (random() % 1001) / 1000.0;
            events.add(time, info.id, value);
        }
        {
            const toy::RealtimeWatch watch;
            if (block % 5 == 4) plugin.params->flush(plugin.clap, events.asClap(), nullptr);
            plugin.process(from, to, frames, block % 5 == 4 ? nullptr : events.asClap());
            if (block % 50 == 49) plugin.clap->reset(plugin.clap);
            violations += watch.violations();
            if (first.empty()) first = watch.firstViolation();
        }
        if (block % 100 == 99 && plugin.host.restarts > 0) { // as hosts do, with a delay
            plugin.activate(44100);
            restarts += plugin.host.restarts.exchange(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    INFO("first violation: " << first);
    CHECK(violations == 0);
    CHECK((restarts >= 4 && restarts <= 6)); // of six activations, each requested once
}

TEST_CASE("states are loaded and saved on the main thread while the audio thread runs") {
    const Place place;
    ClapPlugin plugin;
    plugin.activate(48000);
    const std::string standard = plugin.save();
    std::atomic<bool> stop{false};
    std::atomic<int> blocks{0};
    std::thread audio([&] {
        auto in = toy::noise(2, 512, 1);
        float* both[] = {in[0].data(), in[1].data()};
        toy::ClapEvents events;
        while (!stop) {
            events.clear();
            events.add(100, 1, 50.0);
            plugin.process(both, both, 512, events.asClap());
            ++blocks;
        }
    });
    for (int i = 0; i < 200 || blocks < 200; ++i) {
        CHECK(plugin.load(i % 2 == 0 ? standard : R"({"format":"solus-clap","version":1,"voice":"anna"})"));
        (void)plugin.save();
        (void)plugin["Mix"];
        (void)plugin.latency();
    }
    stop = true;
    audio.join();
    CHECK(plugin.host.takeLines().empty());
}
