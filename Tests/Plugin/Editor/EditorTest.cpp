// The editor: undo, A/B, presets, gestures, the threshold line, and no work while hidden.
#include "Face.h"

#include <catch2/catch.hpp>

namespace {

using solus::SettingsHistory;
using solus::Snapshot;

Snapshot snapshot(float amount, float mix = 100.0f) {
    Snapshot s;
    s.settings.parameters = {{"amount", amount}, {"mix", mix}};
    return s;
}

juce::MouseEvent mouse(juce::Component& on, juce::Point<float> at, juce::Point<float> from, bool down) {
    const auto now = juce::Time::getCurrentTime();
    return {juce::Desktop::getInstance().getMainMouseSource(),
            at,
            down ? juce::ModifierKeys::leftButtonModifier : juce::ModifierKeys(),
            1.0f,
            0.0f,
            0.0f,
            0.0f,
            0.0f,
            &on,
            &on,
            now,
            from,
            now,
            1,
            at != from};
}

struct Gestures : juce::AudioProcessorListener {
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override {}
    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails&) override {}
    void audioProcessorParameterChangeGestureBegin(juce::AudioProcessor*, int) override { ++begun; }
    void audioProcessorParameterChangeGestureEnd(juce::AudioProcessor*, int) override { ++ended; }
    int begun = 0, ended = 0;
};

} // namespace

TEST_CASE("Undo and redo go back and forth through what changed", "[editor]") {
    SettingsHistory history;
    CHECK_FALSE(history.canUndo());
    history.changed(snapshot(30), snapshot(30), 0.0); // nothing changed
    CHECK_FALSE(history.canUndo());
    history.changed(snapshot(30), snapshot(40), 0.0);
    history.changed(snapshot(40), snapshot(40, 50), 100.0); // another parameter: a new step
    history.changed(snapshot(40, 50), snapshot(40, 40),
                    200.0); // the same parameter soon after: the same step
    history.changed(snapshot(40, 40), snapshot(40, 30), 5000.0); // much later: a new one
    CHECK(history.undo(snapshot(40, 30)) == snapshot(40, 40));
    CHECK(history.undo(snapshot(40, 40)) == snapshot(40));
    CHECK(history.undo(snapshot(40)) == snapshot(30));
    CHECK_FALSE(history.undo(snapshot(30)).has_value());
    CHECK(history.redo(snapshot(30)) == snapshot(40));
    CHECK(history.redo(snapshot(40)) == snapshot(40, 40));
    history.changed(snapshot(40, 40), snapshot(1), 5100.0); // a new change: redo is cleared
    CHECK_FALSE(history.canRedo());
    CHECK(history.undo(snapshot(1)) == snapshot(40, 40));
    for (int i = 0; i < 1000; ++i)
        history.changed(snapshot(static_cast<float>(i)), snapshot(static_cast<float>(i + 1)), 1e5 + 1e4 * i);
    int steps = 0;
    while (history.undo(snapshot(0))) ++steps;
    CHECK(steps == static_cast<int>(SettingsHistory::deepest));
}

TEST_CASE("A and B are two sets of settings", "[editor]") {
    toy::Face face;
    auto& amount = face.processor.parameters().amount;
    auto& actions = face.editor->actions();
    amount = 10.0f;
    actions.toggleAb();
    CHECK(actions.side() == 'B');
    CHECK(amount.get() == Approx(10.0f)); // B starts as a copy
    amount = 70.0f;
    actions.toggleAb();
    CHECK(amount.get() == Approx(10.0f));
    actions.toggleAb();
    CHECK(amount.get() == Approx(70.0f));
    face.editor = std::make_unique<solus::Editor>(face.processor); // the window closes and opens
    face.editor->actions().toggleAb();
    CHECK(amount.get() == Approx(10.0f));
    CHECK(face.editor->actions().side() == 'A');
}

