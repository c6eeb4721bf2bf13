// The speaker model that ships, on real voices that it has never heard: recordings in, decisions out.
#include "Engine/Models.h"
#include "Engine/VoiceListener.h"
#include "Files/AudioFileReader.h"
#include "Measure/ErrorRates.h"
#include "Verify/SpeakerScore.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

using namespace solus;

namespace {

const std::string folder = SOLUS_FIXTURES "/trials/";

/// The first `seconds` of a recording, by the path of the live engine.
Hearing hear(const std::string& file, double seconds) {
    AudioFileReader reader(folder + file);
    const auto& info = reader.info();
    REQUIRE(info.channels == 1);
    std::vector<float> samples(static_cast<size_t>(seconds * info.sampleRate));
    const auto got = reader.read(samples.data(), static_cast<std::int64_t>(samples.size()));
    VoiceListener listener(defaultDenoiser(), defaultEmbedder(), info.sampleRate, 1);
    const float* pointer = samples.data();
    listener.push(&pointer, static_cast<int>(got));
    return listener.finish();
}

const Hearing& heard(const std::string& file, double seconds) {
    static std::map<std::pair<std::string, double>, Hearing> known;
    const auto key = std::make_pair(file, seconds);
    if (!known.count(key)) known.emplace(key, hear(file, seconds));
    return known.at(key);
}

struct Trial {
    bool target;
    std::string enrol, test;
};

std::vector<Trial> readTrials() {
    std::ifstream table(folder + "trials.tsv");
    std::vector<Trial> trials;
    std::string line;
    std::getline(table, line); // the names of the columns
    while (std::getline(table, line)) {
        std::istringstream fields(line);
        std::string target, corpus, enrol, test;
        std::getline(fields, target, '\t'), std::getline(fields, corpus, '\t');
        std::getline(fields, enrol, '\t'), std::getline(fields, test, '\t');
        trials.push_back({target == "1", enrol, test});
    }
    return trials;
}

/// Equal error rate with so many seconds of each test; `swapped` calls every third target a stranger.
double errorRate(double seconds, bool swapped = false) {
    std::vector<double> targets, others;
    int n = 0;
    for (const auto& trial : readTrials()) {
        const auto voice = enrol("voice", heard(trial.enrol, 60.0), *defaultEmbedder());
        const double score = verify(voice, heard(trial.test, seconds), *defaultEmbedder());
        const bool target = swapped && ++n % 3 == 0 ? !trial.target : trial.target;
        (target ? targets : others).push_back(score);
    }
    REQUIRE(targets.size() > 20);
    REQUIRE(others.size() > 100);
    return equalErrorRate(targets, others);
}

} // namespace

TEST_CASE("twelve voices, strangers of the same sex: the equal error rate stays at or below 8 % at 3 s") {
    const double rate = errorRate(3.0);
    WARN("equal error rate at 3 s: " << 100.0 * rate << " %, at 1 s: " << 100.0 * errorRate(1.0) << " %");
    CHECK(rate <= 0.08);
    CHECK(errorRate(1.0) <= 0.25);
    CHECK(errorRate(3.0, true) > 0.2); // the check can fail
}

TEST_CASE("an enrolled voice is accepted and three others of its sex are not, after 3 s and after 1 s") {
    const auto embedder = defaultEmbedder();
    const auto voice = enrol("me", heard("enroll/speechocean762_0736.opus", 60.0), *embedder);
    const float threshold = SpeakerScore(*embedder, embedder->outputSize).threshold();
    for (const double seconds : {3.0, 1.0}) {
        INFO(seconds << " s");
        CHECK(verify(voice, heard("test/speechocean762_0736_0.opus", seconds), *embedder) >= threshold);
        for (const char* stranger : {"0120", "1042", "1372"}) {
            INFO(stranger);
            CHECK(verify(voice, heard(std::string("test/speechocean762_") + stranger + "_0.opus", seconds), *embedder) <
                  threshold);
        }
    }
}

TEST_CASE("a recording of two talkers is noticed at enrolment, one talker's is not") {
    const auto findingOf = [](const std::vector<std::string>& files) {
        AudioFileReader first(folder + files[0]);
        VoiceListener listener(defaultDenoiser(), defaultEmbedder(), first.info().sampleRate, 1);
        for (const auto& file : files) {
            AudioFileReader reader(folder + file);
            std::vector<float> samples(static_cast<size_t>(60 * reader.info().sampleRate));
            const auto got = reader.read(samples.data(), static_cast<std::int64_t>(samples.size()));
            const float* pointer = samples.data();
            listener.push(&pointer, static_cast<int>(got));
        }
        for (const auto& finding : listener.finish().findings)
            if (finding.find("two talkers") != std::string::npos) return true;
        return false;
    };
    const auto all = [](const std::string& talker) {
        const std::string name = "speechocean762_" + talker;
        return std::vector<std::string>{"enroll/" + name + ".opus", "test/" + name + "_0.opus",
                                        "test/" + name + "_1.opus", "test/" + name + "_2.opus"};
    };
    int alarms = 0, found = 0;
    const std::vector<std::string> men{"0094", "0131", "0739", "1029", "1076", "1092"},
        women{"0120", "0736", "1042", "1044", "1372", "2036"};
    for (size_t i = 0; i < men.size(); ++i) {
        alarms += findingOf(all(men[i])) + findingOf(all(women[i]));
        auto both = all(men[i]);
        const auto other = all(women[i]);
        both.insert(both.end(), other.begin(), other.end());
        found += findingOf(both);
    }
    WARN("false alarms: " << alarms << " of 12, man and woman found: " << found << " of 6");
    CHECK(alarms <= 1);
    CHECK(found >= 4);
}
