// A job for each of many items, on all cores.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace solus::train {

/// Runs job(0) ... job(count - 1) on all cores, in any order; shows progress; rethrows the first exception.
void onAllCores(const std::string& label, size_t count, const std::function<void(size_t)>& job);

} // namespace solus::train
