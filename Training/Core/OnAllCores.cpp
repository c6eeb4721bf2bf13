// Threads that take the next item until none is left.
#include "Core/OnAllCores.h"

#include "Base/ProgressBar.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace solus::train {

void onAllCores(const std::string& label, size_t count, const std::function<void(size_t)>& job) {
    ProgressBar progress(label);
    std::atomic<size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
        for (size_t i; (i = next++) < count;) {
            try {
                job(i);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!failure) failure = std::current_exception();
                next = count;
            }
            const std::lock_guard lock(mutex);
            progress.update(static_cast<double>(i + 1) / static_cast<double>(count));
        }
    };
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < std::thread::hardware_concurrency(); ++t) others.emplace_back(work);
    work();
    others.clear(); // waits for all
    if (failure) std::rethrow_exception(failure);
}

} // namespace solus::train
