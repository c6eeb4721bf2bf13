// Which of the device's inputs is the microphone.
#pragma once

namespace solus::live {

struct InputChannel {
    int index = 0;     ///< from 0
    bool pair = false; ///< this one and the next, as left and right

    static const InputChannel first, second, stereo;
    int channels() const noexcept { return pair ? 2 : 1; }
    /// The number of inputs that the device must deliver for it.
    int needs() const noexcept { return index + channels(); }
    bool operator==(const InputChannel&) const = default;
};

inline constexpr InputChannel InputChannel::first{0, false}, InputChannel::second{1, false},
    InputChannel::stereo{0, true};

} // namespace solus::live
