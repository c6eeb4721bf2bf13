// Draws recordings so that large collections do not crowd out small ones.
#include "Data/Picker.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace solus::train {

Picker::Picker(const std::vector<Recording>& all, Kind kind, Split split, bool talkersAlike) {
    for (const auto& recording : all)
        if (isHeldOut(recording.entry, kind) == (split == Split::validation))
            recordings_.push_back(&recording);
    // Files of one speaker are adjacent, so that pickSameSpeaker() finds them by binary search.
    std::stable_sort(recordings_.begin(), recordings_.end(), [](const Recording* a, const Recording* b) {
        return std::tie(a->entry.group, a->entry.speaker) < std::tie(b->entry.group, b->entry.speaker);
    });
    std::map<std::string, double> groupSeconds, groupWeight;
    std::map<std::string, double> speakerFiles;
    for (const auto* r : recordings_) {
        groupSeconds[r->entry.group] += r->seconds();
        speakerFiles[r->entry.group + r->entry.speaker] += 1.0;
    }
    std::vector<double> weights;
    for (const auto* r : recordings_) {
        const double inGroup = kind == Kind::speech  ? 1.0 / speakerFiles[r->entry.group + r->entry.speaker]
                               : kind == Kind::noise ? std::sqrt(r->seconds())
                                                     : 1.0;
        weights.push_back(inGroup);
        groupWeight[r->entry.group] += inGroup;
    }
    double sum = 0.0;
    for (size_t i = 0; i < weights.size(); ++i) {
        if (talkersAlike) {
            cumulative_.push_back(sum += weights[i]);
            continue;
        }
        const Entry& entry = recordings_[i]->entry;
        const double group =
            kind == Kind::room ? groupWeight[entry.group] : std::sqrt(groupSeconds[entry.group]);
        const double fullBand = kind == Kind::speech && entry.bandwidthHz >= 20000.0 ? 3.0 : 1.0;
        cumulative_.push_back(sum += fullBand * group * weights[i] / groupWeight[entry.group]);
    }
}

const Recording& Picker::pick(Random& random) const {
    const double at = random.uniform() * cumulative_.back();
    const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), at) - cumulative_.begin();
    return *recordings_[std::min<size_t>(found, recordings_.size() - 1)];
}

const Recording& Picker::pickSameSpeaker(const Recording& recording, Random& random) const {
    const auto before = [](const Recording* a, const Recording* b) {
        return std::tie(a->entry.group, a->entry.speaker) < std::tie(b->entry.group, b->entry.speaker);
    };
    const auto [first, last] = std::equal_range(recordings_.begin(), recordings_.end(), &recording, before);
    return last > first ? **(first + random.below(last - first)) : recording;
}

} // namespace solus::train
