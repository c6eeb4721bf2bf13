// The shipped embedder on real voices that are not in its training data: recordings in, decisions out.
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Files/AudioFileReader.h"
#include "Measure/ErrorRates.h"
#include "Verify/SpeakerScore.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

using namespace solus;

namespace {

const std::string folder = SOLUS_FIXTURES "/trials/";

/// The first `seconds` of a recording, through the path of the live engine.
VoiceAnalysis analyse(const std::string& file, double seconds) {
    AudioFileReader reader(folder + file);
    const auto& info = reader.info();
    REQUIRE(info.channels == 1);
    std::vector<float> samples(static_cast<size_t>(seconds * info.sampleRate));
    const auto got = reader.read(samples.data(), static_cast<std::int64_t>(samples.size()));
    VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), info.sampleRate, 1);
    const float* pointer = samples.data();
    analyser.push(&pointer, static_cast<int>(got));
    return analyser.finish();
}

const VoiceAnalysis& heard(const std::string& file, double seconds) {
    static std::map<std::pair<std::string, double>, VoiceAnalysis> known;
    const auto key = std::make_pair(file, seconds);
    if (!known.count(key)) known.emplace(key, analyse(file, seconds));
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

/// Equal error rate with this many seconds of each test; `swapped` labels every third target as another talker.
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

// Twelve talkers are few: the 95 % interval around the error rate is ten points wide. It is 8.3 % at 3 s and 13.9 %
// at 1 s (5.6 and 13.9 % behind the denoiser before, though on all trials both are alike); one trial more changes it by
// up to three points, so the limits leave room for rounding on other processors. The figures on all trials are in
// docs/results/speaker.md.
TEST_CASE("twelve voices, strangers of the same sex: the equal error rate does not rise") {
    const double rate = errorRate(3.0), early = errorRate(1.0);
    WARN("equal error rate at 3 s: " << 100.0 * rate << " %, at 1 s: " << 100.0 * early << " %");
    CHECK(rate <= 0.115);
    CHECK(early <= 0.165);
    CHECK(errorRate(3.0, true) > 0.2); // the check can fail
}

TEST_CASE("every enrolled voice is accepted, after 3 s and after 1 s") {
    const auto embedder = defaultEmbedder();
    const float threshold = SpeakerScore(*embedder, embedder->outputSize).threshold();
    int accepted = 0;
    for (const double seconds : {3.0, 1.0})
        for (const char* talker : {"0094", "0131", "0739", "1029", "1076", "1092", "0120", "0736", "1042",
                                   "1044", "1372", "2036"}) {
            const auto name = std::string("speechocean762_") + talker;
            const auto voice = enrol("me", heard("enroll/" + name + ".opus", 60.0), *embedder);
            accepted += verify(voice, heard("test/" + name + "_0.opus", seconds), *embedder) >= threshold;
        }
    CHECK(accepted >= 23); // of 24
}

// After 1 s the error rate is 14 %: one wrong decision of eight is what to expect.
TEST_CASE(
    "an enrolled voice is accepted and three others of its sex are not after 3 s, with one exception after 1 s") {
    const auto embedder = defaultEmbedder();
    const float threshold = SpeakerScore(*embedder, embedder->outputSize).threshold();
    const std::vector<std::vector<std::string>> groups{{"0120", "0736", "1044", "2036"},
                                                       {"0739", "0094", "0131", "1092"}};
    int wrongAtOnce = 0;
    for (const auto& group : groups) {
        const auto voice = enrol("me", heard("enroll/speechocean762_" + group[0] + ".opus", 60.0), *embedder);
        for (const double seconds : {3.0, 1.0})
            for (const auto& talker : group) {
                INFO(talker << " against " << group[0] << ", " << seconds << " s");
                const float score =
                    verify(voice, heard("test/speechocean762_" + talker + "_0.opus", seconds), *embedder);
                const bool right = (score >= threshold) == (talker == group[0]);
                if (seconds == 3.0)
                    CHECK(right);
                else
                    wrongAtOnce += !right;
            }
    }
    CHECK(wrongAtOnce <= 1);
}

TEST_CASE("a recording of two talkers is noticed at enrolment, one talker's is not") {
    const auto findingOf = [](const std::vector<std::string>& files) {
        AudioFileReader first(folder + files[0]);
        VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), first.info().sampleRate, 1);
        for (const auto& file : files) {
            AudioFileReader reader(folder + file);
            std::vector<float> samples(static_cast<size_t>(60 * reader.info().sampleRate));
            const auto got = reader.read(samples.data(), static_cast<std::int64_t>(samples.size()));
            const float* pointer = samples.data();
            analyser.push(&pointer, static_cast<int>(got));
        }
        for (const auto& finding : analyser.finish().findings)
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
    CHECK(found >= 5);
}

