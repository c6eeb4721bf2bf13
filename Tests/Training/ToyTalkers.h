// Six talkers for tests of the speaker experiments, and their voice bank.
#pragma once

#include "Data/Library.h"
#include "Voices/VoiceBank.h"

#include <memory>
#include <string>

namespace toy {

/// Six talkers with two recordings each, a noise, a room.
std::shared_ptr<const solus::train::Library> talkers();
const solus::train::VoiceList& voices();
/// What the bank holds: 24 bands.
solus::FeatureSpec bandSpec(int runningMean = 0);
/// Computed once: it takes seconds.
const solus::train::VoiceBank& bank();
/// The file of bank().
std::string keptBank();

} // namespace toy
