// A byte range of a file, read as if it were a whole file.
#pragma once

#include "Files/ByteInput.h"

#include <algorithm>
#include <memory>
#include <string>

namespace solus {

/// The bytes [from, to) of a regular file. One thread at a time. Throws Error as ByteInput does.
class FileSlice {
public:
    FileSlice(const std::string& path, std::uint64_t from, std::uint64_t to)
        : input_(path), from_(from), to_(std::min(to, input_.size())) {
        seek(0);
    }

    /// Fewer than `count` only at the end.
    size_t read(void* bytes, size_t count) {
        return input_.read(bytes, static_cast<size_t>(std::min<std::uint64_t>(count, size() - position())));
    }
    /// A position beyond the end means the end.
    void seek(std::uint64_t position) { input_.seek(from_ + std::min(position, size())); }
    std::uint64_t position() const noexcept { return input_.position() - from_; }
    std::uint64_t size() const noexcept { return to_ > from_ ? to_ - from_ : 0; }

private:
    ByteInput input_;
    std::uint64_t from_, to_;
};

} // namespace solus
