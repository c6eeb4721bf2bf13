// Buffered reading from a descriptor; interrupted calls are resumed.
#include "Files/ByteInput.h"

#include "Base/Error.h"
#include "Base/System.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace solus {

ByteInput::ByteInput(const std::string& path)
    : name_(path == "-" ? "standard input" : path), buffer_(1 << 16) {
    descriptor_ = path == "-" ? STDIN_FILENO : sys::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) throw Error(name_ + ": " + std::strerror(errno));
    sys::carryBytes(descriptor_);
    sys::Status status{};
    if (sys::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode) && path != "-") {
        regular_ = true;
        size_ = static_cast<std::uint64_t>(status.st_size);
    }
}

ByteInput::ByteInput(int descriptor, std::string name)
    : name_(std::move(name)), descriptor_(descriptor), buffer_(1 << 16) {}

ByteInput::~ByteInput() {
    if (descriptor_ > STDIN_FILENO) sys::close(descriptor_);
}

bool ByteInput::fill() {
    ssize_t got = 0;
    do {
        got = sys::read(descriptor_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw Error(name_ + ": cannot read: " + std::strerror(errno));
    begin_ = 0;
    end_ = static_cast<size_t>(got);
    return got > 0;
}

size_t ByteInput::read(void* bytes, size_t count) {
    auto* to = static_cast<unsigned char*>(bytes);
    size_t done = 0;
    while (done < count) {
        if (begin_ == end_ && !fill()) break;
        const size_t part = std::min(count - done, end_ - begin_);
        std::memcpy(to + done, buffer_.data() + begin_, part);
        begin_ += part;
        done += part;
    }
    position_ += done;
    return done;
}

std::uint64_t ByteInput::skip(std::uint64_t count) {
    if (count <= end_ - begin_) { // in the buffer: a file may have millions of small chunks
        begin_ += static_cast<size_t>(count);
        position_ += count;
        return count;
    }
    if (regular_) {
        const std::uint64_t part = std::min(count, size_ - std::min(size_, position_));
        seek(position_ + part);
        return part;
    }
    std::uint64_t done = 0;
    while (done < count) {
        if (begin_ == end_ && !fill()) break;
        const auto part = std::min<std::uint64_t>(count - done, end_ - begin_);
        begin_ += static_cast<size_t>(part);
        done += part;
    }
    position_ += done;
    return done;
}

void ByteInput::seek(std::uint64_t position) {
    // The buffer holds the file from position_ - begin_ to position_ + (end_ - begin_).
    if (position + begin_ >= position_ && position <= position_ + (end_ - begin_)) {
        begin_ = static_cast<size_t>(position + begin_ - position_);
        position_ = position;
        return;
    }
    if (sys::lseek(descriptor_, static_cast<std::int64_t>(position), SEEK_SET) < 0)
        throw Error(name_ + ": cannot seek: " + std::strerror(errno));
    position_ = position;
    begin_ = end_ = 0;
}

} // namespace solus
