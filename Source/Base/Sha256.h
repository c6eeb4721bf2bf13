// SHA-256 (FIPS 180-4), which identifies model files.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace solus {

/// 64 lower-case hex digits.
std::string sha256Hex(std::span<const std::byte>);

} // namespace solus
