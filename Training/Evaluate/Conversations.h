// Conversations of two held-out talkers who take turns, for measuring the voice gate.
#pragma once

#include "Evaluate/Trials.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace solus::train {

struct Turn {
    bool enrolled = false; ///< the enrolled talker, or the other one
    size_t begin = 0, end = 0;
};

struct Conversation {
    std::string corpus, enrolledSpeaker, otherSpeaker;
    std::vector<float> enrolment; ///< the speech that the voice is enrolled from
    std::vector<float> clean;     ///< both talkers, no noise; mono, 48 kHz
    std::vector<float> noisy;     ///< the microphone signal
    std::vector<Turn> turns;
};

struct ConversationPlan {
    std::filesystem::path trials, noise; ///< folders; noise may be empty: white noise then
    int count = 24;
    double seconds = 40.0;
    double snrDb = 15.0;       ///< of the whole conversation
    bool levelled = false;     ///< every recording through a separate equaliser (see levelVoice)
    bool similarPitch = false; ///< talkers of similar pitch, mostly of one sex, as far as such pairs exist
    std::uint64_t seed = 11;
};

/// Turns of 0.5 ... 5 s with pauses of 0.3 ... 0.9 s between them; both talkers are from one corpus. Throws Error.
std::vector<Conversation> makeConversations(const ConversationPlan&);

} // namespace solus::train
