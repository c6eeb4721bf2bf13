// Kinds of voice that recordings rarely contain: whispers and long vowels.
#pragma once

#include "Core/Random.h"

#include <vector>

namespace solus::train {

/// The same words whispered: the envelope of each spectrum is kept, slightly brighter; its excitation becomes noise.
void whisper(std::vector<float>& speech, Random&);

/// A vowel of `count` samples, held or sung with a little vibrato: harmonics under the spectral envelope of the loudest
/// moment of `speech`. Empty if there is nothing voiced.
std::vector<float> heldVowel(const std::vector<float>& speech, size_t count, Random&);

} // namespace solus::train
