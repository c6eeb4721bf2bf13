// The two themes, and the colour scale of their spectrograms.
#include "Editor/Theme.h"

#include "Editor/Look.h"

#include <span>

namespace solus {
namespace {

std::array<juce::Colour, 256> scale(std::span<const juce::uint32> stops) {
    std::array<juce::Colour, 256> colours;
    for (size_t i = 0; i < colours.size(); ++i) {
        const float position = static_cast<float>(i) / 255.0f * static_cast<float>(stops.size() - 1);
        const auto below = std::min(static_cast<size_t>(position), stops.size() - 2);
        colours[i] =
            juce::Colour(stops[below])
                .interpolatedWith(juce::Colour(stops[below + 1]), position - static_cast<float>(below));
    }
    return colours;
}

} // namespace

const Theme& Theme::dark() {
    static const Theme theme = [] {
        Theme t;
        t.ground = juce::Colour(0xff0e1116), t.card = juce::Colour(0xff151a21),
        t.raised = juce::Colour(0xff1e242d);
        t.line = juce::Colour(0xff2a313c), t.track = juce::Colour(0xff2a313c);
        t.text = juce::Colour(0xffe6eaf0), t.second = juce::Colour(0xff8a94a2);
        t.accent = juce::Colour(0xff5eead4), t.onAccent = juce::Colour(0xff0b1512);
        t.warning = juce::Colour(0xfff5b942), t.thumb = t.text;
        static constexpr juce::uint32 stops[] = {0xff0c1017, 0xff0f1a28, 0xff14304a, 0xff1c5468, 0xff277a7e,
                                                 0xff3ba58f, 0xff74cfa4, 0xffb9e9b9, 0xfff0fad0};
        t.heat = scale(stops);
        return t;
    }();
    return theme;
}

const Theme& Theme::light() {
    static const Theme theme = [] {
        Theme t;
        t.isDark = false;
        t.ground = juce::Colour(0xffeceff3), t.card = juce::Colour(0xffffffff),
        t.raised = juce::Colour(0xfff0f3f6);
        t.line = juce::Colour(0xffd3d9e0), t.track = juce::Colour(0xffdde2e8);
        t.text = juce::Colour(0xff161b22), t.second = juce::Colour(0xff5c6673);
        t.accent = juce::Colour(0xff0b7a6d), t.onAccent = juce::Colour(0xffffffff);
        t.warning = juce::Colour(0xff9a6300), t.thumb = juce::Colour(0xff161b22);
        static constexpr juce::uint32 stops[] = {0xfff6f8fa, 0xffe6eff1, 0xffc4dfe0, 0xff90c8c4, 0xff56a9a5,
                                                 0xff2b8584, 0xff196269, 0xff12404f, 0xff0b2233};
        t.heat = scale(stops);
        return t;
    }();
    return theme;
}

const Theme& Theme::named(const std::string& name) {
    return name == "light" ? light() : dark();
}

const Theme& Theme::of(const juce::Component& component) {
    const auto* look = dynamic_cast<const Look*>(&component.getLookAndFeel());
    return look != nullptr ? look->theme() : dark();
}

} // namespace solus
