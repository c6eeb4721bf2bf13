// The exceptions of libsolus. Each has a one-line message: what, where and what to do.
#pragma once

#include <stdexcept>

namespace solus {

/// Bad input. Thrown by everything that loads, parses or prepares. Never thrown by process() functions.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The system refused the output (disk full, no permission, broken pipe); the input is not at fault.
struct WriteError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace solus
