// The one exception of libsolus: bad input, told in one line that says what, where and what to do.
#pragma once

#include <stdexcept>

namespace solus {

/// Thrown by everything that loads, parses or prepares. Never thrown by process() functions.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace solus
