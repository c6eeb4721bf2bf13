// The pairs of talkers, their turns, and the noise around them.
#include "Evaluate/Conversations.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Core/OnAllCores.h"
#include "Core/Random.h"
#include "Data/Manifest.h"
#include "Evaluate/EvaluateFiles.h"
#include "Voices/VoiceAugment.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr double activeRms = 0.06, shortestTurn = 0.5, longestTurn = 5.0, shortestPause = 0.3,
                 longestPause = 0.9;

struct Pair {
    std::string corpus, enrol, enrolled, other;
    bool similar = false;
    std::vector<std::string> enrolledTests, otherTests;
};

std::vector<Pair> pairsOf(const std::vector<Trial>& trials) {
    std::map<std::string, std::set<std::string>> tests; // of each speaker
    for (const auto& t : trials) tests[t.testSpeaker].insert(t.test);
    std::map<std::pair<std::string, std::string>, Pair> pairs;
    for (const auto& t : trials) {
        if (t.target || tests[t.enrolSpeaker].empty()) continue;
        Pair& pair = pairs[{t.enrolSpeaker, t.testSpeaker}];
        pair = {t.corpus, t.enrol, t.enrolSpeaker, t.testSpeaker, t.similarPitch, {}, {}};
        pair.enrolledTests.assign(tests[t.enrolSpeaker].begin(), tests[t.enrolSpeaker].end());
        pair.otherTests.assign(tests[t.testSpeaker].begin(), tests[t.testSpeaker].end());
    }
    std::vector<Pair> list;
    for (auto& [speakers, pair] : pairs) list.push_back(std::move(pair));
    return list;
}

/// One talker's recordings, one after the other, repeating.
class Talker {
public:
    Talker(const ConversationPlan& plan, const std::vector<std::string>& files) {
        for (const auto& file : files) {
            auto samples = readMono(plan.trials / file, engineRate);
            Random random({plan.seed, stableHash(file)});
            if (plan.levelled) levelVoice(samples, random);
            scaleTo(samples, activeRms);
            speech_.insert(speech_.end(), samples.begin(), samples.end());
        }
        if (speech_.size() < engineRate)
            throw Error(files.front() + ": less than a second of speech for a conversation");
    }

    void say(std::vector<float>& into, size_t samples) {
        for (size_t n = 0; n < samples; ++n, at_ = (at_ + 1) % speech_.size()) into.push_back(speech_[at_]);
    }

private:
    std::vector<float> speech_;
    size_t at_ = 0;
};

std::vector<float> whiteNoise(size_t length, Random& random) {
    std::vector<float> noise(length);
    for (float& x : noise) x = static_cast<float>(random.gaussian());
    return noise;
}

double power(const std::vector<float>& x) {
    double sum = 1e-12;
    for (float v : x) sum += static_cast<double>(v) * v;
    return sum;
}

Conversation converse(const Pair& pair, const ConversationPlan& plan, const std::vector<fs::path>& noises,
                      Random random) {
    Conversation c{
        pair.corpus, pair.enrolled, pair.other, readMono(plan.trials / pair.enrol, engineRate), {}, {}, {}};
    Random enrolling({plan.seed, stableHash(pair.enrol)});
    if (plan.levelled) levelVoice(c.enrolment, enrolling);
    Talker talkers[] = {Talker(plan, pair.otherTests), Talker(plan, pair.enrolledTests)};
    bool enrolled = random.chance(0.5);
    const auto pause = [&] {
        c.clean.resize(c.clean.size() +
                           static_cast<size_t>(engineRate * random.uniform(shortestPause, longestPause)),
                       0.0f);
    };
    for (pause(); static_cast<double>(c.clean.size()) < plan.seconds * engineRate;
         pause(), enrolled = !enrolled) {
        const size_t begin = c.clean.size();
        talkers[enrolled].say(c.clean,
                              static_cast<size_t>(engineRate * random.uniform(shortestTurn, longestTurn)));
        c.turns.push_back({enrolled, begin, c.clean.size()});
    }
    // SNR = 10 log10(sum s^2 / sum n^2)
    const auto noise =
        noises.empty() ? whiteNoise(c.clean.size(), random) : noiseFrom(noises, c.clean.size(), random);
    const double gain = std::sqrt(power(c.clean) / power(noise) * std::pow(10.0, -plan.snrDb / 10.0));
    c.noisy = c.clean;
    for (size_t n = 0; n < noise.size(); ++n) c.noisy[n] += static_cast<float>(gain) * noise[n];
    return c;
}

} // namespace

std::vector<Conversation> makeConversations(const ConversationPlan& plan) {
    auto pairs = pairsOf(readTrials(plan.trials / "trials.tsv"));
    const auto noises = plan.noise.empty() ? std::vector<fs::path>() : noiseFiles(plan.noise);
    Random random({plan.seed});
    for (size_t i = pairs.size(); i > 1; --i)
        std::swap(pairs[i - 1], pairs[static_cast<size_t>(random.below(static_cast<std::int64_t>(i)))]);
    // The hard ones first if requested, and every enrolled talker once before any repeats.
    if (plan.similarPitch)
        std::stable_sort(pairs.begin(), pairs.end(),
                         [](const Pair& a, const Pair& b) { return a.similar > b.similar; });
    std::map<std::string, int> turn;
    std::vector<std::pair<int, const Pair*>> order;
    for (const auto& pair : pairs) order.push_back({turn[pair.enrolled]++, &pair});
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    order.resize(std::min(order.size(), static_cast<size_t>(std::max(plan.count, 0))));
    if (order.empty()) throw Error((plan.trials / "trials.tsv").string() + ": no two talkers of one corpus");

    std::vector<Conversation> conversations(order.size());
    onAllCores("Making conversations", order.size(), [&](size_t i) {
        conversations[i] = converse(*order[i].second, plan, noises, Random({plan.seed, i + 1}));
    });
    return conversations;
}

} // namespace solus::train
