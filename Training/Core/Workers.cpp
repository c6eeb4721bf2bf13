// A fixed team of threads that do one job together.
#include "Core/Workers.h"

#include <dlfcn.h>
#include <torch/torch.h>

namespace solus::train {

void useOneThread() {
    torch::set_num_threads(1);
    // torch does not control OpenBLAS, which has its own threads; other BLAS libraries lack the symbol.
    using SetThreads = void (*)(int);
    if (auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(1);
}

Workers::Workers(int count) : start_(count + 1), done_(count + 1), failures_(static_cast<size_t>(count)) {
    for (int i = 0; i < count; ++i)
        threads_.emplace_back([this, i] {
            useOneThread();
            for (;;) {
                start_.arrive_and_wait();
                if (!job_) return;
                try {
                    (*job_)(i);
                } catch (...) {
                    failures_[i] = std::current_exception();
                }
                done_.arrive_and_wait();
            }
        });
}

Workers::~Workers() {
    job_ = nullptr;
    start_.arrive_and_wait();
    for (auto& thread : threads_) thread.join();
}

void Workers::run(const std::function<void(int)>& job) {
    job_ = &job;
    start_.arrive_and_wait();
    done_.arrive_and_wait();
    for (auto& failure : failures_)
        if (auto first = std::exchange(failure, nullptr)) std::rethrow_exception(first);
}

} // namespace solus::train
