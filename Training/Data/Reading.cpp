// Two threads and a list of what went wrong.
#include "Data/Reading.h"

#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Data/Decode.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

namespace solus::train {

#ifdef SOLUS_TRAIN_BARE

std::vector<std::string> readRecordings(const std::filesystem::path& root, const std::vector<Entry>&,
                                        const std::function<void(size_t, std::vector<std::int16_t>)>&) {
    throw Error(root.string() +
                ": this build of solus-train reads packs only; make one with `solus-train pack`");
}

#else

std::vector<std::string> readRecordings(const std::filesystem::path& root, const std::vector<Entry>& entries,
                                        const std::function<void(size_t, std::vector<std::int16_t>)>& use) {
    ProgressBar progress("Reading recordings");
    std::atomic<size_t> next{0};
    std::mutex mutex;
    std::map<size_t, std::string> bad;
    std::exception_ptr failure;
    const auto work = [&] {
        for (size_t i; (i = next++) < entries.size();) {
            try {
                auto samples = decode(root / entries[i].path);
                const std::lock_guard lock(mutex);
                use(i, std::move(samples));
            } catch (const Error& e) {
                const std::lock_guard lock(mutex);
                bad[i] = e.what();
            } catch (...) { // a failure of the machine, not of the recording
                const std::lock_guard lock(mutex);
                failure = std::current_exception();
                next = entries.size();
            }
            const std::lock_guard lock(mutex);
            progress.update(static_cast<double>(i) / static_cast<double>(entries.size()));
        }
    };
    {
        const std::jthread second(work);
        work();
    }
    if (failure) std::rethrow_exception(failure);
    std::vector<std::string> lines;
    for (auto& [number, line] : bad) lines.push_back(std::move(line));
    return lines;
}

#endif

std::string summaryOfBad(const std::vector<std::string>& bad, size_t all) {
    constexpr size_t shown = 3;
    std::string text =
        std::to_string(bad.size()) + " of " + std::to_string(all) + " recordings cannot be used: ";
    for (size_t i = 0; i < std::min(shown, bad.size()); ++i) text += (i > 0 ? "; " : "") + bad[i];
    if (bad.size() > shown) text += "; and " + std::to_string(bad.size() - shown) + " more";
    return text;
}

} // namespace solus::train
