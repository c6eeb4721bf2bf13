// Bytes from a file descriptor, in order, with a small buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace solus {

/// Reads what pipes and files both offer. Owns the descriptor unless it is standard input.
class ByteInput {
public:
    /// "-" is standard input. Throws Error naming the path.
    explicit ByteInput(const std::string& path);
    /// Takes ownership of a descriptor and reads it to its end; `name` is for errors.
    ByteInput(int descriptor, std::string name);
    ~ByteInput();
    ByteInput(const ByteInput&) = delete;
    ByteInput& operator=(const ByteInput&) = delete;

    /// Fills `bytes`; returns fewer than `count` only at the end. Throws Error if reading fails.
    size_t read(void* bytes, size_t count);
    /// Unreads the last byte of the preceding read().
    void unread() noexcept {
        --begin_;
        --position_;
    }
    /// Reads and discards; returns the number of bytes.
    std::uint64_t skip(std::uint64_t count);
    /// Seeks to an absolute position. Regular files only.
    void seek(std::uint64_t position);

    std::uint64_t position() const noexcept { return position_; }
    bool isRegularFile() const noexcept { return regular_; }
    /// Size in bytes of a regular file, else 0.
    std::uint64_t size() const noexcept { return size_; }
    /// The path, or "standard input".
    const std::string& name() const noexcept { return name_; }

private:
    bool fill();

    std::string name_;
    int descriptor_ = -1;
    bool regular_ = false;
    std::uint64_t size_ = 0, position_ = 0;
    std::vector<unsigned char> buffer_;
    size_t begin_ = 0, end_ = 0;
};

} // namespace solus
