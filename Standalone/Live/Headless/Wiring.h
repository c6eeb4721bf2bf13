// Which ports the headless client is connected with; found again when they come back.
#pragma once

#include "Headless/JackClient.h"
#include "Options.h"

namespace solus::live {

/// One control thread. A port that vanishes (an unplugged microphone) is connected again when it is back; a
/// wire that somebody pulls by hand stays pulled.
class Wiring {
public:
    /// Connects what `options` names, or the first microphones. Throws Error for a named port that is not
    /// there.
    Wiring(JackClient&, const Options&);

    /// Call about once a second: connects what has come (back).
    void mend();
    /// After JackClient::restart(), which takes all connections: all wires anew, pulled ones too.
    void renew();
    /// Whether every input has its source.
    bool complete() const;

private:
    struct Wire {
        int channel;
        bool input;
        std::string port; ///< "" for a microphone that is still looked for
        bool connected = false;
    };
    bool connect(Wire&);

    JackClient& client_;
    std::vector<Wire> wires_;
    bool anyMicrophone_; ///< nobody named one
};

} // namespace solus::live
