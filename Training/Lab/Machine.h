// The machine that a figure was measured on.
#pragma once

#include <string>

namespace solus::train {

/// "AMD EPYC 7B13, 2 cores, LibTorch 1.13.1"
std::string machineName();
/// "2026-11-21 20:15 UTC"
std::string dateNow();

} // namespace solus::train
