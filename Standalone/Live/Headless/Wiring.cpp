// Connects ports, follows the microphone, and reconnects.
#include "Headless/Wiring.h"

#include "Base/Error.h"

#include <algorithm>
#include <utility>

namespace solus::live {
namespace {

/// "alsa_input.usb:capture_1" -> "alsa_input.usb:"; device names may contain colons.
std::string deviceOf(const std::string& port) {
    return port.substr(0, port.rfind(':') + 1);
}

} // namespace

Wiring::Wiring(JackClient& client, const Options& options) : client_(client) {
    const auto microphones = client.microphones();
    for (int c = 0; c < options.channels; ++c) {
        const bool named = static_cast<std::size_t>(c) < options.connectInputs.size();
        if (!named && !options.connectInputs.empty()) continue;
        const auto wish = named ? options.connectInputs[static_cast<std::size_t>(c)] : std::string();
        const bool microphone =
            wish.empty() || std::find(microphones.begin(), microphones.end(), wish) != microphones.end();
        wires_.push_back({c, true, wish, microphone, wish});
    }
    for (std::size_t i = 0; i < options.connectOutputs.size(); ++i)
        wires_.push_back({static_cast<int>(i) % options.channels, false, options.connectOutputs[i], false,
                          options.connectOutputs[i]});
    for (Wire& wire : wires_) {
        if (wire.wish.empty()) {
            follow(wire);
            continue;
        }
        if (!connect(wire))
            throw Error(wire.port + ": there is no port of this name that " +
                        (wire.input ? "delivers" : "takes") + " sound (jack_lsp lists them)");
        if (wire.microphone) news_.push_back("microphone: " + wire.port);
    }
    const bool deaf =
        std::none_of(wires_.begin(), wires_.end(), [](const Wire& w) { return w.input && w.connected; });
    if (deaf)
        news_.push_back("no microphone found: waiting for one, or connect " + client.name() +
                        ":input_1 by hand");
}

bool Wiring::connect(Wire& wire) {
    wire.connected = !wire.port.empty() && (wire.input ? client_.connectInput(wire.channel, wire.port)
                                                       : client_.connectOutput(wire.channel, wire.port));
    return wire.connected;
}

// The named port if it exists, else the default source's port for this channel; "" if there is no microphone. If the
// source has fewer channels, its last one feeds all that remain.
std::string Wiring::bestMicrophone(const Wire& wire) const {
    if (!wire.wish.empty() && client_.exists(wire.wish)) return wire.wish;
    auto ports = client_.microphones();
    if (ports.empty()) return {};
    const auto device = deviceOf(ports.front());
    std::erase_if(ports, [&](const std::string& port) { return deviceOf(port) != device; });
    return ports[std::min(static_cast<std::size_t>(wire.channel), ports.size() - 1)];
}

void Wiring::follow(Wire& wire) {
    const auto best = bestMicrophone(wire);
    if (best == wire.port) return; // a connection removed by hand stays removed
    const auto before = wire.port;
    const bool gone = !before.empty() && !client_.exists(before);
    if (!before.empty() && !gone) client_.disconnectInput(wire.channel, before);
    wire.port = best;
    if (best.empty()) {
        wire.connected = false;
        news_.push_back("no microphone: " + before + " was disconnected; waiting for one");
    } else if (connect(wire)) {
        news_.push_back("microphone: " + best + (gone ? " (" + before + " was disconnected)" : ""));
    } else {
        wire.port.clear(); // not ready yet: try again at the next call
    }
}

void Wiring::mend() {
    const auto appeared = client_.takeNewPorts();
    for (Wire& wire : wires_) {
        const bool anew = std::find(appeared.begin(), appeared.end(), wire.port) != appeared.end();
        if (anew || (!wire.connected && !wire.port.empty())) connect(wire);
        if (wire.microphone) follow(wire);
    }
}

void Wiring::renew() {
    for (Wire& wire : wires_) connect(wire);
}

std::vector<std::string> Wiring::takeChanges() {
    return std::exchange(news_, {});
}

} // namespace solus::live
