// Drops the initial latency and flushes the end.
#include "Engine/Render.h"

#include <algorithm>
#include <span>

namespace solus {
namespace {

void renderPlanes(VoiceEngine& engine, std::span<const float* const> in, std::span<float* const> out,
                  size_t frames, int blockFrames) {
    size_t given = 0, taken = 0;
    const auto read = [&](Planar& block, int most) {
        const int count = static_cast<int>(std::min(frames - given, static_cast<size_t>(most)));
        for (size_t c = 0; c < in.size(); ++c) std::copy_n(in[c] + given, count, block.write()[c]);
        given += static_cast<size_t>(count);
        return count;
    };
    const auto write = [&](const Planar& block, int from, int count) {
        for (size_t c = 0; c < out.size(); ++c) std::copy_n(block.read()[c] + from, count, out[c] + taken);
        taken += static_cast<size_t>(count);
    };
    render(engine, static_cast<int>(in.size()), read, write, blockFrames);
}

} // namespace

void render(VoiceEngine& engine, int channels, const std::function<int(Planar& block, int frames)>& read,
            const std::function<void(const Planar& block, int from, int frames)>& write, int blockFrames) {
    Planar block(channels, blockFrames);
    int early = engine.latencySamples(); // frames of output before the recording begins
    const auto pass = [&](int frames) {
        engine.process(block.read(), block.write(), frames);
        const int dropped = std::min(early, frames);
        early -= dropped;
        if (frames > dropped) write(block, dropped, frames - dropped);
    };
    for (int got = blockFrames; got == blockFrames;) pass(got = read(block, blockFrames));
    for (int left = engine.latencySamples(); left > 0; left -= blockFrames) {
        block.clear();
        pass(std::min(left, blockFrames));
    }
}

Signal render(VoiceEngine& engine, const Signal& in, int blockFrames) {
    if (in.empty()) return {};
    Signal out(in.size(), std::vector<float>(in[0].size()));
    std::vector<const float*> from;
    std::vector<float*> to;
    for (const auto& channel : in) from.push_back(channel.data());
    for (auto& channel : out) to.push_back(channel.data());
    renderPlanes(engine, from, to, in[0].size(), blockFrames);
    return out;
}

std::vector<float> render(VoiceEngine& engine, const std::vector<float>& mono, int blockFrames) {
    std::vector<float> out(mono.size());
    const float* from = mono.data();
    float* to = out.data();
    renderPlanes(engine, {&from, 1}, {&to, 1}, mono.size(), blockFrames);
    return out;
}

} // namespace solus
