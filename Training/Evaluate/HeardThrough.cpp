// The ways to hear, from the parts that training uses too.
#include "Evaluate/HeardThrough.h"

#include "Data/Augment.h"
#include "Data/Reverb.h"
#include "Data/VoiceKinds.h"
#include "Voices/VoiceAugment.h"

#include <algorithm>

namespace solus::train {

namespace {

void telephone(std::vector<float>& x, Random&) {
    filterVoice(x, {}, {}, 300.0, 3400.0);
}

void headset(std::vector<float>& x, Random&) {
    filterVoice(x, {}, {}, 50.0, 7000.0);
}

void microphone(std::vector<float>& x, Random& random) {
    filterVoice(x, SmoothEqualiser::draw(9.0, random));
}

void quiet(std::vector<float>& x, Random&) {
    for (float& v : x) v *= 0.0316f;
}

/// Mostly reverberation, 18 dB quieter, with noise.
void twoMetres(std::vector<float>& x, Random& random) {
    addReverb(x, 0.5, 0.6, random);
    for (float& v : x) v *= 0.126f;
    addNoise(x, pinkNoise(), static_cast<size_t>(random.below(pinkSamples / 2)), 15.0);
}

void whispering(std::vector<float>& x, Random& random) {
    whisper(x, random);
}

void excited(std::vector<float>& x, Random&) {
    x = changeSpeed(x, 1.12);
}

} // namespace

const std::vector<HeardThrough>& waysToHear() {
    static const std::vector<HeardThrough> ways{
        {"telephone", "300 to 3400 Hz", telephone},
        {"headset", "Bluetooth's band, 50 to 7000 Hz", headset},
        {"microphone", "another one: a smooth equaliser within 9 dB", microphone},
        {"quiet", "30 dB quieter", quiet},
        {"room", "from two metres, with pink noise at 15 dB", twoMetres},
        {"whisper", "whispering", whispering},
        {"excited", "12 % higher and faster", excited},
    };
    return ways;
}

const HeardThrough* findWayToHear(const std::string& name) {
    const auto& ways = waysToHear();
    const auto found =
        std::find_if(ways.begin(), ways.end(), [&](const HeardThrough& way) { return way.name == name; });
    return found == ways.end() ? nullptr : &*found;
}

} // namespace solus::train
