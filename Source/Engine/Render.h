// A whole recording through the engine, aligned with what went in.
#pragma once

#include "Base/Planar.h"
#include "Engine/VoiceEngine.h"

#include <functional>
#include <vector>

namespace solus {

/// Through a prepared engine, block by block, as for a file that memory does not hold. `read` fills a block and says how
/// many frames there are; fewer than asked for are the end. `write` gets as many as were read, in all: the latency in
/// front is dropped, and silence behind the end pushes the rest out. Not for the audio thread.
void render(VoiceEngine&, int channels, const std::function<int(Planar& block, int frames)>& read,
            const std::function<void(const Planar& block, int from, int frames)>& write,
            int blockFrames = 4096);

/// [channel][sample], all channels equally long.
using Signal = std::vector<std::vector<float>>;
Signal render(VoiceEngine&, const Signal&, int blockFrames = 4096);
std::vector<float> render(VoiceEngine&, const std::vector<float>& mono, int blockFrames = 4096);

} // namespace solus
