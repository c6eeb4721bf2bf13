// The port connections of the headless client: it follows the microphone, and reconnects ports that come back.
#pragma once

#include "Headless/JackClient.h"
#include "Options.h"

namespace solus::live {

/// One control thread. Without a named source, the inputs follow the server's default microphone. With one, another
/// microphone replaces it while it is missing. Any other port that disappears is reconnected when it is back. A
/// connection that is removed by hand stays removed until its port changes.
class Wiring {
public:
    /// Connects the ports in `options`, or the default microphone. Throws Error if a named port does not exist.
    Wiring(JackClient&, const Options&);

    /// Call about once a second: follows the microphone, and connects ports that have appeared.
    void mend();
    /// After JackClient::restart(), which loses all connections: makes all of them again, including removed ones.
    void renew();
    /// The changes since the last call, one line each: "microphone: ...". The first call reports the first choice.
    std::vector<std::string> takeChanges();

private:
    struct Wire {
        int channel;
        bool input;
        std::string wish; ///< the named port; "" for the default microphone
        bool microphone;  ///< another microphone may replace it
        std::string port; ///< "" if there is none
        bool connected = false;
    };
    bool connect(Wire&);
    std::string bestMicrophone(const Wire&) const;
    void follow(Wire&);

    JackClient& client_;
    std::vector<Wire> wires_;
    std::vector<std::string> news_;
};

} // namespace solus::live
