// Nothing overlaps, leaves its parent or is truncated, at any size and in both themes; and something is drawn.
#include "Face.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

namespace {

// The number in the middle of the dial is meant to overlap it, and a row's menu the row.
bool mayOverlap(juce::Component& a, juce::Component& b) {
    const auto pair = [](juce::Component& x, juce::Component& y) {
        return dynamic_cast<solus::ValueText*>(&x) != nullptr && dynamic_cast<juce::Slider*>(&y) != nullptr &&
               dynamic_cast<juce::Slider&>(y).isRotary();
    };
    return a.isParentOf(&b) || b.isParentOf(&a) || pair(a, b) || pair(b, a);
}

std::vector<juce::Component*> pieces(juce::Component& editor) {
    auto found = toy::controls(editor);
    for (auto* c : toy::all(editor))
        if (dynamic_cast<solus::ValueText*>(c) || dynamic_cast<solus::VoiceRing*>(c) ||
            dynamic_cast<solus::SpectrogramView*>(c))
            found.push_back(c);
    return found;
}

// The visible part of it: a list clips what is scrolled out of view.
juce::Rectangle<int> seen(juce::Component& c, juce::Component& editor) {
    auto area = editor.getLocalArea(&c, c.getLocalBounds());
    for (auto* parent = c.getParentComponent(); parent != &editor; parent = parent->getParentComponent())
        area = area.getIntersection(editor.getLocalArea(parent, parent->getLocalBounds()));
    return area;
}

void checkLayout(juce::Component& root, juce::Component& editor) {
    const auto all = pieces(root);
    for (size_t i = 0; i < all.size(); ++i) {
        auto& a = *all[i];
        INFO(a.getTitle() << " " << a.getBounds().toString());
        CHECK(a.getWidth() > 0);
        CHECK(a.getHeight() > 0);
        // Up to the editor, except for scrolled parts.
        if (a.findParentComponentOfClass<juce::Viewport>() == nullptr)
            for (auto* parent = a.getParentComponent(); parent != nullptr;
                 parent = parent->getParentComponent()) {
                CHECK(parent->getLocalBounds().contains(parent->getLocalArea(&a, a.getLocalBounds())));
                if (parent == &editor) break;
            }
        if (auto* button = dynamic_cast<solus::PillButton*>(&a))
            if (dynamic_cast<solus::MenuButton*>(&a) == nullptr)
                CHECK(button->getWidth() >= button->idealWidth() - 10); // its words, at least;
        for (size_t j = i + 1; j < all.size(); ++j) {
            auto& b = *all[j];
            if (mayOverlap(a, b)) continue;
            INFO("and " << b.getTitle() << " " << b.getBounds().toString());
            CHECK_FALSE(seen(a, editor).intersects(seen(b, editor)));
        }
    }
}

size_t coloursIn(const juce::Image& image, juce::Rectangle<int> area) {
    std::set<juce::uint32> colours;
    for (int y = area.getY(); y < area.getBottom(); y += 2)
        for (int x = area.getX(); x < area.getRight(); x += 2)
            colours.insert(image.getPixelAt(x, y).getARGB());
    return colours.size();
}

} // namespace

TEST_CASE("Controls neither overlap nor leave their card", "[editor]") {
    const auto size = GENERATE(std::pair(760, 480), std::pair(960, 600), std::pair(1024, 500),
                               std::pair(800, 900), std::pair(1920, 1200));
    const std::string theme = GENERATE("dark", "light");
    CAPTURE(size.first, size.second, theme);
    toy::Face face({"My voice", "A co-host with quite a long name, as people have them"}, theme, size.first,
                   size.second);
    face.show();
    CHECK(face.editor->getWidth() == size.first);
    CHECK(face.editor->getHeight() == size.second);
    checkLayout(*face.editor, *face.editor);
    face.editor->voiceCard().learn();
    checkLayout(*face.editor, *face.editor);
    face.editor->showSettings(true);
    checkLayout(toy::titled<solus::SettingsPanel>(*face.editor, "Settings"), *face.editor);
}

