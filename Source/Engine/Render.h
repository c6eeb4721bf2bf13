// Offline rendering: a whole recording through the engine, aligned with its input.
#pragma once

#include "Base/Planar.h"
#include "Engine/VoiceEngine.h"

#include <functional>
#include <vector>

namespace solus {

/// Runs a prepared engine block by block, for recordings that need not fit in memory. `read` fills a block and
/// returns its number of frames; fewer than requested means the end. `write` gets as many frames in total as were
/// read: the initial latency is dropped, and silence flushes the end. Not for the audio thread.
void render(VoiceEngine&, int channels, const std::function<int(Planar& block, int frames)>& read,
            const std::function<void(const Planar& block, int from, int frames)>& write,
            int blockFrames = 4096);

/// [channel][sample], all channels of equal length.
using Signal = std::vector<std::vector<float>>;
Signal render(VoiceEngine&, const Signal&, int blockFrames = 4096);
std::vector<float> render(VoiceEngine&, const std::vector<float>& mono, int blockFrames = 4096);

} // namespace solus
