// Conversations of two held-out talkers who take turns: what the voice gate is measured on.
#pragma once

#include "Evaluate/Trials.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace solus::train {

struct Turn {
    bool enrolled = false; ///< the talker whose voice was learnt, or the other one
    size_t begin = 0, end = 0;
};

struct Conversation {
    std::string corpus, enrolledSpeaker, otherSpeaker;
    std::vector<float> enrolment; ///< what the voice is learnt from
    std::vector<float> clean;     ///< both talkers, no noise; mono, 48 kHz
    std::vector<float> noisy;     ///< what the microphone hears
    std::vector<Turn> turns;
};

struct ConversationPlan {
    std::filesystem::path trials, noise; ///< folders; noise may be empty: white noise then
    int count = 24;
    double seconds = 40.0;
    double snrDb = 15.0;   ///< of the whole conversation
    bool levelled = false; ///< every recording through its own equaliser (see levelVoice)
    bool similarPitch =
        false; ///< talkers of similar pitch, mostly of one sex, as far as there are such pairs
    std::uint64_t seed = 11;
};

/// Turns of 0.5 ... 5 s, pauses of 0.3 ... 0.9 s between them; both talkers come from one corpus. Throws Error.
std::vector<Conversation> makeConversations(const ConversationPlan&);

} // namespace solus::train
