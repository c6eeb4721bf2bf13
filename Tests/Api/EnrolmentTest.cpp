// The C API enrols the same voice as every other program, loses nothing and throws nothing.
#include "Api/Fixture.h"
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceFolder.h"
#include "Files/AudioFileReader.h"

#include <solus/solus.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>

using namespace solus;

namespace {

struct Lesson {
    Lesson() {
        ::setenv("XDG_DATA_HOME", folder.path().c_str(), 1);
        AudioFileReader reader(SOLUS_RESOURCES "/Demo/enrol-2.flac");
        samples = reader.readAll();
        rate = reader.info().sampleRate;
    }
    using Handle = std::unique_ptr<solus_enrolment, decltype(&solus_enrolment_destroy)>;
    /// `samples` on both channels, in odd blocks.
    Handle heard() const {
        Handle enrolment(solus_enrolment_create(rate, 2), solus_enrolment_destroy);
        REQUIRE(enrolment != nullptr);
        for (size_t at = 0; at < samples.size(); at += 777) {
            const float* channels[] = {samples.data() + at, samples.data() + at};
            const int count = static_cast<int>(std::min<size_t>(777, samples.size() - at));
            REQUIRE(solus_enrolment_push(enrolment.get(), channels, count) == SOLUS_OK);
        }
        return enrolment;
    }

    const api::Folder folder;
    std::vector<float> samples;
    int rate = 0;
};

std::string errorOf(const Lesson::Handle& enrolment) {
    return solus_enrolment_last_error(enrolment.get());
}

} // namespace

TEST_CASE("a voice learnt through the API is VoiceAnalyser's, is found by its name, and passes") {
    const Lesson lesson;
    const auto enrolment = lesson.heard();
    CHECK(solus_enrolment_seconds(enrolment.get()) > 1.0);
    CHECK(std::string(solus_enrolment_advice(enrolment.get(), 1000.0)).find("keep talking") == 0);
    CHECK(std::string(solus_enrolment_advice(enrolment.get(), 0.5)).empty());
    REQUIRE(solus_enrolment_finish(enrolment.get()) == SOLUS_OK);
    REQUIRE(solus_enrolment_finish(enrolment.get()) == SOLUS_OK); // nothing more to do
    REQUIRE(solus_enrolment_save(enrolment.get(), "anna", 0) == SOLUS_OK);

    VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), lesson.rate, 2);
    const float* channels[] = {lesson.samples.data(), lesson.samples.data()};
    analyser.push(channels, static_cast<int>(lesson.samples.size()));
    const VoiceAnalysis analysis = analyser.finish();
    const VoicePrint saved = VoiceFolder().load("anna", *defaultEmbedder());
    CHECK(saved.name == "anna");
    CHECK(saved.embedding == analysis.embedding);
    CHECK(saved.seconds == analysis.speechSeconds);
    CHECK(solus_enrolment_seconds(enrolment.get()) == analysis.speechSeconds);
    REQUIRE(solus_enrolment_finding_count(enrolment.get()) == std::ssize(analysis.findings));
    for (int i = 0; i < solus_enrolment_finding_count(enrolment.get()); ++i)
        CHECK(solus_enrolment_finding(enrolment.get(), i) == analysis.findings[static_cast<size_t>(i)]);
    CHECK(solus_enrolment_finding(enrolment.get(), -1) == nullptr);
    CHECK(solus_enrolment_finding(enrolment.get(), std::numeric_limits<int>::max()) == nullptr);

    const auto solus = api::make();
    const char* voices[] = {"anna"};
    CHECK(solus_set_voices(solus.get(), voices, 1) == SOLUS_OK);
}

TEST_CASE("odd names are refused in the words of every program, and no voice is replaced unasked") {
    const Lesson lesson;
    const auto enrolment = lesson.heard();
    REQUIRE(solus_enrolment_finish(enrolment.get()) == SOLUS_OK);
    const std::string longest(249, 'x'), file = lesson.folder.path("mine.voice");
    for (const char* good : {"Dr. Anna B.", "ANNA", longest.c_str(), file.c_str()})
        CHECK(solus_enrolment_save(enrolment.get(), good, 0) == SOLUS_OK);
    const std::pair<std::string, const char*> odd[] = {{"", "it is empty"},
                                                       {".anna", "it begins with '.'"},
                                                       {"-anna", "it begins with '-'"},
                                                       {"two\nlines", "control character"},
                                                       {"\xff", "it is not UTF-8"},
                                                       {longest + "x", "longer than 249 bytes"},
                                                       {"a/b", "ends in .voice"}};
    for (const auto& [name, why] : odd) {
        INFO(name);
        CHECK(solus_enrolment_save(enrolment.get(), name.c_str(), 1) == SOLUS_FAILED);
        CHECK(errorOf(enrolment).find(why) != std::string::npos);
    }
    for (const char* there : {"ANNA", file.c_str()}) {
        CHECK(solus_enrolment_save(enrolment.get(), there, 0) == SOLUS_FAILED);
        CHECK(errorOf(enrolment).find("is enrolled already") != std::string::npos);
        CHECK(solus_enrolment_save(enrolment.get(), there, 1) == SOLUS_OK);
    }
    const auto notes = lesson.folder.write("notes.voice", std::vector<std::byte>(10));
    CHECK(solus_enrolment_save(enrolment.get(), notes.c_str(), 1) == SOLUS_FAILED);
    CHECK(errorOf(enrolment).find("not a voice") != std::string::npos);
    CHECK(VoiceFolder().names() == std::vector<std::string>{"ANNA", "Dr. Anna B.", longest});
}

