// What is heard in each scene. All levels are active levels (without pauses, see activeLevel):
//     SIR = 10 log10(level of the owner / level of the strangers),   SNR = 10 log10(level of the owner / that of noise)
#include "Evaluate/OnlyScenes.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Core/Random.h"
#include "Data/Manifest.h"
#include "Data/Reverb.h"
#include "Evaluate/EvaluateFiles.h"
#include "Voices/VoiceAugment.h"

#include <cmath>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

using OnlySignal = std::vector<float>;

constexpr double ownerRms = 0.06, noiseSnrDb = 10.0, televisionSirDb = 10.0;
constexpr double sirsDb[] = {0.0, 5.0, 10.0};

double rmsBelowOwner(double db) {
    return ownerRms * std::pow(10.0, -db / 20.0);
}

void addTo(OnlySignal& sum, const OnlySignal& part) {
    for (size_t n = 0; n < sum.size(); ++n) sum[n] += part[n];
}

/// Recordings at one level, one after the other, repeated from a place drawn at random.
class Voice {
public:
    Voice(const fs::path& folder, const std::vector<std::string>& files, Random& random) {
        for (const auto& file : files) {
            auto samples = readMono(folder / file, engineRate);
            scaleTo(samples, ownerRms);
            speech_.insert(speech_.end(), samples.begin(), samples.end());
        }
        if (speech_.size() < engineRate) throw Error(files.front() + ": less than a second of speech");
        at_ = static_cast<size_t>(random.below(static_cast<std::int64_t>(speech_.size())));
    }

    OnlySignal say(size_t samples) {
        OnlySignal said(samples);
        for (float& x : said) x = speech_[at_], at_ = (at_ + 1) % speech_.size();
        return said;
    }

private:
    OnlySignal speech_;
    size_t at_ = 0;
};

OnlySignal noiseOf(const OnlyPlan& plan, size_t length, Random& random) {
    OnlySignal noise;
    if (plan.noise.empty()) {
        const auto& pink = pinkNoise();
        const auto from = static_cast<size_t>(random.below(pinkSamples));
        for (size_t n = 0; n < length; ++n) noise.push_back(pink[(from + n) % pink.size()]);
    } else {
        noise = noiseFrom(noiseFiles(plan.noise), length, random);
    }
    scaleTo(noise, rmsBelowOwner(noiseSnrDb));
    return noise;
}

OnlyScene sceneOf(const std::string& name, OnlySignal owner, OnlySignal stranger,
                  const OnlySignal* noise = nullptr) {
    OnlyScene scene{name, false, std::move(owner), std::move(stranger), {}, {}};
    scene.microphone = scene.owner;
    addTo(scene.microphone, scene.stranger);
    if (noise) addTo(scene.microphone, *noise);
    return scene;
}

OnlyScene turnsOf(Voice& owner, Voice& stranger, size_t length, Random& random) {
    OnlySignal said[2]; // the stranger's part, the owner's part
    std::vector<OnlySpan> strangerOnly;
    const auto pause = [&] {
        const auto silence = static_cast<size_t>(engineRate * random.uniform(0.3, 0.9));
        for (OnlySignal& x : said) x.resize(x.size() + silence);
    };
    const bool ownerBegins = random.chance(0.5);
    bool owners = ownerBegins;
    // Both have had a turn, however short the scene.
    for (pause(); said[0].size() < length || owners != ownerBegins; pause(), owners = !owners) {
        const size_t begin = said[0].size();
        const auto turn =
            (owners ? owner : stranger).say(static_cast<size_t>(engineRate * random.uniform(1.0, 4.0)));
        said[owners].insert(said[owners].end(), turn.begin(), turn.end());
        said[!owners].resize(said[owners].size());
        if (!owners) strangerOnly.push_back({begin, begin + turn.size()});
    }
    for (OnlySignal& x : said) scaleTo(x, ownerRms);
    auto scene = sceneOf("turns", std::move(said[1]), std::move(said[0]));
    scene.strangerOnly = std::move(strangerOnly);
    return scene;
}

/// Talkers through a loudspeaker of 300 ... 5000 Hz in a room.
OnlySignal televisionOf(std::vector<Voice>& talkers, size_t length, Random& random) {
    OnlySignal sum(length);
    for (auto& talker : talkers) addTo(sum, talker.say(length));
    filterVoice(sum, {}, {}, 300.0, 5000.0);
    addReverb(sum, 0.5, 0.5, random);
    scaleTo(sum, rmsBelowOwner(televisionSirDb));
    return sum;
}

} // namespace

std::vector<OnlyScene> onlyScenes(const OnlyPlan& plan, const OnlyPair& pair) {
    Random random({plan.seed, stableHash(pair.owner + " and " + pair.stranger)});
    const auto length = static_cast<size_t>(plan.seconds * engineRate);
    Voice owner(plan.trials, pair.ownerFiles, random), stranger(plan.trials, pair.strangerFiles, random);
    auto said = owner.say(length), other = stranger.say(length);
    scaleTo(said, ownerRms);
    const auto noise = noiseOf(plan, length, random);
    const OnlySignal nobody(length);

    std::vector<OnlyScene> scenes;
    for (const OnlySignal* with : {static_cast<const OnlySignal*>(nullptr), &noise})
        for (const double sir : sirsDb) {
            scaleTo(other, rmsBelowOwner(sir));
            const auto name = "SIR " + std::to_string(static_cast<int>(sir)) + " dB";
            scenes.push_back(sceneOf(name + (with ? ", noise" : ""), said, other, with));
            scenes.back().split = true;
        }
    scenes.push_back(turnsOf(owner, stranger, 2 * length, random));
    scenes.push_back(sceneOf("owner alone, noise", said, nobody, &noise));
    scaleTo(other, ownerRms);
    scenes.push_back(sceneOf("stranger alone", nobody, other));
    scenes.back().strangerOnly = {{0, length}};
    std::vector<Voice> talkers{stranger};
    for (const auto& files : pair.television) talkers.emplace_back(plan.trials, files, random);
    scenes.push_back(sceneOf("television", said, televisionOf(talkers, length, random)));
    return scenes;
}

} // namespace solus::train
