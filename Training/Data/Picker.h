// Draws recordings so that large collections do not crowd out small ones.
#pragma once

#include "Core/Random.h"
#include "Data/Library.h"

#include <vector>

namespace solus::train {

enum class Split { train, validation };

/// Probabilities: a corpus or set by the square root of its duration (full-band speech counts three times); within a
/// corpus all speakers equally, within a set each recording by the square root of its duration. Of `talkersAlike` all
/// speakers are as likely, whatever their corpus.
class Picker {
public:
    Picker(const std::vector<Recording>&, Kind, Split, bool talkersAlike = false);

    bool empty() const { return recordings_.empty(); }
    size_t size() const { return recordings_.size(); }
    const std::vector<const Recording*>& all() const { return recordings_; }
    const Recording& pick(Random&) const;
    /// Another recording of the same speaker (or the same one, if there is no other).
    const Recording& pickSameSpeaker(const Recording&, Random&) const;

private:
    std::vector<const Recording*> recordings_;
    std::vector<double> cumulative_;
};

} // namespace solus::train
