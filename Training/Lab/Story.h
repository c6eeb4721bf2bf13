// What a person reads about an experiment before any figure: the idea, its equations, the networks, what to
// try next.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace solus::train {

/// One row of a network's drawing.
struct Stage {
    std::string layer;           ///< "Dense, ReLU"
    std::string output;          ///< shape of what comes out: "1024", "16 x 14 x 14"
    std::int64_t parameters = 0; ///< trained numbers, biases included
};

struct Sketch {
    std::string name; ///< "generator"; empty if there is only one network
    std::string input;
    std::vector<Stage> stages;

    std::int64_t parameters() const;
};

/// A command that goes on from here, and why one would want to.
struct Hint {
    std::string command, why;
};

struct Story {
    std::string idea; ///< paragraphs with an empty line between them
    std::vector<std::string> equations;
    std::vector<Sketch> networks;
    std::vector<Hint> next;
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

/// 5012490 -> "5,012,490".
std::string grouped(std::int64_t);

/// For the terminal: a line for each layer.
std::string sketchText(const Sketch&);
/// For a page: boxes from the left to the right, a picture in SVG.
std::string sketchSvg(const Sketch&);

} // namespace solus::train