TEST_CASE("Spectrograms show sound and share the middle", "[editor]") {
    toy::Face face({"My voice"});
    auto& in = toy::titled(*face.editor, "Spectrogram, In");
    const auto area = face.editor->getLocalArea(&in, in.getLocalBounds()).reduced(60, 40);
    const size_t silent = coloursIn(face.picture(), area);
    face.hear(3.0);
    const auto picture = face.picture();
    CHECK(silent <= 2);
    CHECK(coloursIn(picture, area) > 60);
    CHECK(coloursIn(picture, face.editor->getLocalBounds()) > 150);
    face.processor.parameters().removed = true;
    face.editor->frame(1.0);
    CHECK_NOTHROW(toy::titled(*face.editor, "Spectrogram, Removed"));
}

TEST_CASE("Input and output stand above each other in time", "[editor]") {
    // While bypassed, the output is the input one latency later: both images must be equal, except for their labels.
    toy::Face face;
    face.processor.parameters().bypass = true;
    face.hear(2.0); // the bypass fades in
    face.hear(5.0);
    face.hear(5.0);
    auto& in = toy::titled(*face.editor, "Spectrogram, In");
    auto& out = toy::titled(*face.editor, "Spectrogram, Out");
    REQUIRE(in.getBounds().withPosition(0, 0) == out.getBounds().withPosition(0, 0));
    const auto a = in.createComponentSnapshot(in.getLocalBounds(), true, 1.0f);
    const auto b = out.createComponentSnapshot(out.getLocalBounds(), true, 1.0f);
    int different = 0, lit = 0;
    for (int x = 0; x < a.getWidth(); ++x)
        for (int y = 40; y < a.getHeight() - 30; ++y) {
            const auto p = a.getPixelAt(x, y), q = b.getPixelAt(x, y);
            lit += p.getBrightness() > 0.5f;
            different += std::abs(p.getBrightness() - q.getBrightness()) > 0.03f;
        }
    CHECK(lit > 1000);
    CHECK(different < 50);
}

TEST_CASE("The two themes are dark and light, and the choice is remembered", "[editor]") {
    toy::Face face;
    const auto brightness = [&] { return face.picture().getPixelAt(10, 300).getBrightness(); };
    CHECK(brightness() < 0.2f);
    face.editor->setTheme("light");
    CHECK(brightness() > 0.8f);
    face.editor->setSize(1100, 700);
    CHECK(face.processor.state().theme == "light");
    face.editor = std::make_unique<solus::Editor>(face.processor);
    CHECK(brightness() > 0.8f);
    CHECK(face.editor->getWidth() == 1100);
    CHECK(face.editor->getHeight() == 700);
}

TEST_CASE("A column of the spectrogram peaks where the sound is, without steps at the low end", "[editor]") {
    const double rate = GENERATE(16000.0, 44100.0, 48000.0, 192000.0), hz = GENERATE(100.0, 1000.0, 5000.0);
    CAPTURE(rate, hz);
    constexpr int rows = 200;
    solus::SpectrumColumns columns;
    columns.prepare(rate, 57.0, rows);
    std::vector<float> sine(static_cast<size_t>(rate));
    for (size_t n = 0; n < sine.size(); ++n)
        sine[n] =
            0.02f * static_cast<float>(std::sin(2.0 * 3.14159265358979 * hz * static_cast<double>(n) / rate));
    std::vector<std::uint8_t> levels;
    CHECK(columns.push(sine.data(), static_cast<int>(sine.size()), levels) == 57);
    REQUIRE(levels.size() == 57 * rows);
    const auto* last = levels.data() + 56 * rows;
    const int peak = static_cast<int>(std::max_element(last, last + rows) - last);
    const double expected = rows * std::log(hz / 60.0) / std::log(20000.0 / 60.0);
    CHECK(std::abs(peak - expected) < 3.0);
    for (int r = 1; r < rows / 4; ++r) CHECK(std::abs(last[r] - last[r - 1]) < 24);
}
