// The introduction to an experiment, before any figures: the idea, its equations, the networks, what to try next.
#pragma once

#include "Core/Sketch.h"

#include <cstdint>
#include <string>
#include <vector>

namespace solus::train {

/// A command to run next, and why.
struct Hint {
    std::string command, why;
};

struct Story {
    std::string idea; ///< paragraphs separated by empty lines
    std::vector<std::string> equations;
    std::vector<Sketch> networks;
    std::vector<Hint> next;
};

/// 5012490 -> "5,012,490".
std::string grouped(std::int64_t);

/// For the terminal: one line per layer.
std::string sketchText(const Sketch&);
/// For a page: boxes from left to right, as SVG.
std::string sketchSvg(const Sketch&);

} // namespace solus::train
