// How an enrolled voice acts on a network: feature-wise scale and shift (Perez et al. 2018).
#pragma once

#include "Core/NetPlan.h"

#include <string>

namespace solus::train {

/// Layers "voice", `values`, which is given from outside, and "voice_code" = relu(C v), `code` values.
void addVoice(NetPlan&, int values, int code);
/// Layer "voice_" + x = x (1 + S c) + T c, c: the code of the voice; x: channels x length. S and T start at 0, so that the
/// network starts as one for all voices.
void toVoice(NetPlan&, const std::string& x, int channels, int length);
/// Layers "who" = W x, what the network hears of who talks in each frame, "voice_who" = E v, the same of the enrolled voice,
/// and "matched" = who (1 + voice_who) + T c, T zero at first: a linear function of that can be their inner product. IsolateTask
/// teaches who and voice_who to agree for a talker and to differ between talkers.
void matchVoice(NetPlan&, const std::string& x, int voiceValues, int values);

} // namespace solus::train
