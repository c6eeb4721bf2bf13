// Tables. Bits of the mask: 1 front left, 2 front right, 4 centre, 8 low frequencies, 0x10 and 0x20 back left and
// right, 0x100 back centre, 0x200 and 0x400 side left and right. A wav file's channels are in the order of the bits.
#include "Files/Speakers.h"

#include <cstddef>
#include <numeric>

namespace solus {

std::uint32_t flacSpeakers(int channels) noexcept {
    constexpr std::uint32_t masks[9] = {0, 0, 0, 0x7, 0x33, 0x607, 0x60F, 0x70F, 0x63F};
    return channels >= 0 && channels <= 8 ? masks[channels] : 0;
}

std::uint32_t vorbisSpeakers(int channels) noexcept {
    constexpr std::uint32_t masks[9] = {0, 0, 0, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F};
    return channels >= 0 && channels <= 8 ? masks[channels] : 0;
}

std::vector<int> vorbisOrder(int channels) {
    switch (channels) {
    case 3: // L C R
        return {0, 2, 1};
    case 5: // L C R, back L R
        return {0, 2, 1, 3, 4};
    case 6: // L C R, back L R, low
        return {0, 2, 1, 5, 3, 4};
    case 7: // L C R, side L R, back centre, low
        return {0, 2, 1, 6, 5, 3, 4};
    case 8: // L C R, side L R, back L R, low
        return {0, 2, 1, 7, 5, 6, 3, 4};
    default: {
        std::vector<int> same(static_cast<size_t>(channels));
        std::iota(same.begin(), same.end(), 0);
        return same;
    }
    }
}

} // namespace solus
