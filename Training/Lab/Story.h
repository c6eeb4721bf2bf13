// What a person reads about an experiment before any figure: the idea, its equations, the networks, what to
// try next.
#pragma once

#include "Core/Sketch.h"

#include <cstdint>
#include <string>
#include <vector>

namespace solus::train {

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

/// 5012490 -> "5,012,490".
std::string grouped(std::int64_t);

/// For the terminal: a line for each layer.
std::string sketchText(const Sketch&);
/// For a page: boxes from the left to the right, a picture in SVG.
std::string sketchSvg(const Sketch&);

} // namespace solus::train
