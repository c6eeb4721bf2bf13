// Draws recordings so that large collections do not drown the small ones.
#pragma once

#include "Core/Random.h"
#include "Data/Library.h"

#include <vector>

namespace solus::train {

enum class Split { train, validation };

/// Chances: a corpus or set by the square root of its length (full-band speech counts three times); in a
/// corpus every speaker alike, in a set every recording by the square root of its length.
class Picker {
public:
    Picker(const std::vector<Recording>&, Kind, Split);

    bool empty() const { return recordings_.empty(); }
    size_t size() const { return recordings_.size(); }
    const Recording& pick(Random&) const;
    /// Another recording of the same speaker (or the same one, if there is no other).
    const Recording& pickSameSpeaker(const Recording&, Random&) const;

private:
    std::vector<const Recording*> recordings_;
    std::vector<double> cumulative_;
};

} // namespace solus::train
