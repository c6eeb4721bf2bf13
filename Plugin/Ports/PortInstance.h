// One instance of a plugin whose ports the host connects by number, as in LADSPA and LV2.
#pragma once

#include "Ports/PortEngine.h"

#include <array>

namespace solus {

/// Port numbers never change: audio in, audio out, the first parameters of the table, model, voice, latency; then the
/// newer parameters. New ports go at the end.
struct PortLayout {
    static constexpr int maxChannels = 2;
    static constexpr unsigned maxPorts = 2 * maxChannels + parameterCount + 3;

    int channels; ///< 1 or 2

    unsigned in(int channel) const noexcept { return static_cast<unsigned>(channel); }
    unsigned out(int channel) const noexcept { return static_cast<unsigned>(channels + channel); }
    unsigned parameter(int index) const noexcept {
        return static_cast<unsigned>(2 * channels + index + (index < firstParameters ? 0 : 3));
    }
    unsigned model() const noexcept { return static_cast<unsigned>(2 * channels + firstParameters); }
    unsigned voice() const noexcept { return model() + 1; }
    unsigned latency() const noexcept { return model() + 2; }
    unsigned count() const noexcept { return static_cast<unsigned>(2 * channels + parameterCount + 3); }

    static constexpr int firstParameters = 13; ///< those of the first version
};

class PortInstance {
public:
    /// Throws Error if the rate is not supported.
    PortInstance(double rate, int channels) : layout_{channels}, engine_(rate, channels) {}

    /// Null disconnects. An unconnected control has its default. Real-time.
    void connect(unsigned long port, float* data) noexcept;
    /// As PortEngine::activate().
    void activate() noexcept;
    /// Real-time. Does nothing while an audio port is unconnected.
    void run(unsigned long frames) noexcept;

private:
    PortValues values() const noexcept;
    void tellLatency() const noexcept;

    PortLayout layout_;
    PortEngine engine_;
    std::array<float*, PortLayout::maxPorts> connected_{};
};

/// Null, with one line on stderr, if it cannot be made.
PortInstance* makePortInstance(double rate, int channels) noexcept;

} // namespace solus
