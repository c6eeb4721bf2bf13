// Enrolment in the plugin gives the command line's result: each channel is checked separately.
#include "Enrolment.h"
#include "Engine/Models.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>
#include <unistd.h>

using namespace solus;

namespace {

/// A voice of Resources/Demo, `left` times on the left and `right` times on the right.
std::vector<float> stereoVoice(AudioInfo& info, float left, float right) {
    AudioFileReader reader(std::string(SOLUS_RESOURCES) + "/Demo/enrol-2.flac");
    const auto mono = reader.readAll();
    info = reader.info();
    info.channels = 2;
    info.frames.reset();
    std::vector<float> pairs;
    for (float x : mono)
        for (float gain : {left, right}) pairs.push_back(std::clamp(gain * x, -1.0f, 1.0f));
    return pairs;
}

struct Lesson {
    std::optional<VoicePrint> voice;
    EnrolmentStatus status;
};

Lesson read(const AudioInfo& info, const std::vector<float>& pairs) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("solus-enrolment-test-" + std::to_string(::getpid()) + ".wav");
    AudioFileWriter writer(path.string(), info);
    writer.write(pairs.data(), static_cast<std::int64_t>(pairs.size() / 2));
    writer.commit();
    Lesson lesson;
    Enrolment enrolment(defaultDenoiser(), defaultEmbedder(),
                        [&](VoicePrint v) { lesson.voice = std::move(v); });
    enrolment.readFile("me", path.string());
    while (enrolment.status().phase == EnrolmentStatus::Phase::reading)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    lesson.status = enrolment.status();
    std::filesystem::remove(path);
    return lesson;
}

Lesson record(const AudioInfo& info, const std::vector<float>& pairs) {
    Lesson lesson;
    Enrolment enrolment(defaultDenoiser(), defaultEmbedder(),
                        [&](VoicePrint v) { lesson.voice = std::move(v); });
    enrolment.record("me", info.sampleRate);
    constexpr size_t block = 512;
    std::vector<float> planes[2] = {std::vector<float>(block), std::vector<float>(block)};
    const float* const pointers[] = {planes[0].data(), planes[1].data()};
    for (size_t from = 0; from + block <= pairs.size() / 2 && enrolment.recording(); from += block) {
        for (size_t n = 0; n < 2 * block; ++n) planes[n % 2][n / 2] = pairs[2 * from + n];
        enrolment.push(pointers, 2, block);
        std::this_thread::sleep_for(
            std::chrono::milliseconds(2)); // five times faster than it would be played
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    enrolment.finish();
    lesson.status = enrolment.status();
    return lesson;
}

} // namespace

TEST_CASE("a voice in opposite phases is learnt, from a recording and from the microphone") {
    AudioInfo info;
    const auto same = stereoVoice(info, 1.0f, 1.0f), opposite = stereoVoice(info, 1.0f, -1.0f);
    const auto expected = read(info, same), read1 = read(info, opposite), heard = record(info, opposite);
    REQUIRE(expected.voice);
    REQUIRE(read1.voice);
    REQUIRE(heard.voice);
    CHECK(read1.voice->seconds == Approx(expected.voice->seconds).margin(0.1));
    const auto& a = expected.voice->embedding;
    for (const auto* other : {&*read1.voice, &*heard.voice}) {
        float cosine = 0.0f;
        for (size_t i = 0; i < a.size(); ++i) cosine += a[i] * other->embedding[i];
        CHECK(cosine > 0.95f);
    }
}

TEST_CASE("a channel that clips is noticed, whatever the other one does") {
    AudioInfo info;
    const auto clipped = stereoVoice(info, 40.0f, 0.01f);
    CHECK_THAT(read(info, clipped).status.hint, Catch::Contains("clipped"));
    CHECK_THAT(record(info, clipped).status.hint, Catch::Contains("clipped"));
}

TEST_CASE("what cannot be the name of a voice fails at once, in the words of every other program") {
    for (const std::string& name :
         {std::string("a/b"), std::string(".a"), std::string(250, 'x'), std::string()}) {
        INFO(name);
        bool learnt = false;
        Enrolment enrolment(defaultDenoiser(), defaultEmbedder(), [&](VoicePrint) { learnt = true; });
        enrolment.readFile(name, std::string(SOLUS_RESOURCES) + "/Demo/enrol-2.flac");
        CHECK(enrolment.status().phase == EnrolmentStatus::Phase::failed);
        CHECK(enrolment.status().hint.find("cannot be the name of a voice: it ") != std::string::npos);
        enrolment.record(name, 48000.0);
        CHECK(enrolment.status().phase == EnrolmentStatus::Phase::failed);
        CHECK_FALSE(enrolment.recording());
        CHECK_FALSE(learnt);
    }
}
