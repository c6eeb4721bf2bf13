// The clock of the simulated device.
#include "Devices/SimulatedDevice.h"

#include <array>
#include <chrono>
#include <vector>

namespace solus::live {

juce::String SimulatedDevice::open(const juce::BigInteger&, const juce::BigInteger&, double sampleRate,
                                   int block) {
    close();
    rate_ = sampleRate > 0.0 ? sampleRate : 48000.0;
    block_ = block > 0 ? block : getDefaultBufferSize();
    skipped_ = 0;
    open_ = true;
    return {};
}

void SimulatedDevice::close() {
    stop();
    open_ = false;
}

void SimulatedDevice::start(juce::AudioIODeviceCallback* callback) {
    stop();
    if (!open_ || callback == nullptr) return;
    callback_ = callback;
    callback_->audioDeviceAboutToStart(this);
    stop_ = false;
    worker_ = std::thread([this] { run(); });
}

void SimulatedDevice::stop() {
    if (!worker_.joinable()) return;
    stop_ = true;
    worker_.join();
    callback_->audioDeviceStopped();
    callback_ = nullptr;
}

void SimulatedDevice::run() {
    using Clock = std::chrono::steady_clock;
    const std::vector<float> silence(static_cast<std::size_t>(block_), 0.0f);
    std::vector<float> left(silence), right(silence);
    const std::array<const float*, 1> in{silence.data()};
    const std::array<float*, 2> out{left.data(), right.data()};
    const auto period =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(block_ / rate_));
    auto next = Clock::now();
    while (!stop_) {
        callback_->audioDeviceIOCallbackWithContext(in.data(), 1, out.data(), 2, block_, {});
        next += period;
        // A real card would have lost audio by now. Here nothing is lost, and the clock restarts.
        if (Clock::now() > next + std::chrono::milliseconds(200)) next = Clock::now(), ++skipped_;
        std::this_thread::sleep_until(next);
    }
}

} // namespace solus::live
