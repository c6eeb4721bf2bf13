// Every bad call of the C API returns a code and one line: no crash, no exception, no change of state.
#include "Api/Fixture.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Support/ToyModels.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <thread>

using namespace solus;

namespace {

/// One line that contains all of `words`.
void checkMessage(const char* message, const std::vector<std::string>& words) {
    INFO("message: " << message);
    CHECK(std::strlen(message) > 0);
    CHECK(std::strchr(message, '\n') == nullptr);
    for (const auto& word : words) CHECK_THAT(message, Catch::Contains(word));
}

} // namespace

TEST_CASE("models that cannot be had: no engine, and the thread's error says why") {
    const api::Folder folder;
    CHECK(solus_create("no-such-model") == nullptr);
    checkMessage(solus_last_error(nullptr), {"no-such-model", "denoise-solus"});
    CHECK(solus_create("") == nullptr);
    CHECK(solus_create("verify-solus") == nullptr);
    checkMessage(solus_last_error(nullptr), {"verify-solus", "denoiser"});
    CHECK(solus_create(folder.path("missing.safetensors").c_str()) == nullptr);
    checkMessage(solus_last_error(nullptr), {"missing.safetensors"});
    CHECK(solus_create((folder.path() + "/").c_str()) == nullptr);
    checkMessage(solus_last_error(nullptr), {folder.path()});
    auto file = toy::randomDenoiserFile(1, {64, 32, 64, "sqrt_hann"});
    file.resize(file.size() / 2);
    CHECK(solus_create(folder.write("half.safetensors", file).c_str()) == nullptr);
    checkMessage(solus_last_error(nullptr), {"half.safetensors"});
    std::thread([] {
        CHECK(std::string(solus_last_error(nullptr)).empty());
    }).join(); // other threads have their own errors
}

