// Keyboard and screen readers reach every control, in a sensible order.
#include "Face.h"

#include <catch2/catch.hpp>
#include <set>

namespace {

std::string nameOf(juce::Component& c) {
    return (c.getTitle().isEmpty() ? c.getName() : c.getTitle()).toStdString();
}

// The tab stops of the editor, in order.
std::vector<juce::Component*> tabOrder(juce::Component& editor) {
    return editor.createKeyboardFocusTraverser()->getAllComponents(&editor);
}

void checkControl(juce::Component& control) {
    INFO(nameOf(control));
    auto* handler = control.getAccessibilityHandler();
    REQUIRE(handler != nullptr);
    CHECK(handler->getTitle().isNotEmpty());
    CHECK(handler->getRole() != juce::AccessibilityRole::unspecified);
    CHECK(handler->getRole() != juce::AccessibilityRole::ignored);
    if (auto* slider = dynamic_cast<juce::Slider*>(&control)) {
        REQUIRE(handler->getValueInterface() != nullptr);
        CHECK(handler->getRole() == juce::AccessibilityRole::slider);
        CHECK(handler->getValueInterface()->getCurrentValueAsString() ==
              slider->getTextFromValue(slider->getValue()));
        CHECK(handler->getValueInterface()->getCurrentValueAsString().containsAnyOf("0123456789"));
    }
    if (auto* menu = dynamic_cast<solus::MenuButton*>(&control)) {
        CHECK(handler->getRole() == juce::AccessibilityRole::comboBox);
        REQUIRE(handler->getValueInterface() != nullptr);
        CHECK(handler->getValueInterface()->getCurrentValueAsString() == menu->text());
        CHECK(menu->text().isNotEmpty());
    }
    if (auto* button = dynamic_cast<juce::Button*>(&control))
        if (button->getClickingTogglesState()) {
            CHECK(handler->getCurrentState().isCheckable());
            CHECK(handler->getCurrentState().isChecked() == button->getToggleState());
        }
    if (dynamic_cast<juce::TextEditor*>(&control)) CHECK(handler->getTextInterface() != nullptr);
}

void checkAll(toy::Face& face) {
    const auto reached = tabOrder(*face.editor);
    const std::set<juce::Component*> reachable(reached.begin(), reached.end());
    std::set<std::string> titles;
    const auto controls = toy::controls(*face.editor);
    REQUIRE(controls.size() >= 12);
    for (auto* control : controls) {
        checkControl(*control);
        INFO(nameOf(*control));
        CHECK(titles.insert(nameOf(*control)).second); // two controls of one name could not be told apart
        if (control->isEnabled()) CHECK(reachable.count(control) == 1);
    }
    for (auto* stop : reached) {
        INFO(nameOf(*stop));
        CHECK(std::find(controls.begin(), controls.end(), stop) !=
              controls.end()); // no tab stop without a purpose
    }
}

} // namespace

TEST_CASE("Every control has title, role and value, and the keyboard reaches it", "[editor]") {
    toy::Face face({"My voice", "Co-host"});
    face.show();
    SECTION("as it opens") {
        checkAll(face);
    }
    SECTION("with the settings") {
        face.editor->showSettings(true);
        checkAll(face);
    }
    SECTION("while a voice is learnt") {
        face.editor->voiceCard().learn();
        checkAll(face);
    }
}

TEST_CASE("What is only shown is spoken too", "[editor]") {
    toy::Face face({"My voice"});
    face.show();
    face.hear(1.0);
    auto* ring = toy::titled(*face.editor, "Who is talking").getAccessibilityHandler();
    REQUIRE(ring != nullptr);
    CHECK(ring->getRole() == juce::AccessibilityRole::staticText);
    CHECK(ring->getValueInterface()->getCurrentValueAsString().isNotEmpty());
    face.processor.say("the model is missing");
    face.editor->frame(1.0);
    auto* status = toy::titled(*face.editor, "Status").getAccessibilityHandler();
    const auto spoken = status->getValueInterface()->getCurrentValueAsString();
    CHECK(spoken.contains("the model is missing"));
    CHECK(spoken.contains("Latency 10.0"));
    CHECK(spoken.contains("48" + juce::String::charToString(0xa0) + "kHz"));
}

TEST_CASE("Tab goes through the top bar, then the cards from left to right", "[editor]") {
    toy::Face face({"My voice"});
    face.show();
    std::vector<std::string> order;
    for (auto* stop : tabOrder(*face.editor)) order.push_back(nameOf(*stop));
    const auto at = [&](const char* name) {
        return std::find(order.begin(), order.end(), name) - order.begin();
    };
    CHECK(order.front() == "Preset");
    CHECK(at("Settings") < at("Maximum noise reduction"));
    CHECK(at("Maximum noise reduction") < at("Mix"));
    CHECK(at("Mix") < at("Output gain"));
    CHECK(at("Output gain") < at("Model"));
    CHECK(at("Model") < at("Only me"));
    CHECK(at("Only me") < at("Voice threshold"));
    CHECK(at("Voice threshold") < at("My voice"));
    CHECK(at("My voice") < at("Others at"));
    CHECK(order.back() == "Learn a voice");
}

TEST_CASE("A voice that gets the focus scrolls into sight", "[editor]") {
    toy::Face face({"1", "2", "3", "4", "5", "6", "7", "8"}, "dark", 760, 480);
    auto& last = toy::titled<solus::VoiceRow>(*face.editor, "8");
    auto& first = toy::titled<solus::VoiceRow>(*face.editor, "1");
    auto& viewport = *last.findParentComponentOfClass<juce::Viewport>();
    const auto inSight = [&](juce::Component& row) {
        return viewport.getViewArea().contains(row.getBounds());
    };
    CHECK(inSight(first));
    CHECK_FALSE(inSight(last));
    last.focusGained(juce::Component::focusChangedByTabKey);
    CHECK(inSight(last));
    first.focusGained(juce::Component::focusChangedByTabKey);
    CHECK(inSight(first));
}
