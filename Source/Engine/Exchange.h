// Hands objects to the audio thread and takes old ones back. Neither side waits, and the audio thread frees nothing.
#pragma once

#include <array>
#include <atomic>
#include <memory>

namespace solus {

/// One audio thread and one control thread (or several that share a lock).
template <typename T>
class Exchange {
public:
    ~Exchange() {
        delete offered_.load();
        collect();
    }

    /// Control thread. The newest offer wins; an offer that was never taken is freed here.
    void offer(std::unique_ptr<T> object) {
        collect();
        delete offered_.exchange(object.release(), std::memory_order_acq_rel);
    }

    /// Audio thread. The newest offer, or null. The caller must retire() the object that it replaces.
    T* take() noexcept {
        if (offered_.load(std::memory_order_relaxed) == nullptr || full()) return nullptr;
        return offered_.exchange(nullptr, std::memory_order_acq_rel);
    }

    /// Audio thread. Queues `object` for the control thread to free. take() keeps one slot free for this.
    void retire(T* object) noexcept {
        for (auto& slot : retired_)
            if (slot.load(std::memory_order_acquire) == nullptr) {
                slot.store(object, std::memory_order_release);
                return;
            }
    }

    /// Control thread. Frees what the audio thread has retired.
    void collect() {
        for (auto& slot : retired_) delete slot.exchange(nullptr, std::memory_order_acq_rel);
    }

private:
    bool full() const noexcept {
        for (const auto& slot : retired_)
            if (slot.load(std::memory_order_acquire) == nullptr) return false;
        return true;
    }

    std::atomic<T*> offered_{nullptr};
    std::array<std::atomic<T*>, 8> retired_{};
};

} // namespace solus
