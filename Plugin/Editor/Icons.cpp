// The lines of the icons.
#include "Editor/Icons.h"

#include <numbers>

namespace solus {
namespace {

juce::Path lines(std::initializer_list<juce::Point<float>> points) {
    juce::Path p;
    p.startNewSubPath(*points.begin());
    for (const auto* point = points.begin() + 1; point != points.end(); ++point) p.lineTo(*point);
    return p;
}

// An arrow that turns left; mirrored, it is "redo".
juce::Path turningBack() {
    juce::Path p = lines({{5.6f, 2.6f}, {2.4f, 5.8f}, {5.6f, 9.0f}});
    p.startNewSubPath(2.4f, 5.8f);
    p.lineTo(9.6f, 5.8f);
    p.addArc(5.9f, 5.8f, 7.4f, 7.4f, 0.0f, std::numbers::pi_v<float>);
    p.lineTo(6.4f, 13.2f);
    return p;
}

juce::Path gear() {
    juce::Path p;
    constexpr int teeth = 8;
    constexpr float inner = 5.0f, outer = 6.9f, step = 2.0f * std::numbers::pi_v<float> / teeth;
    const juce::Point<float> centre(8.0f, 8.0f);
    for (int i = 0; i < teeth; ++i) {
        const float angle = static_cast<float>(i) * step;
        const auto at = [&](float radius, float turn) {
            return centre.getPointOnCircumference(radius, angle + turn * step);
        };
        i == 0 ? p.startNewSubPath(at(inner, -0.28f)) : p.lineTo(at(inner, -0.28f));
        p.lineTo(at(outer, -0.17f));
        p.lineTo(at(outer, 0.17f));
        p.lineTo(at(inner, 0.28f));
    }
    p.closeSubPath();
    p.addEllipse(5.9f, 5.9f, 4.2f, 4.2f);
    return p;
}

juce::Path shape(Icon icon) {
    juce::Path p;
    switch (icon) {
    case Icon::down:
        return lines({{4.0f, 6.2f}, {8.0f, 10.2f}, {12.0f, 6.2f}});
    case Icon::left:
        return lines({{9.8f, 4.0f}, {5.8f, 8.0f}, {9.8f, 12.0f}});
    case Icon::right:
        return lines({{6.2f, 4.0f}, {10.2f, 8.0f}, {6.2f, 12.0f}});
    case Icon::check:
        return lines({{3.0f, 8.4f}, {6.4f, 11.8f}, {13.0f, 4.6f}});
    case Icon::undo:
        return turningBack();
    case Icon::redo:
        p = turningBack();
        p.applyTransform(juce::AffineTransform(-1.0f, 0.0f, 16.0f, 0.0f, 1.0f, 0.0f));
        return p;
    case Icon::gear:
        return gear();
    case Icon::plus:
        p = lines({{8.0f, 3.5f}, {8.0f, 12.5f}});
        p.addPath(lines({{3.5f, 8.0f}, {12.5f, 8.0f}}));
        return p;
    case Icon::close:
        p = lines({{4.0f, 4.0f}, {12.0f, 12.0f}});
        p.addPath(lines({{12.0f, 4.0f}, {4.0f, 12.0f}}));
        return p;
    case Icon::dots:
        for (float x : {3.5f, 8.0f, 12.5f}) p.addEllipse(x - 0.5f, 7.5f, 1.0f, 1.0f);
        return p;
    case Icon::none:
        break;
    }
    return p;
}

} // namespace

void drawIcon(juce::Graphics& g, Icon icon, juce::Rectangle<float> area, juce::Colour colour, float side) {
    const float scale = side / 16.0f;
    const auto place = juce::AffineTransform::scale(scale).translated(area.getCentreX() - side / 2.0f,
                                                                      area.getCentreY() - side / 2.0f);
    g.setColour(colour);
    g.strokePath(shape(icon),
                 juce::PathStrokeType(1.4f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded),
                 place);
}

} // namespace solus
