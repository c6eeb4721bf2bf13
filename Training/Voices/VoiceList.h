// The voices that speaker networks are trained on, with their recordings, and crops of them.
#pragma once

#include "Core/Random.h"
#include "Data/Library.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace solus::train {

/// A stretch of a recording, in samples.
struct Stretch {
    const Recording* recording;
    size_t begin, end;

    /// The segment of the recording's samples, which may be slightly shorter than the manifest says.
    std::span<const std::int16_t> of(std::span<const std::int16_t> samples) const {
        const size_t last = std::min(end, samples.size()), first = std::min(begin, last);
        return samples.subspan(first, last - first);
    }
};

/// One speaker: at least two stretches, from different recordings if the speaker has more than one.
struct Voice {
    std::string corpus, speaker, language, gender;
    std::vector<Stretch> stretches;
};

/// The speakers of the training part, without collections of many unlabelled people. Held out for validation: one in
/// eight speakers of the corpora with many speakers, and all of VoxForge, whose speakers were recorded on several days.
class VoiceList {
public:
    explicit VoiceList(std::shared_ptr<const Library>);

    const std::vector<Voice>& training() const { return training_; }
    const std::vector<Voice>& validation() const { return validation_; }

    /// `count` different voices for one batch, mostly from two groups that share corpus, language and sex: those are the
    /// talkers that must be told apart. Fewer, if there are not enough. Never two that may be the same person under two
    /// names (see VoiceList.cpp).
    std::vector<const Voice*> drawBatch(int count, Random&) const;

private:
    void groupVoices();

    std::shared_ptr<const Library> library_;
    std::vector<Voice> training_, validation_;
    std::vector<std::vector<const Voice*>> groups_; // of training voices; small groups are merged
    std::vector<double> cumulative_; // probabilities of the groups, cumulative: square roots of their sizes
};

/// Two signals of up to `samples` samples, from stretches that do not overlap; from different days if the talker was
/// recorded on several. `speed` changes pitch and formants of both, which makes a new voice.
std::pair<std::vector<float>, std::vector<float>> cropTwice(const Voice&, size_t samples, double speed,
                                                            Random&);

/// Appends the samples, `speed` times as fast, by four-point interpolation, until `out` has `limit` samples.
void appendAtSpeed(std::vector<float>& out, std::span<const std::int16_t>, double speed, size_t limit);

} // namespace solus::train
