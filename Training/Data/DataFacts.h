// Describes a library of recordings in numbers and words: for the terminal, a report and a model file.
#pragma once

#include "Data/Library.h"

#include <string>

namespace solus::train {

/// The number of talkers, and how many of them are held out for validation by mixtures.
struct TalkerCount {
    int all = 0, heldOut = 0;
};
TalkerCount countTalkers(const Library&);

/// "1,204 recordings of speech by 87 talkers, 300 of noise, 20 rooms.", and what is missing or was left out.
std::string describeLibrary(const Library&);

/// The licences named in the manifests, each once, joined by "; "; empty if any recording has none.
std::string licencesOf(const Library&);

} // namespace solus::train
