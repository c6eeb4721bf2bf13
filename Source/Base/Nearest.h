// "Did you mean ...?"
#pragma once

#include <string>
#include <vector>

namespace solus {

/// Levenshtein distance: the number of letters to insert, delete or change.
int editDistance(const std::string& a, const std::string& b);

/// The candidate nearest to `word`, or "" if none is near enough to be a typing error.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/// "; did you mean CANDIDATE?" or "".
std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates);

} // namespace solus
