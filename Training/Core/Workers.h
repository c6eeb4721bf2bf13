// A fixed team of threads that do one job together.
#pragma once

#include <barrier>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace solus::train {

/// Each thread computes with one thread of BLAS: that is fastest, and the same bits come out every time.
class Workers {
public:
    explicit Workers(int count);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    int count() const { return static_cast<int>(threads_.size()); }
    /// Runs job(0) ... job(count - 1) at once and waits for all; the first exception by number is thrown
    /// again.
    void run(const std::function<void(int)>& job);

private:
    std::barrier<> start_, done_;
    const std::function<void(int)>* job_ = nullptr;
    std::vector<std::exception_ptr> failures_;
    std::vector<std::thread> threads_;
};

/// One thread for torch and for BLAS, in the calling thread.
void useOneThread();

} // namespace solus::train
