// Who meets whom in the scenes of an enrolled talker and a stranger.
#include "Base/Error.h"
#include "Core/Random.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/OnlyScenes.h"
#include "Evaluate/Trials.h"

#include <algorithm>
#include <map>
#include <set>

namespace solus::train {

namespace {

struct OnlyTalker {
    std::string corpus, enrolment; ///< empty: no recording to enrol
    char sex = '?';
    std::string language;
    std::set<std::string> tests;
};

template <class T>
void shuffle(std::vector<T>& list, Random& random) {
    for (size_t i = list.size(); i > 1; --i)
        std::swap(list[i - 1], list[static_cast<size_t>(random.below(static_cast<std::int64_t>(i)))]);
}

/// Trials name "corpus:talker" of the manifest "corpus_talker", since it is the name of a file.
void readSexes(const std::filesystem::path& manifest, std::map<std::string, OnlyTalker>& talkers) {
    for (const auto& row : readTable(manifest, {"speaker", "gender", "language"})) {
        auto name = row.at("speaker");
        for (char& c : name)
            if (c == ':' || c == '/') c = '_';
        const auto found = talkers.find(name);
        if (found == talkers.end()) continue;
        const auto& sex = row.at("gender");
        found->second.sex = sex == "m" || sex == "f" ? sex[0] : '?';
        found->second.language = row.at("language");
    }
}

/// Every owner once before any repeats.
std::vector<OnlyPair> takeTurns(std::vector<OnlyPair> pairs) {
    std::map<std::string, int> times;
    std::vector<std::pair<int, size_t>> order;
    for (size_t i = 0; i < pairs.size(); ++i) order.push_back({times[pairs[i].owner]++, i});
    std::sort(order.begin(), order.end());
    std::vector<OnlyPair> sorted;
    for (const auto& [time, i] : order) sorted.push_back(std::move(pairs[i]));
    return sorted;
}

} // namespace

std::vector<OnlyPair> onlyPairs(const OnlyPlan& plan) {
    std::map<std::string, OnlyTalker> talkers;
    std::map<std::pair<std::string, std::string>, bool> listed; // whether the pitch is similar
    for (const auto& t : readTrials(plan.trials / "trials.tsv")) {
        talkers[t.enrolSpeaker].enrolment = t.enrol;
        talkers[t.testSpeaker].tests.insert(t.test);
        for (const auto& name : {t.enrolSpeaker, t.testSpeaker}) talkers[name].corpus = t.corpus;
        if (!t.target) listed[{t.enrolSpeaker, t.testSpeaker}] = t.similarPitch;
    }
    if (!plan.manifest.empty()) readSexes(plan.manifest, talkers);

    // Pairs of the list, or any of one corpus and language if the sexes are known.
    std::vector<OnlyPair> pairs[2];
    for (const auto& [name, owner] : talkers)
        for (const auto& [other, stranger] : talkers) {
            if (name == other || owner.enrolment.empty() || owner.tests.empty() || stranger.tests.empty() ||
                owner.corpus != stranger.corpus)
                continue;
            const auto inList = listed.find({name, other});
            const bool known = owner.sex != '?' && stranger.sex != '?' && owner.language == stranger.language;
            if (plan.manifest.empty() ? inList == listed.end() : !known) continue;
            const bool alike = plan.manifest.empty() ? inList->second : owner.sex == stranger.sex;
            pairs[alike].push_back({owner.corpus,
                                    name,
                                    other,
                                    alike,
                                    owner.enrolment,
                                    {owner.tests.begin(), owner.tests.end()},
                                    {stranger.tests.begin(), stranger.tests.end()},
                                    {}});
        }
    Random random({plan.seed});
    for (auto& list : pairs) {
        shuffle(list, random);
        list = takeTurns(std::move(list));
    }
    std::vector<OnlyPair> chosen;
    for (size_t i = 0; i < std::max(pairs[0].size(), pairs[1].size()); ++i)
        for (const bool alike : {true, false})
            if (i < pairs[alike].size() && chosen.size() < static_cast<size_t>(plan.count))
                chosen.push_back(pairs[alike][i]);
    if (chosen.empty())
        throw Error((plan.trials / "trials.tsv").string() + ": no two talkers of one corpus" +
                    (plan.manifest.empty() ? "" : " whose sex the manifest knows"));

    for (auto& pair : chosen) { // who is on television
        std::vector<std::vector<std::string>> others;
        for (const auto& [name, talker] : talkers)
            if (talker.corpus == pair.corpus && name != pair.owner && name != pair.stranger &&
                !talker.tests.empty())
                others.push_back({talker.tests.begin(), talker.tests.end()});
        shuffle(others, random);
        others.resize(std::min<size_t>(others.size(), random.chance(0.5) ? 1 : 2));
        pair.television = std::move(others);
    }
    return chosen;
}

} // namespace solus::train
