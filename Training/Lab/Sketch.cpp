// Draws networks as text and as SVG.
#include "Lab/HtmlText.h"
#include "Lab/Story.h"

#include <algorithm>
#include <sstream>

namespace solus::train {

namespace {

constexpr int boxWidth = 150, boxHeight = 74, boxGap = 34, margin = 8, perLine = 5;

/// Bars grow with the logarithm of the parameters, so that small layers remain visible.
int barWidth(std::int64_t parameters) {
    int width = 0;
    for (std::int64_t n = parameters; n > 0; n /= 4) width += 11;
    return std::min(width, boxWidth - 24);
}

void drawBox(std::ostream& svg, int x, int y, const Stage& stage, bool input) {
    svg << "<g transform='translate(" << x << ',' << y << ")'><rect width='" << boxWidth << "' height='"
        << boxHeight << "' rx='8' class='" << (input ? "in" : "box") << "'/>"
        << "<text x='12' y='22' class='layer'>" << htmlText(stage.layer) << "</text>"
        << "<text x='12' y='42' class='shape'>" << htmlText(stage.output) << "</text>";
    if (stage.parameters > 0)
        svg << "<text x='12' y='60' class='count'>" << grouped(stage.parameters)
            << "</text><rect x='12' y='66' width='" << barWidth(stage.parameters)
            << "' height='3' rx='1.5' class='bar'/>";
    svg << "</g>";
}

} // namespace

std::string grouped(std::int64_t value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<size_t>(at), ",");
    return value < 0 ? "-" + digits : digits;
}

std::string sketchText(const Sketch& sketch) {
    size_t layer = 5, output = sketch.input.size();
    for (const auto& stage : sketch.stages) {
        layer = std::max(layer, stage.layer.size());
        output = std::max(output, stage.output.size());
    }
    const auto padded = [](std::string text, size_t width) { return text.append(width - text.size(), ' '); };
    const auto right = [](const std::string& text) {
        return std::string(12 - std::min<size_t>(12, text.size()), ' ') + text;
    };
    std::string text = sketch.name.empty() ? "" : sketch.name + "\n";
    text += "  " + padded("input", layer) + "  " + padded(sketch.input, output) + "\n";
    for (const auto& stage : sketch.stages)
        text += "  " + padded(stage.layer, layer) + "  " + padded(stage.output, output) +
                right(stage.parameters > 0 ? grouped(stage.parameters) : "") + "\n";
    return text + "  " + padded("", layer) + "  " + padded("", output) + right(grouped(sketch.parameters())) +
           " parameters\n";
}

std::string sketchSvg(const Sketch& sketch) {
    std::vector<Stage> boxes{{"input", sketch.input, 0}};
    boxes.insert(boxes.end(), sketch.stages.begin(), sketch.stages.end());
    const int count = static_cast<int>(boxes.size()), lines = (count + perLine - 1) / perLine;
    const int width = 2 * margin + std::min(count, perLine) * (boxWidth + boxGap) - boxGap,
              height = 2 * margin + lines * (boxHeight + boxGap) - boxGap;
    std::ostringstream svg;
    svg << "<svg class='net' viewBox='0 0 " << width << ' ' << height << "' width='" << width
        << "' role='img' aria-label='" << htmlText(sketch.name.empty() ? "network" : sketch.name) << ", "
        << grouped(sketch.parameters()) << " parameters'>";
    for (int i = 0; i < count; ++i) {
        const int x = margin + (i % perLine) * (boxWidth + boxGap),
                  y = margin + (i / perLine) * (boxHeight + boxGap);
        drawBox(svg, x, y, boxes[static_cast<size_t>(i)], i == 0);
        const int middle = y + boxHeight / 2;
        if (i + 1 < count && (i + 1) % perLine != 0)
            svg << "<path class='wire' d='M" << x + boxWidth + 4 << ' ' << middle << "h" << boxGap - 10
                << "m-6 -5l6 5l-6 5'/>";
        else if (i + 1 < count) // down, back to the left, and on
            svg << "<path class='wire' d='M" << x + boxWidth / 2 << ' ' << y + boxHeight + 4 << "v"
                << boxGap / 2 - 4 << "H" << margin + boxWidth / 2 << "v" << boxGap / 2 - 6
                << "m-5 -6l5 6l5 -6'/>";
    }
    svg << "</svg>";
    return svg.str();
}

} // namespace solus::train