TEST_CASE("two recordings of two talkers are told from two of one") {
    const auto embedder = defaultEmbedder();
    const std::vector<std::string> men{"0094", "0131", "0739", "1029", "1076", "1092"},
        women{"0120", "0736", "1042", "1044", "1372", "2036"};
    const auto of = [](const std::string& talker, const std::string& file) -> const VoiceAnalysis& {
        return heard(file.substr(0, file.find('/') + 1) + "speechocean762_" + talker +
                         file.substr(file.find('/') + 1),
                     60.0);
    };
    int alarms = 0, found = 0;
    for (const auto& man : men)
        for (const auto& woman : women)
            found += !talkersFinding(of(man, "enroll/.opus"), of(woman, "enroll/.opus"), *embedder).empty();
    for (const auto& group : {men, women})
        for (const auto& talker : group)
            for (const char* test : {"test/_0.opus", "test/_1.opus", "test/_2.opus"})
                alarms += !talkersFinding(of(talker, "enroll/.opus"), of(talker, test), *embedder).empty();
    WARN("man and woman found: " << found << " of 36, false alarms: " << alarms << " of 36");
    CHECK(found >= 29);
    CHECK(alarms <= 1);
}

TEST_CASE("a quiet voice counts in full after a loud sound") {
    AudioFileReader reader(folder + "enroll/speechocean762_0120.opus");
    const int rate = reader.info().sampleRate;
    auto voice = reader.readAll();
    double square = 0.0;
    for (const float x : voice) square += static_cast<double>(x) * x;
    const auto gain =
        static_cast<float>(0.01 / std::sqrt(square / static_cast<double>(voice.size()))); // -40 dBFS
    for (float& x : voice) x *= gain;
    const auto seconds = [&](std::vector<float> before) {
        before.insert(before.end(), voice.begin(), voice.end());
        VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), rate, 1);
        const float* pointer = before.data();
        analyser.push(&pointer, static_cast<int>(before.size()));
        return analyser.finish().speechSeconds;
    };
    const double alone = seconds({});
    REQUIRE(alone > 3.0);
    std::vector<float> burst(static_cast<size_t>(0.4 * rate)), tone = burst, shout;
    std::mt19937 random(1);
    for (float& x : burst) x = 0.89f * (2.0f * static_cast<float>(random()) / 4294967296.0f - 1.0f);
    for (size_t n = 0; n < tone.size(); ++n)
        tone[n] = 0.89f * static_cast<float>(std::sin(0.13 * static_cast<double>(n)));
    shout.assign(voice.begin() + rate, voice.begin() + rate + static_cast<std::ptrdiff_t>(burst.size()));
    float peak = 1e-9f;
    for (const float x : shout) peak = std::max(peak, std::abs(x));
    for (float& x : shout) x *= 0.89f / peak;
    for (const auto& loud : {burst, tone, shout}) CHECK(seconds(loud) > 0.93 * alone);
}

TEST_CASE(
    "a telephone is heard as one, a recording with treble is not, and the score takes it into account") {
    AudioFileReader reader(folder + "enroll/speechocean762_0120.opus");
    const int rate = reader.info().sampleRate, half = rate / 120;
    const auto wide = reader.readAll();
    std::vector<double> filter; // 300 ... 3400 Hz, a windowed sinc
    for (int n = -half; n <= half; ++n) {
        const double pi = 3.14159265358979, t = pi * n;
        const auto lowPass = [&](double hz) {
            return n == 0 ? 2.0 * hz / rate : std::sin(2.0 * t * hz / rate) / t;
        };
        filter.push_back((0.54 + 0.46 * std::cos(t / half)) * (lowPass(3400.0) - lowPass(300.0)));
    }
    std::vector<float> narrow(wide.size());
    for (size_t i = static_cast<size_t>(half); i + static_cast<size_t>(half) < wide.size(); ++i) {
        double sum = 0.0;
        for (size_t k = 0; k < filter.size(); ++k) sum += filter[k] * wide[i + static_cast<size_t>(half) - k];
        narrow[i] = static_cast<float>(sum);
    }
    const auto listen = [&](const std::vector<float>& samples) {
        VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), rate, 1);
        const float* pointer = samples.data();
        analyser.push(&pointer, static_cast<int>(samples.size()));
        return analyser.finish();
    };
    const VoiceAnalysis a = listen(wide), b = listen(narrow);
    const auto says = [](const VoiceAnalysis& analysis) {
        return std::count(analysis.findings.begin(), analysis.findings.end(), std::string(telephoneFinding));
    };
    CHECK_FALSE(a.byTelephone);
    CHECK(says(a) == 0);
    CHECK(b.byTelephone);
    CHECK(says(b) == 1);
    const auto embedder = defaultEmbedder();
    const VoicePrint print = enrol("a", b, *embedder);
    CHECK(print.byTelephone);
    CHECK(VoicePrint::fromText(print.toText(), "text") == print);
    VoiceAnalysis unknown = b;
    unknown.byTelephone = false;
    VoicePrint plain = print;
    plain.byTelephone = false;
    CHECK(verify(print, b, *embedder) <
          verify(plain, unknown, *embedder)); // two telephone recordings always sound alike
}