TEST_CASE("NULL instead of an engine") {
    CHECK(solus_prepare(nullptr, 48000, 1) == SOLUS_BAD_ARGUMENT);
    checkMessage(solus_last_error(nullptr), {"solus_prepare", "NULL"});
    float x = 0.0f;
    float* channel = &x;
    CHECK(solus_process(nullptr, &channel, &channel, 1) == SOLUS_BAD_ARGUMENT);
    checkMessage(solus_last_error(nullptr), {"solus_process", "NULL"});
    CHECK(solus_reset(nullptr) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_set(nullptr, "amount", 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_get(nullptr, "amount", &x) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_set_model(nullptr, nullptr) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_set_voices(nullptr, nullptr, 0) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_clear_voices(nullptr) == SOLUS_BAD_ARGUMENT);
    checkMessage(solus_last_error(nullptr), {"solus_clear_voices"});
    CHECK(solus_listen(nullptr, 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_latency(nullptr) == -1);
    CHECK(solus_score(nullptr) == -1.0f);
    solus_destroy(nullptr);
}

TEST_CASE("process() and reset() before prepare(), and NULL for samples") {
    const auto solus = api::make();
    float x = 0.25f, y = 7.0f;
    const float* in[] = {&x, &x};
    float* out[] = {&y, &y};
    CHECK(solus_process(solus.get(), in, out, 1) == SOLUS_NOT_PREPARED);
    checkMessage(solus_last_error(solus.get()), {"solus_prepare"});
    CHECK(solus_reset(solus.get()) == SOLUS_NOT_PREPARED);
    CHECK(y == 7.0f);
    REQUIRE(solus_prepare(solus.get(), 48000, 2) == SOLUS_OK);
    CHECK(solus_process(solus.get(), nullptr, out, 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_process(solus.get(), in, nullptr, 1) == SOLUS_BAD_ARGUMENT);
    out[1] = nullptr;
    CHECK(solus_process(solus.get(), in, out, 1) == SOLUS_BAD_ARGUMENT);
    checkMessage(solus_last_error(solus.get()), {"NULL"});
    CHECK(solus_process(solus.get(), in, out, -1) == SOLUS_BAD_ARGUMENT);
    CHECK(y == 7.0f);
    CHECK(solus_process(solus.get(), nullptr, nullptr, 0) == SOLUS_OK);
}

TEST_CASE("rates and channels that Solus does not take leave it as it was prepared") {
    const auto solus = api::make(), untouched = api::make();
    for (const auto& engine : {solus.get(), untouched.get()})
        REQUIRE(solus_prepare(engine, 44100, 1) == SOLUS_OK);
    for (const double rate :
         {0.0, -48000.0, 7999.0, 1e9, std::nan(""), std::numeric_limits<double>::infinity()})
        CHECK(solus_prepare(solus.get(), rate, 1) == SOLUS_FAILED);
    checkMessage(solus_last_error(solus.get()), {"8 to 192 kHz"});
    for (const int channels : {0, -1, 65}) CHECK(solus_prepare(solus.get(), 48000, channels) == SOLUS_FAILED);
    checkMessage(solus_last_error(solus.get()), {"65 channels"});
    const auto in = toy::noise(1, 10000, 5);
    CHECK(api::run(solus.get(), in, 480) == api::run(untouched.get(), in, 480));
}

TEST_CASE("parameters: unknown, out of range, no number; what was set stays") {
    const auto solus = api::make();
    float value = 0.0f;
    REQUIRE(solus_set(solus.get(), "amount", 12.5f) == SOLUS_OK);
    CHECK(solus_set(solus.get(), "loudness", 1) == SOLUS_BAD_ARGUMENT);
    checkMessage(solus_last_error(solus.get()), {"loudness", "amount", "lookahead"});
    CHECK(solus_set(solus.get(), nullptr, 1) == SOLUS_BAD_ARGUMENT);
    for (const float bad : {-1.0f, 100.5f, std::nanf("")})
        CHECK(solus_set(solus.get(), "amount", bad) == SOLUS_BAD_ARGUMENT);
    checkMessage(solus_last_error(solus.get()), {"amount", "0 to 100 dB", "nan"});
    CHECK(solus_get(solus.get(), "amount", nullptr) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_get(solus.get(), "loudness", &value) == SOLUS_BAD_ARGUMENT);
    REQUIRE(solus_get(solus.get(), "amount", &value) == SOLUS_OK);
    CHECK(value == 12.5f);
    CHECK(solus_parameter_at(-1) == nullptr);
    CHECK(solus_parameter_at(solus_parameter_count()) == nullptr);
    for (int i = 0; i < solus_parameter_count(); ++i) {
        const solus_parameter& p = *solus_parameter_at(i);
        REQUIRE(solus_set(solus.get(), p.id, p.low) == SOLUS_OK);
        REQUIRE(solus_set(solus.get(), p.id, p.high) == SOLUS_OK);
        REQUIRE(solus_get(solus.get(), p.id, &value) == SOLUS_OK);
        CHECK(value == p.high);
    }
}

TEST_CASE("voices: by name and by file; missing, damaged and foreign ones change nothing") {
    const api::Folder folder;
    ::setenv("XDG_DATA_HOME", folder.path().c_str(), 1);
    const auto embedder = defaultEmbedder();
    std::vector<float> print(static_cast<size_t>(embedder->outputSize), 0.0f);
    print[0] = 1.0f;
    const VoicePrint anna{"anna", embedder->hash, print, 9.0, ""};
    anna.save(folder.path("solus/voices/anna.voice"));
    VoicePrint{"old", std::string(64, 'a'), print, 9.0, ""}.save(folder.path("old.voice"));
    folder.write("bad.voice", std::vector<std::byte>(100));
    const std::string annaFile = folder.path("solus/voices/anna.voice"), old = folder.path("old.voice"),
                      bad = folder.path("bad.voice");

    const auto solus = api::make(), other = api::make();
    for (const auto& engine : {solus.get(), other.get()}) {
        REQUIRE(solus_prepare(engine, 48000, 1) == SOLUS_OK);
        solus_set(engine, "gate", 1);
        solus_set(engine, "undecided", 0);
    }
    const char* good[] = {"anna", annaFile.c_str()};
    REQUIRE(solus_set_voices(solus.get(), good, 1) == SOLUS_OK);
    REQUIRE(solus_set_voices(other.get(), good + 1, 1) == SOLUS_OK);
    const std::pair<const char*, const char*> failing[] = {{"ben", "anna"},
                                                           {old.c_str(), "enrol again"},
                                                           {bad.c_str(), "not a voice print"},
                                                           {"", "no such voice"}};
    for (const auto& [name, word] : failing) {
        const char* pair[] = {"anna", name};
        CHECK(solus_set_voices(solus.get(), pair, 2) == SOLUS_FAILED);
        checkMessage(solus_last_error(solus.get()), {word});
    }
    const char* null[] = {nullptr};
    CHECK(solus_set_voices(solus.get(), null, 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_set_voices(solus.get(), nullptr, 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_set_voices(solus.get(), good, -1) == SOLUS_BAD_ARGUMENT);
    const std::vector<const char*> crowd(17, "anna");
    CHECK(solus_set_voices(solus.get(), crowd.data(), 17) == SOLUS_FAILED);
    checkMessage(solus_last_error(solus.get()), {"16 voices"});

    const auto in = toy::noise(1, 30000, 6);
    const auto gated = api::run(solus.get(), in, 480);
    CHECK(gated == api::run(other.get(), in, 480)); // the set is unchanged, whatever has failed since
    REQUIRE(solus_clear_voices(solus.get()) == SOLUS_OK);
    solus_reset(solus.get());
    CHECK(api::run(solus.get(), in, 480) != gated);
}

TEST_CASE("a bad model while sound runs: an error, and the old one plays on") {
    const api::Folder folder;
    const auto solus = api::make(), untouched = api::make();
    for (const auto& engine : {solus.get(), untouched.get()})
        REQUIRE(solus_prepare(engine, 48000, 1) == SOLUS_OK);
    CHECK(solus_set_model(solus.get(), "no-such-model") == SOLUS_FAILED);
    CHECK(solus_set_model(solus.get(), folder.write("bad.safetensors", std::vector<std::byte>(64)).c_str()) ==
          SOLUS_FAILED);
    checkMessage(solus_last_error(solus.get()), {"bad.safetensors"});
    const auto in = toy::noise(1, 40000, 7);
    CHECK(api::run(solus.get(), in, 480) == api::run(untouched.get(), in, 480));
}