TEST_CASE("Gestures, presets, models and gate options can be undone", "[editor]") {
    toy::Face face;
    auto& actions = face.editor->actions();
    const auto start = face.processor.settings();
    auto& dial = toy::titled<solus::ParamSlider>(*face.editor, "Maximum noise reduction");
    dial.enter(50.0);
    CHECK(face.processor.parameters().amount.get() == Approx(50.0f));
    actions.choosePreset(1);
    CHECK(actions.presetName() == actions.presets()[1].name);
    CHECK_FALSE(actions.presetEdited());
    dial.enter(11.0);
    CHECK(actions.presetEdited());
    actions.chooseModel("denoise-live");
    actions.setUndecided(solus::Undecided::remembers);
    CHECK(face.processor.modelChoice().name == "denoise-live");
    REQUIRE(face.editor->keyPressed(juce::KeyPress('z', juce::ModifierKeys::commandModifier, 0)));
    CHECK(face.processor.settings().undecided == solus::Undecided::open);
    actions.undo();
    CHECK(face.processor.modelChoice().name == "denoise-solus");
    actions.undo();
    CHECK_FALSE(actions.presetEdited());
    actions.undo();
    CHECK(face.processor.parameters().amount.get() == Approx(50.0f));
    CHECK(face.processor.editorMemory().preset.empty());
    actions.undo();
    CHECK(face.processor.settings() == start);
    CHECK_FALSE(actions.canUndo());
    for (int i = 0; i < 5; ++i)
        REQUIRE(face.editor->keyPressed(
            juce::KeyPress('z', juce::ModifierKeys::commandModifier | juce::ModifierKeys::shiftModifier, 0)));
    CHECK(face.processor.settings().undecided == solus::Undecided::remembers);
    CHECK(face.processor.modelChoice().name == "denoise-live");
    CHECK_FALSE(actions.canRedo());
}

TEST_CASE("The user's presets are saved, found again, stepped through and deleted", "[editor]") {
    toy::Face face;
    auto& actions = face.editor->actions();
    const size_t factory = actions.presets().size();
    face.processor.parameters().amount = 33.0f;
    REQUIRE(actions.saveAs("Mine"));
    CHECK(actions.presets().size() == factory + 1);
    CHECK(actions.presetName() == "Mine");
    CHECK(actions.mayDelete());
    CHECK(actions.saveAs("Mine")); // the one that is shown
    actions.stepPreset(1);
    CHECK(actions.presetName() == actions.presets().front().name);
    CHECK_FALSE(actions.mayDelete());
    CHECK_FALSE(actions.saveAs("Mine")); // another one than is shown
    actions.stepPreset(-1);
    CHECK(actions.presetName() == "Mine");
    CHECK(face.processor.parameters().amount.get() == Approx(33.0f));
    actions.deleteShown();
    CHECK(actions.presets().size() == factory);
    CHECK_FALSE(actions.saveAs("no/name"));
    CHECK_FALSE(actions.saveAs("Podcast voice")); // a factory name: it would never be found again
    const juce::File letter(solus::presetsFolder() + "/letter.soluspreset");
    REQUIRE(letter.replaceWithText("Dear Anna"));
    CHECK_FALSE(actions.saveAs("letter"));
    CHECK(letter.loadFileAsString() == "Dear Anna");
    REQUIRE(letter.deleteFile());
    CHECK_FALSE(face.processor.message().empty());
}

TEST_CASE("The threshold line is dragged and moved by keys, in gestures that hosts see", "[editor]") {
    toy::Face face({"My voice"});
    Gestures gestures;
    face.processor.addListener(&gestures);
    auto& plot = toy::titled<solus::ScorePlot>(*face.editor, "Voice threshold");
    auto& threshold = face.processor.parameters().threshold;
    REQUIRE(threshold.get() == Approx(50.0f));
    const juce::Point<float> from(40.0f, static_cast<float>(plot.getHeight()) / 2.0f),
        to = from.translated(0.0f, -12.0f);
    plot.mouseDown(mouse(plot, from, from, true));
    CHECK(threshold.get() == Approx(50.0f)); // a click alone changes nothing
    plot.mouseDrag(mouse(plot, to, from, true));
    plot.mouseUp(mouse(plot, to, from, false));
    CHECK(threshold.get() > 60.0f);
    CHECK(gestures.begun == 1);
    CHECK(gestures.ended == 1);
    // The line is where it was dragged to.
    const auto lineAt = [&] { return plot.getPositionOfValue(threshold.get()); };
    CHECK(lineAt() == Approx(plot.getPositionOfValue(50.0) - 12.0f).margin(1.5));
    threshold = 50.0f;
    CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::upKey)));
    CHECK(threshold.get() == Approx(51.0f));
    CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::pageDownKey)));
    CHECK(threshold.get() == Approx(41.0f));
    CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::homeKey)));
    CHECK(threshold.get() == Approx(0.0f));
    CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::deleteKey)));
    CHECK(threshold.get() == Approx(50.0f));
    CHECK(gestures.begun == 5);
    CHECK(gestures.ended == 5);
    face.processor.removeListener(&gestures);
}

