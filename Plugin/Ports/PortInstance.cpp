// From the host's ports to PortEngine's values.
#include "Ports/PortInstance.h"

#include <algorithm>
#include <climits>
#include <cstdio>
#include <exception>

namespace solus {

void PortInstance::connect(unsigned long port, float* data) noexcept {
    if (port < layout_.count()) connected_[port] = data;
}

void PortInstance::activate() noexcept {
    engine_.activate(values());
    tellLatency();
}

void PortInstance::run(unsigned long frames) noexcept {
    std::array<const float*, PortLayout::maxChannels> in{};
    std::array<float*, PortLayout::maxChannels> out{};
    for (int c = 0; c < layout_.channels; ++c) {
        in[c] = connected_[layout_.in(c)];
        out[c] = connected_[layout_.out(c)];
        if (!in[c] || !out[c]) frames = 0;
    }
    engine_.run(values(), in.data(), out.data(),
                static_cast<int>(std::min<unsigned long>(frames, INT_MAX / 2)));
    tellLatency();
}

PortValues PortInstance::values() const noexcept {
    PortValues values;
    for (int i = 0; i < parameterCount; ++i)
        if (const float* port = connected_[layout_.parameter(i)])
            values.parameters[i] = saneValue(parameterTable()[i], *port);
    if (const float* port = connected_[layout_.model()]) values.model = numberFromPort(*port);
    if (const float* port = connected_[layout_.voice()]) values.voice = numberFromPort(*port);
    return values;
}

void PortInstance::tellLatency() const noexcept {
    if (float* port = connected_[layout_.latency()]) *port = static_cast<float>(engine_.latency());
}

PortInstance* makePortInstance(double rate, int channels) noexcept {
    try {
        return new PortInstance(rate, channels);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus: %s\n", e.what());
    } catch (...) {
        std::fputs("solus: unknown error\n", stderr);
    }
    return nullptr;
}

} // namespace solus
