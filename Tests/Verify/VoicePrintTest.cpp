// Voice prints: exact round trips, atomic files, and rejection of all damage.
#include "Verify/VoicePrint.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

using namespace solus;
namespace fs = std::filesystem;

namespace {

VoicePrint sample() {
    return {"Ada \"the\" voice \xC3\xA4",
            std::string(64, 'a'),
            {0.6f, -0.8f, 0.0f},
            12.5,
            "2026-01-01T00:00:00Z"};
}

} // namespace

TEST_CASE("text and file round trips keep every bit") {
    const VoicePrint print = sample();
    CHECK(VoicePrint::fromText(print.toText(), "test") == print);
    const auto folder = fs::temp_directory_path() / ("solus-voice-test-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    const std::string path = (folder / "deep" / "ada.voice").string();
    print.save(path);
    CHECK(VoicePrint::load(path) == print);
    CHECK(print.toText().size() < 10000);
    int files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder / "deep")) ++files;
    CHECK(files == 1); // no temporary file left
    fs::remove_all(folder);
}

TEST_CASE("every flipped or missing byte is an Error, never a crash or a wrong voice") {
    const std::string good = sample().toText();
    std::mt19937 random(1);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string bad = good;
        if (i % 3 == 0)
            bad.resize(random() % (bad.size() - 2));
        else
            bad[random() % bad.size()] ^= static_cast<char>(1 << (random() % 8));
        try {
            const VoicePrint read = VoicePrint::fromText(bad, "test");
            CHECK(read == sample()); // white space may change
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(refused > 2900);
    CHECK_THROWS_WITH(VoicePrint::fromText("hello", "f.voice"),
                      Catch::Contains("f.voice") && Catch::Contains("not a voice"));
    CHECK_THROWS_AS(VoicePrint::load("/nonexistent/x.voice"), Error);
    CHECK_THROWS_AS(VoicePrint::load("/"), Error);
}

TEST_CASE("a print that nests without end, or is a pipe, is refused at once") {
    const std::string start = R"({"format":"solus-voice","version":1,"checksum":"","deep":)";
    for (const size_t depth : {size_t{5}, size_t{400'000}}) {
        const std::string deep = start + std::string(depth, '[') + std::string(depth, ']') + "}";
        CHECK_THROWS_WITH(VoicePrint::fromText(deep, "f.voice"), Catch::Contains("not a voice print"));
    }
    const std::string file =
        (fs::temp_directory_path() / ("solus-deep-" + std::to_string(getpid()) + ".voice")).string();
    std::ofstream(file) << R"({"format":)" << std::string(400'000, '[') << std::string(400'000, ']') << "}";
    CHECK_FALSE(VoicePrint::isVoicePrint(file));
    fs::remove(file);
    const std::string pipe =
        (fs::temp_directory_path() / ("solus-pipe-" + std::to_string(getpid()) + ".voice")).string();
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_THROWS_WITH(VoicePrint::load(pipe),
                      Catch::Contains("no such voice print")); // nobody writes into it
    fs::remove(pipe);
}

TEST_CASE("merging weighs by seconds and refuses other embedders") {
    VoicePrint a = sample(), b = sample();
    a.embedding = {1, 0, 0}, a.seconds = 30;
    b.embedding = {0, 1, 0}, b.seconds = 10;
    const VoicePrint sum = merged(a, b);
    CHECK(sum.embedding[0] / sum.embedding[1] == Approx(3.0f));
    CHECK(sum.seconds == 40);
    b.embedderHash = std::string(64, 'b');
    CHECK_THROWS_WITH(merged(a, b), Catch::Contains("enrol again"));
}

TEST_CASE("speech with treble is not mixed with what came by telephone") {
    const VoicePrint wide{"me", std::string(64, 'a'), {1.0f, 0.0f}, 5.0, "", false};
    const VoicePrint telephone{"me", std::string(64, 'a'), {0.0f, 1.0f}, 9.0, "", true};
    for (const auto& sum : {merged(wide, telephone), merged(telephone, wide)}) {
        CHECK(sum.embedding == wide.embedding);
        CHECK(sum.seconds == 5.0);
        CHECK_FALSE(sum.byTelephone);
    }
    const auto file =
        (fs::temp_directory_path() / ("solus-cut-telephone-" + std::to_string(::getpid()) + ".voice"))
            .string();
    for (const auto& print : {wide, telephone}) { // cut short, it is still somebody's voice
        std::ofstream(file, std::ios::binary) << print.toText().substr(0, 100);
        CHECK(VoicePrint::isVoicePrint(file));
        CHECK_THROWS_AS(VoicePrint::load(file), Error);
    }
    fs::remove(file);
    CHECK(merged(telephone, telephone).byTelephone);
    CHECK(merged(telephone, telephone).seconds == 18.0);
}
