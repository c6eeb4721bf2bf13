// The toy bank.
#include "ToyTalkers.h"

#include "Engine/Models.h"
#include "ToyData.h"
#include "Voices/SpeakerModel.h"

using namespace solus;
using namespace solus::train;

namespace toy {

std::shared_ptr<const Library> talkers() {
    static const auto made = [] {
        auto all = std::make_shared<Library>(*library());
        all->speech.clear();
        all->noise.resize(1);
        for (std::uint64_t s = 0; s < 6; ++s)
            for (int take = 0; take < 2; ++take) // the pitch comes from the seed: the same in both takes
                all->speech.push_back(speech("talker" + std::to_string(s), 1.6 + 0.2 * take, 8000.0, s));
        return all;
    }();
    return made;
}

const VoiceList& voices() {
    static const VoiceList list(talkers());
    return list;
}

FeatureSpec bandSpec(int runningMean) {
    return speakerFeatures(24, runningMean);
}

const VoiceBank& bank() {
    static const auto made =
        VoiceBank::load(keptBank(), *talkers(), voices(), speakerStft(), bandSpec(), defaultDenoiser()->hash);
    return made;
}

std::string keptBank() {
    static const Folder folder;
    const auto path = folder / "voices.bin";
    if (!std::filesystem::exists(path))
        VoiceBank::make(path, *talkers(), voices(), speakerStft(), bandSpec(), defaultDenoiser());
    return path.string();
}

} // namespace toy
