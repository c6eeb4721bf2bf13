// Clusters pieces of speech into two groups.
#include "Verify/TwoTalkers.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

struct Group {
    std::vector<float> sum; ///< of the pieces' embeddings
    size_t pieces = 1;
};

std::vector<float> unit(std::vector<float> x) {
    float square = 0.0f;
    for (float v : x) square += v * v;
    for (float& v : x) v /= std::sqrt(std::max(square, 1e-20f));
    return x;
}

float likeness(const Group& a, const Group& b) {
    const auto u = unit(a.sum), v = unit(b.sum);
    float cosine = 0.0f;
    for (size_t i = 0; i < u.size(); ++i) cosine += u[i] * v[i];
    return cosine;
}

void joinMostAlike(std::vector<Group>& groups) {
    size_t first = 0, second = 1;
    float best = -2.0f;
    for (size_t i = 0; i < groups.size(); ++i)
        for (size_t j = i + 1; j < groups.size(); ++j)
            if (const float cosine = likeness(groups[i], groups[j]); cosine > best)
                best = cosine, first = i, second = j;
    for (size_t k = 0; k < groups[first].sum.size(); ++k) groups[first].sum[k] += groups[second].sum[k];
    groups[first].pieces += groups[second].pieces;
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(second));
}

} // namespace

float oneTalkerProbability(const std::vector<std::vector<float>>& pieces, double seconds,
                           SpeakerScore& score) {
    std::vector<Group> groups;
    for (const auto& piece : pieces) groups.push_back({piece, 1});
    while (groups.size() > 2) joinMostAlike(groups);
    if (groups.size() < 2) return 1.0f;
    if (groups[0].pieces < groups[1].pieces) std::swap(groups[0], groups[1]);
    const size_t smaller = groups[1].pieces;
    if (smaller < 2 || 5 * smaller < pieces.size()) return 1.0f;
    return score.compare(unit(groups[0].sum), unit(groups[1].sum), seconds * static_cast<double>(smaller));
}

float sameTalkerInHalves(const std::vector<std::vector<float>>& pieces, double seconds, SpeakerScore& score) {
    const size_t half = pieces.size() / 2;
    if (half < 2) return 1.0f;
    std::vector<float> first(pieces.front().size(), 0.0f), second = first;
    for (size_t i = 0; i < half; ++i)
        for (size_t k = 0; k < first.size(); ++k) {
            first[k] += pieces[i][k];
            second[k] += pieces[pieces.size() - 1 - i][k];
        }
    return score.compare(unit(first), unit(second), seconds * static_cast<double>(half));
}

} // namespace solus
