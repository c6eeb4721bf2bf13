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

} // namespace solus::train
