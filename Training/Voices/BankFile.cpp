// Reading and writing voice banks.
#include "Voices/BankFile.h"

#include "Base/Error.h"

#include <cstring>
#include <numeric>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr char bankMagic[8] = {'S', 'O', 'L', 'V', 'O', 'I', 'C', '2'};

template <class T>
void put(std::ostream& out, const T* values, size_t count) {
    out.write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(count * sizeof(T)));
}

template <class T>
bool get(std::istream& in, T* values, size_t count) {
    return static_cast<bool>(
        in.read(reinterpret_cast<char*>(values), static_cast<std::streamsize>(count * sizeof(T))));
}

} // namespace

BankReader::BankReader(const fs::path& path, const std::string& key, std::uint32_t width)
    : file_(path, std::ios::binary), size_(fs::file_size(path)), width_(width) {
    const auto broken = [&path](const std::string& why) {
        return Error(path.string() + ": " + why + "; delete it to have it made again");
    };
    char head[sizeof bankMagic] = {};
    std::uint32_t length = 0;
    if (!get(file_, head, sizeof head) || std::memcmp(head, bankMagic, sizeof head) != 0 ||
        !get(file_, &length, 1) || length > size_)
        throw broken("not a voice bank");
    std::string found(length, '\0');
    if (!get(file_, found.data(), length)) throw broken("not a voice bank");
    if (found != key) throw broken("was made from other recordings, features or another denoiser");
    end_ = sizeof head + sizeof length + length;
}

bool BankReader::next(BankRecord& record) {
    std::uint32_t head[2] = {};
    if (!get(file_, head, 2) || head[1] > (size_ - end_) / sizeof(std::uint32_t)) return false;
    record.part = head[0];
    record.frames.resize(head[1]);
    if (!get(file_, record.frames.data(), record.frames.size())) return false;
    const std::uint64_t begin = end_ + sizeof head + record.frames.size() * sizeof(std::uint32_t);
    const auto frames = std::accumulate(record.frames.begin(), record.frames.end(), std::uint64_t{0});
    if (frames > (size_ - begin) / (width_ * sizeof(std::int16_t))) return false;
    record.values.resize(frames * width_);
    if (!get(file_, record.values.data(), record.values.size())) return false;
    end_ = begin + record.values.size() * sizeof(std::int16_t);
    return true;
}

BankWriter::BankWriter(const fs::path& path, const std::string& key, std::uint32_t width)
    : path_(path), partial_(path.string() + ".part") {
    if (fs::exists(partial_)) try {
            BankReader before(partial_, key, width);
            for (BankRecord record; before.next(record);) written_.insert(record.part);
            fs::resize_file(partial_, before.end());
        } catch (const Error&) { // of other recordings: start anew
            written_.clear();
            fs::remove(partial_);
        }
    const bool fresh = !fs::exists(partial_);
    file_.open(partial_, std::ios::binary | std::ios::app);
    if (!fresh) return;
    const auto length = static_cast<std::uint32_t>(key.size());
    put(file_, bankMagic, sizeof bankMagic);
    put(file_, &length, 1);
    put(file_, key.data(), key.size());
    check();
}

void BankWriter::check() {
    if (!file_) throw Error(partial_.string() + ": cannot be written; is the disk full?");
}

void BankWriter::add(const BankRecord& record) {
    const std::uint32_t head[2] = {record.part, static_cast<std::uint32_t>(record.frames.size())};
    put(file_, head, 2);
    put(file_, record.frames.data(), record.frames.size());
    put(file_, record.values.data(), record.values.size());
    check();
}

void BankWriter::finish() {
    file_.close();
    check();
    fs::rename(partial_, path_);
}

} // namespace solus::train
