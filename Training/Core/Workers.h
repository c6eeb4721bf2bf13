// A fixed team of threads that share a job.
#pragma once

#include <barrier>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace solus::train {

/// Each thread runs single-threaded BLAS, which is fastest and gives bit-identical results every time.
class Workers {
public:
    explicit Workers(int count);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    int count() const { return static_cast<int>(threads_.size()); }
    /// Runs job(0) ... job(count - 1) in parallel and waits for all; rethrows the exception of the lowest-numbered job
    /// that failed.
    void run(const std::function<void(int)>& job);

private:
    std::barrier<> start_, done_;
    const std::function<void(int)>* job_ = nullptr;
    std::vector<std::exception_ptr> failures_;
    std::vector<std::thread> threads_;
};

/// Limits torch and BLAS to one thread, in the calling thread.
void useOneThread();

} // namespace solus::train
