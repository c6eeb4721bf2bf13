// Other people who talk near the microphone of an enrolled talker: at the same time, in turns, or alone.
#pragma once

#include "Data/Mixer.h"
#include "Data/StretchPool.h"

#include <memory>

namespace solus::train {

struct StrangerOptions {
    double nobody = 0.22; ///< share of the mixtures with the owner in which nobody else talks
    double turns = 0.45;  ///< share of the others in which they take turns; else all talk throughout
    double second = 0.25; ///< chance of a second stranger
    double alike = 0.6;   ///< chance that a stranger of the same sex and language is searched for
    double sirLow = -5.0, sirHigh = 15.0; ///< owner to stranger, in dB
    double together = 0.1; ///< share of the mixtures whose voice is that of two people, one of them absent
    /// Every second example is the one before with the roles exchanged: the same sum, and the other voice to be kept. What two
    /// such examples do not share can only be learnt from the enrolled voice.
    bool exchanged = false;
};

class Strangers {
public:
    Strangers(const StrangerOptions& options, const StretchPool& voices)
        : options_(options), voices_(voices) {}

    /// Adds strangers to mixture.noise. If they take turns with the owner, cuts a part out of mixture.speech. `levelDb`: of
    /// the owner, in dBFS; of the strangers, if the owner is silent. `exchange`: the first stranger is the one to be kept, and
    /// the owner a stranger to him. Returns false if nobody can be exchanged.
    bool add(std::int64_t step, Random&, double levelDb, const PooledSound& owner, Mixture&,
             bool exchange = false) const;

private:
    std::shared_ptr<const PooledSound> draw(std::int64_t step, Random&, const PooledSound& owner) const;
    struct Stranger {
        std::shared_ptr<const PooledSound> voice; ///< none: nobody was found
        std::vector<float> speech;                ///< as added
    };
    Stranger addOne(std::int64_t step, Random&, double levelDb, const PooledSound& owner, Mixture&,
                    size_t begin, size_t end) const;

    StrangerOptions options_;
    const StretchPool& voices_;
};

} // namespace solus::train
