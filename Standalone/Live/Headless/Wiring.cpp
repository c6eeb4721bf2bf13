// Connecting, and connecting again.
#include "Headless/Wiring.h"

#include "Error.h"

#include <algorithm>

namespace solus::live {

Wiring::Wiring(JackClient& client, const Options& options)
    : client_(client), anyMicrophone_(options.connectInputs.empty()) {
    for (int c = 0; c < options.channels; ++c) {
        const auto named = static_cast<std::size_t>(c) < options.connectInputs.size();
        if (named || anyMicrophone_)
            wires_.push_back({c, true, named ? options.connectInputs[static_cast<std::size_t>(c)] : ""});
    }
    for (std::size_t i = 0; i < options.connectOutputs.size(); ++i)
        wires_.push_back({static_cast<int>(i) % options.channels, false, options.connectOutputs[i]});
    for (Wire& wire : wires_) {
        if (connect(wire) || wire.port.empty()) continue;
        throw Error(wire.port + ": there is no such port that " + (wire.input ? "delivers" : "takes") +
                    " sound (jack_lsp lists them)");
    }
}

bool Wiring::connect(Wire& wire) {
    if (wire.input && anyMicrophone_) {
        const auto microphones = client_.microphones();
        const auto c = static_cast<std::size_t>(wire.channel);
        wire.port = c < microphones.size() ? microphones[c] : "";
    }
    wire.connected = !wire.port.empty() && (wire.input ? client_.connectInput(wire.channel, wire.port)
                                                       : client_.connectOutput(wire.channel, wire.port));
    return wire.connected;
}

void Wiring::mend() {
    const auto appeared = client_.takeNewPorts();
    for (Wire& wire : wires_) {
        const bool anew = std::find(appeared.begin(), appeared.end(), wire.port) != appeared.end();
        if (anew || !wire.connected) connect(wire);
    }
}

void Wiring::renew() {
    for (Wire& wire : wires_) connect(wire);
}

bool Wiring::complete() const {
    return std::none_of(wires_.begin(), wires_.end(), [](const Wire& w) { return w.input && !w.connected; });
}

} // namespace solus::live