TEST_CASE("Switches hold their parameters and follow them", "[editor]") {
    toy::Face face;
    auto& p = face.processor.parameters();
    auto& on = toy::titled<juce::Button>(*face.editor, "Solus on");
    CHECK(on.getToggleState());
    p.bypass = true;
    CHECK_FALSE(on.getToggleState());
    on.triggerClick();
    toy::Face::wait(50);
    CHECK_FALSE(p.bypass.get());
    auto& onlyMe = toy::titled<juce::Button>(*face.editor, "Only me");
    onlyMe.triggerClick();
    toy::Face::wait(50);
    CHECK(p.gate.get());
    face.editor->actions().undo();
    CHECK_FALSE(p.gate.get());
    CHECK_FALSE(onlyMe.getToggleState());
}

TEST_CASE("Values are typed as people write them", "[editor]") {
    toy::Face face;
    auto& gain = toy::titled<solus::ParamSlider>(*face.editor, "Output gain");
    CHECK(gain.getValueFromText(juce::String::fromUTF8("−12,5 dB")) == Approx(-12.5));
    CHECK(gain.getValueFromText("6") == Approx(6.0));
    gain.enter(-100.0);
    CHECK(face.processor.parameters().gain.get() == Approx(-24.0f));
    CHECK(gain.getTextFromValue(-24.0) == juce::String::fromUTF8("−24.0\xc2\xa0"
                                                                 "dB"));
}

TEST_CASE("The look-ahead changes when its slider is let go, by keys too, and can be undone", "[editor]") {
    toy::Face face;
    face.editor->showSettings(true);
    auto& slider = toy::titled<solus::ValueSlider>(*face.editor, "Look-ahead of the gate");
    CHECK(slider.keyPressed(juce::KeyPress(juce::KeyPress::pageUpKey)));
    CHECK(face.processor.settings().lookAheadMs == Approx(100.0f));
    face.editor->actions().undo();
    face.editor->frame(1.0);
    CHECK(face.processor.settings().lookAheadMs == Approx(0.0f));
    CHECK(slider.getValue() == Approx(0.0));
}

TEST_CASE("Stereo channels are cleaned together, or separately by a switch that can be undone", "[editor]") {
    toy::Face face;
    face.editor->showSettings(true);
    CHECK_FALSE(face.processor.engine().isSplit());
    toy::titled<juce::Button>(*face.editor, "Stereo channels: Separate").triggerClick();
    toy::Face::wait(50);
    CHECK(face.processor.engine().isSplit());
    face.editor->actions().undo();
    face.editor->frame(1.0);
    CHECK_FALSE(face.processor.engine().isSplit());
    CHECK(toy::titled<juce::Button>(*face.editor, "Stereo channels: Together").getToggleState());
}

TEST_CASE("A hidden editor draws nothing and asks for no sound", "[editor]") {
    toy::Face face;
    const auto sound = toy::clip(2, 48000, 0.2);
    std::vector<float> in(48000), out(48000);
    const auto fed = [&] {
        toy::play(face.processor, sound);
        return face.processor.meters().read(in.data(), out.data(), 48000);
    };
    CHECK(fed() == 0); // not shown yet
    face.show();
    toy::Face::wait(200);
    CHECK(face.editor->frames() > 2);
    CHECK(fed() > 0);
    face.editor->setVisible(false);
    toy::Face::wait(50);
    const long frames = face.editor->frames();
    toy::Face::wait(200);
    CHECK(face.editor->frames() == frames);
    CHECK(fed() == 0);
    face.editor->setVisible(true);
    toy::Face::wait(200);
    CHECK(face.editor->frames() > frames);
    face.editor.reset();
    CHECK(fed() == 0);
}

TEST_CASE("A theme, preset or voice that a session brings shows at once", "[editor]") {
    toy::Face face;
    auto state = face.processor.state();
    state.theme = "light";
    state.preset = "Noisy street";
    state.voices.push_back({toy::voice("Guest"), true, true});
    face.processor.setState(state);
    face.editor->frame(1.0);
    CHECK(face.picture().getPixelAt(10, 300).getBrightness() > 0.8f);
    CHECK(toy::titled<solus::MenuButton>(*face.editor, "Preset").text().startsWith("Noisy street"));
    CHECK_NOTHROW(toy::titled<solus::VoiceRow>(*face.editor, "Guest"));
}
