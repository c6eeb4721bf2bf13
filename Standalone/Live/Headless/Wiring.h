// Which ports the headless client is connected with; the microphone is followed, ports that come back are found again.
#pragma once

#include "Headless/JackClient.h"
#include "Options.h"

namespace solus::live {

/// One control thread. Without a named source the inputs follow the server's default microphone; with one, another
/// microphone stands in while it is away. Any other port that vanishes is connected again when it is back. A wire that
/// somebody pulls by hand stays pulled until its port changes.
class Wiring {
public:
    /// Connects what `options` names, or the default microphone. Throws Error for a named port that is not there.
    Wiring(JackClient&, const Options&);

    /// Call about once a second: follows the microphone, connects what has come (back).
    void mend();
    /// After JackClient::restart(), which takes all connections: all wires anew, pulled ones too.
    void renew();
    /// What has changed since the last call, a line each: "microphone: ...". The first call tells the first choice.
    std::vector<std::string> takeNews();

private:
    struct Wire {
        int channel;
        bool input;
        std::string wish; ///< the port that was named; "" for the default microphone
        bool microphone;  ///< may be replaced by another microphone
        std::string port; ///< "" while there is none
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
