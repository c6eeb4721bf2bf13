// Is a recording for enrolment the speech of one talker, or of two?
#pragma once

#include "Verify/SpeakerScore.h"

#include <vector>

namespace solus {

/// `pieces`: embeddings of stretches of `seconds` of speech each. They are joined, the two groups with the
/// most alike mean first, until two groups are left (Sneath and Sokal 1973). Returns how probable it is that
/// both groups are one talker, 1 where the smaller one is too small to say: less than two pieces, or a fifth.
float oneTalkerProbability(const std::vector<std::vector<float>>& pieces, double seconds, SpeakerScore&);

/// How probable it is that the first half of the pieces is the same talker as the second, 1 with less than two pieces
/// a half. Where one follows the other this tells more: nothing was chosen, and each half is long.
float sameTalkerInHalves(const std::vector<std::vector<float>>& pieces, double seconds, SpeakerScore&);

} // namespace solus
