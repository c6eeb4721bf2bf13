// Detects a second talker in an enrolment recording.
#pragma once

#include "Verify/SpeakerScore.h"

#include <vector>

namespace solus {

/// `pieces`: embeddings of stretches of `seconds` of speech each. They are merged, always the two clusters with the
/// highest mean similarity, until two clusters are left (Sneath and Sokal 1973). Returns the probability that both
/// clusters are one talker; 1 if the smaller one is too small to say: less than two pieces, or less than a fifth of
/// all.
float oneTalkerProbability(const std::vector<std::vector<float>>& pieces, double seconds, SpeakerScore&);

/// The probability that both halves of the pieces are the same talker; 1 with less than two pieces per half. If one
/// talker follows the other this is the stronger test: there is no selection, and each half is long.
float sameTalkerInHalves(const std::vector<std::vector<float>>& pieces, double seconds, SpeakerScore&);

} // namespace solus
