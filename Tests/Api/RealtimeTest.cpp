// Functions that solus.h calls real-time: no allocation, no lock, no system call.
#include "Api/Fixture.h"
#include "Support/RealtimeHook.h"

#include <cmath>

namespace {

template <class Action>
int violationsOf(Action&& action) {
    const toy::RealtimeWatch watch;
    action();
    return watch.violations();
}

} // namespace

TEST_CASE("the functions that are called real-time are so, while models change too") {
    if (!toy::RealtimeWatch::available()) return;
    const auto solus = api::make();
    CHECK(violationsOf([&] { solus_prepare(solus.get(), 44100, 2); }) > 0); // the hook sees the library
    auto in = toy::noise(2, 20000, 1);
    in[0][77] = std::nanf("");
    float* channels[] = {in[0].data(), in[1].data()};
    for (const char* model : {"live", "solus"}) {
        REQUIRE(solus_set_model(solus.get(), model) == SOLUS_OK);
        float value = 0.0f;
        CHECK(violationsOf([&] {
                  solus_set(solus.get(), "amount", 20.0f);
                  solus_set(solus.get(), "gate", 1.0f);
                  solus_get(solus.get(), "mix", &value);
                  solus_listen(solus.get(), 1);
                  solus_process(solus.get(), channels, channels, 20000);
                  solus_score(solus.get());
                  solus_latency(solus.get());
                  solus_process(solus.get(), nullptr, channels, 1); // rejected
                  solus_reset(solus.get());
              }) == 0);
        for (const float y : in[0]) REQUIRE(std::isfinite(y));
    }
}
