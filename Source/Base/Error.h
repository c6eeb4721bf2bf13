// The exceptions of libsolus, told in one line that says what, where and what to do.
#pragma once

#include <stdexcept>

namespace solus {

/// Bad input. Thrown by everything that loads, parses or prepares. Never thrown by process() functions.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The system would not take the output (disk full, no permission, broken pipe): not the fault of the input.
struct WriteError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace solus
