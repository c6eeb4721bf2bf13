// How else a voice may be heard than it was enrolled: by telephone, in a room, whispering ...
#pragma once

#include "Core/Random.h"

#include <string>
#include <vector>

namespace solus::train {

struct HeardThrough {
    const char* name; ///< in options, tables and JSON
    const char* what; ///< for the help
    void (*apply)(std::vector<float>& samples, Random&);
};

/// At 48 kHz. All are simulated, so a real telephone or room may be worse.
const std::vector<HeardThrough>& waysToHear();
/// Null if there is no such way.
const HeardThrough* findWayToHear(const std::string& name);

} // namespace solus::train
