// Does the way a recording begins matter to a denoiser? Silence, fades, mutes and level steps, compared with none.
#pragma once

#include "Inference/Model.h"

#include <memory>
#include <string>
#include <vector>

namespace solus::train {

/// A recording with a changed beginning, or with a change after which it continues from its middle.
struct Beginning {
    std::string name;  ///< in JSON
    std::string title; ///< in the table

    struct Changed {
        std::vector<float> signal;
        /// Of the plain recording: the comparison starts here, 0.3 s after the change is over.
        size_t from = 0;
        long shift = 0;    ///< sample n of the plain recording is sample n + shift of the changed one
        float gain = 1.0f; ///< of the part compared
    };
    Changed (*apply)(std::vector<float>);
};

/// At 48 kHz.
const std::vector<Beginning>& beginnings();

/// dB, positive is worse: loss of SI-SDR, and increase in the level of the noise alone, over the part compared.
struct BeginningFigures {
    std::string name, title;
    double loss = 0.0, worstLoss = 0.0, louder = 0.0,
           worstLouder = 0.0; ///< means over the recordings, and the worst
};

/// In the order of beginnings(). NaN if fewer than 0.5 s remain to be compared.
struct BeginningsOfFile {
    std::vector<double> loss, louder;
};

/// Runs the model on a recording and on its noise alone, plain and with every beginning.
BeginningsOfFile beginningsOfFile(const std::shared_ptr<const Model>&, float amountDb,
                                  const std::vector<float>& clean, const std::vector<float>& noisy);

std::vector<BeginningFigures> figuresOf(const std::vector<BeginningsOfFile>&);

} // namespace solus::train
