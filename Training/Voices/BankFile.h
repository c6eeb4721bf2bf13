// The file of a voice bank: a key that identifies what it was made from, then records in any order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace solus::train {

/// The frames of several takes of one voice or one noise.
struct BankRecord {
    std::uint32_t part = 0;            ///< number of the part of the bank
    std::vector<std::uint32_t> frames; ///< of each take
    std::vector<std::int16_t> values;  ///< all takes, one after another; `width` values per frame
};

/// Layout, little-endian: "SOLVOIC2", u32 length of the key, the key, then for each record u32 part, u32 number of
/// takes, u32 frames of each, i16 values.
class BankReader {
public:
    /// Throws Error if `path` is not a bank with this key; `key` empty: any.
    BankReader(const std::filesystem::path& path, const std::string& key, std::uint32_t width);

    /// False at the end, and if a record is cut off, in which case end() lies before it.
    bool next(BankRecord&);
    std::uint64_t end() const { return end_; } ///< where the last whole record ended
    std::uint64_t size() const { return size_; }

private:
    std::ifstream file_;
    std::uint64_t size_, end_;
    std::uint32_t width_;
};

/// Writes to `path`.part, which finish() renames. Continues one that an earlier run with the same key left behind.
class BankWriter {
public:
    BankWriter(const std::filesystem::path& path, const std::string& key, std::uint32_t width);

    const std::set<std::uint32_t>& written() const { return written_; } ///< parts that the file already holds
    void add(const BankRecord&); ///< throws Error, e.g. if the disk is full
    void finish();

private:
    void check();

    std::filesystem::path path_, partial_;
    std::ofstream file_;
    std::set<std::uint32_t> written_;
};

} // namespace solus::train