TEST_CASE("NULL, too little, too early, too late: a code and a line") {
    const Lesson lesson;
    CHECK(solus_enrolment_push(nullptr, nullptr, 0) == SOLUS_BAD_ARGUMENT);
    CHECK(std::string(solus_enrolment_last_error(nullptr)).find("solus_enrolment_push") == 0);
    CHECK(solus_enrolment_finish(nullptr) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_enrolment_save(nullptr, "x", 0) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_enrolment_seconds(nullptr) == -1.0);
    CHECK(std::string(solus_enrolment_advice(nullptr, 1.0)).empty());
    CHECK(solus_enrolment_finding_count(nullptr) == 0);
    CHECK(solus_enrolment_finding(nullptr, 0) == nullptr);
    solus_enrolment_destroy(nullptr);
    for (const double rate : {0.0, -1.0, 1e9, std::nan("")})
        CHECK(solus_enrolment_create(rate, 1) == nullptr);
    CHECK(std::string(solus_last_error(nullptr)).find("8 to 192 kHz") != std::string::npos);
    for (const int channels : {0, -1, 65}) CHECK(solus_enrolment_create(48000, channels) == nullptr);

    const Lesson::Handle enrolment(solus_enrolment_create(lesson.rate, 1), solus_enrolment_destroy);
    const float* mono[] = {lesson.samples.data()};
    const float* null[] = {nullptr};
    CHECK(solus_enrolment_push(enrolment.get(), nullptr, 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_enrolment_push(enrolment.get(), null, 1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_enrolment_push(enrolment.get(), mono, -1) == SOLUS_BAD_ARGUMENT);
    CHECK(solus_enrolment_push(enrolment.get(), nullptr, 0) == SOLUS_OK);
    CHECK(solus_enrolment_save(enrolment.get(), "anna", 0) == SOLUS_NOT_PREPARED);
    CHECK(solus_enrolment_finish(enrolment.get()) == SOLUS_FAILED); // and it can continue:
    CHECK(errorOf(enrolment).find("second of speech") != std::string::npos);
    REQUIRE(solus_enrolment_push(enrolment.get(), mono, static_cast<int>(lesson.samples.size())) == SOLUS_OK);
    REQUIRE(solus_enrolment_finish(enrolment.get()) == SOLUS_OK);
    CHECK(solus_enrolment_push(enrolment.get(), mono, 1) == SOLUS_FAILED);
    CHECK(solus_enrolment_save(enrolment.get(), nullptr, 0) == SOLUS_BAD_ARGUMENT);
    CHECK(VoiceFolder().names().empty());
}

TEST_CASE("the C++ face learns a voice that an isolator takes; errors are exceptions") {
    const Lesson lesson;
    Enrolment enrolment(lesson.rate, 1);
    CHECK_THROWS_WITH(enrolment.finish(), Catch::Contains("second of speech"));
    CHECK_THROWS_WITH(enrolment.push(Signal(2)), Catch::Contains("channels"));
    enrolment.push(Signal{lesson.samples});
    CHECK(enrolment.seconds() > 1.0);
    CHECK(enrolment.advice(0.5).empty());
    CHECK_THROWS_WITH(enrolment.save("anna"), Catch::Contains("solus_enrolment_finish"));
    enrolment.finish();
    enrolment.save("anna");
    CHECK_THROWS_WITH(enrolment.save("anna"), Catch::Contains("is enrolled already"));
    enrolment.save("anna", true);
    Enrolment moved = std::move(enrolment);
    moved.save("ben");
    Isolator isolator;
    CHECK_NOTHROW(isolator.setVoices({"anna", "ben"}));
    CHECK_THROWS_WITH(Enrolment(1.0, 1), Catch::Contains("8 to 192 kHz"));
}
