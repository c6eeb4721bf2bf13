// A network in outline: its layers, their output shapes, and their numbers of parameters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace solus::train {

/// One row of a network's drawing.
struct Stage {
    std::string layer;           ///< "Dense, ReLU"
    std::string output;          ///< shape of the output: "1024", "16 x 14 x 14"
    std::int64_t parameters = 0; ///< trained numbers, biases included
};

struct Sketch {
    std::string name; ///< "generator"; empty if there is only one network
    std::string input;
    std::vector<Stage> stages;

    std::int64_t parameters() const {
        std::int64_t sum = 0;
        for (const auto& stage : stages) sum += stage.parameters;
        return sum;
    }
};

/// Parameters of a dense layer with bias.
constexpr std::int64_t denseParameters(std::int64_t inputs, std::int64_t outputs) {
    return inputs * outputs + outputs;
}
/// Parameters of a convolution with bias; `kernel` counts all taps of one channel.
constexpr std::int64_t convParameters(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel) {
    return inputs * outputs * kernel + outputs;
}
/// Parameters of a GRU (gates = 3) or an LSTM (gates = 4) with two biases, as PyTorch counts.
constexpr std::int64_t recurrentParameters(std::int64_t inputs, std::int64_t units, std::int64_t gates) {
    return gates * units * (inputs + units + 2);
}

} // namespace solus::train
