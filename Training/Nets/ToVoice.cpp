// Scaling and shifting by an enrolled voice.
#include "Nets/ToVoice.h"

#include <cmath>

namespace solus::train {

void addVoice(NetPlan& net, int values, int code) {
    // The values of a voice are small: the sum of their squares is 1.
    net.voice("voice", values).dense("voice_reduced", code).weights(std::sqrt(values)).relu("voice_code");
}

void toVoice(NetPlan& net, const std::string& x, int channels, int length) {
    const auto values = [&](std::string name) {
        net.dense(name, channels * length, {"voice_code"}).weights(0.0).bias(0.0);
        if (channels > 1) net.reshape(name += "_shaped", channels, length);
        return name;
    };
    const auto scale = values("voice_scale_" + x), shift = values("voice_shift_" + x);
    net.scaleShift("voice_" + x, x, scale, shift);
}

void matchVoice(NetPlan& net, const std::string& x, int voiceValues, int values) {
    net.dense("who", values, {x});
    net.dense("voice_who", values, {"voice"}).weights(std::sqrt(voiceValues));
    net.dense("voice_shift_who", values, {"voice_code"}).weights(0.0).bias(0.0);
    net.scaleShift("matched", "who", "voice_who", "voice_shift_who");
}

} // namespace solus::train
