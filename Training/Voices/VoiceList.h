// Whom the speaker network learns from: voices with their recordings, and crops of them.
#pragma once

#include "Core/Random.h"
#include "Data/Library.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace solus::train {

/// A stretch of a recording, in samples.
struct Stretch {
    const Recording* recording;
    size_t begin, end;
};

/// One speaker: at least two stretches, of different recordings where the speaker has more than one.
struct Voice {
    std::string corpus, speaker;
    std::vector<Stretch> stretches;
};

/// The speakers of the training part, without collections of many unlabelled people. One in eight speakers of
/// the corpora with many speakers is for validation.
class VoiceList {
public:
    explicit VoiceList(std::shared_ptr<const Library>);

    const std::vector<Voice>& training() const { return training_; }
    const std::vector<Voice>& validation() const { return validation_; }

    /// `count` different voices for one batch, mostly of two corpora: strangers that share corpus and
    /// equipment are the ones to be told apart. Fewer, if there are not as many.
    std::vector<const Voice*> drawBatch(int count, Random&) const;

private:
    std::shared_ptr<const Library> library_;
    std::vector<Voice> training_, validation_;
    std::vector<std::vector<const Voice*>> groups_; // of training voices, by corpus; small corpora together
    std::vector<double> cumulative_;                // chances of the groups: square roots of their sizes
};

/// Two signals of `samples` samples or less, of stretches that they do not share. `speed` changes pitch and
/// formants of both: a new voice.
std::pair<std::vector<float>, std::vector<float>> cropTwice(const Voice&, size_t samples, double speed,
                                                            Random&);

/// Appends what lies between `begin` and the end of the stretch, `speed` times as fast, by four-point
/// interpolation, until `out` has `limit` samples.
void appendAtSpeed(std::vector<float>& out, const Stretch&, size_t begin, double speed, size_t limit);

} // namespace solus::train
