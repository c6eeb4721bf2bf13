// In a host's window, keys that the editor does not use reach the host.
#include "Face.h"

#include <catch2/catch.hpp>

#include <X11/Xlib.h> // last: its macros
#include <X11/keysym.h>
#undef KeyPress

namespace {

/// To X, a window of another program: it has its own connection.
class HostWindow {
public:
    HostWindow() : display_(XOpenDisplay(nullptr)) {
        REQUIRE(display_ != nullptr);
        window_ = XCreateSimpleWindow(display_, XDefaultRootWindow(display_), 0, 0, 1000, 700, 0, 0, 0);
        XSelectInput(display_, window_, KeyPressMask | KeyReleaseMask);
        XMapWindow(display_, window_);
        XSync(display_, 0);
    }
    ~HostWindow() { XCloseDisplay(display_); }
    HostWindow(const HostWindow&) = delete;

    void* handle() const { return reinterpret_cast<void*>(window_); }
    /// Takes the next key that came in: its symbol and modifiers; 0 if there was none.
    std::pair<KeySym, unsigned> key() {
        XSync(display_, 0);
        XEvent event;
        if (XCheckWindowEvent(display_, window_, KeyPressMask, &event) == 0) return {0, 0};
        XEvent released;
        CHECK(XCheckWindowEvent(display_, window_, KeyReleaseMask, &released) != 0);
        return {XLookupKeysym(&event.xkey, 0), event.xkey.state};
    }

private:
    Display* display_;
    Window window_;
};

} // namespace

TEST_CASE("Space and Ctrl+S reach the host, Tab and the arrows of a slider do not", "[editor]") {
    HostWindow host;
    toy::Face face;
    face.editor->addToDesktop(0, host.handle());
    face.editor->setVisible(true);
    toy::Face::wait(200);
    auto* peer = face.editor->getPeer();
    REQUIRE(peer != nullptr);
    const auto ctrl = juce::ModifierKeys::ctrlModifier;
    const auto press = [&](const juce::KeyPress& key) { peer->handleKeyPress(key); };
    using Key = std::pair<KeySym, unsigned>;

    press(juce::KeyPress(juce::KeyPress::spaceKey, 0, ' '));
    CHECK(host.key() == Key{XK_space, 0});
    press(juce::KeyPress('s', ctrl, 0));
    CHECK(host.key() == Key{XK_s, ControlMask});
    press(juce::KeyPress('z', ctrl | juce::ModifierKeys::shiftModifier, 0));
    CHECK(host.key() == Key{XK_z, ControlMask | ShiftMask});
    press(juce::KeyPress(juce::KeyPress::F5Key));
    CHECK(host.key() == Key{XK_F5, 0});
    press(juce::KeyPress(juce::KeyPress::leftKey)); // nothing is focused that it could change
    CHECK(host.key() == Key{XK_Left, 0});
    press(juce::KeyPress(juce::KeyPress::tabKey));
    CHECK(host.key() == Key{0, 0});
    auto& slider = toy::titled<juce::Slider>(*face.editor, "Output gain");
    CHECK(slider.keyPressed(juce::KeyPress(juce::KeyPress::upKey)));
    CHECK(host.key() == Key{0, 0});
}

TEST_CASE("In a window of its own the editor keeps its keys", "[editor]") {
    toy::Face face;
    face.show();
    CHECK_FALSE(face.editor->keyPressed(juce::KeyPress(juce::KeyPress::spaceKey, 0, ' ')));
    CHECK(face.editor->keyPressed(juce::KeyPress('z', juce::ModifierKeys::commandModifier, 0)));
}

TEST_CASE("Escape dismisses a message, and without one is left to the host", "[editor]") {
    toy::Face face;
    face.show();
    const auto escape = [&] { return face.editor->keyPressed(juce::KeyPress(juce::KeyPress::escapeKey)); };
    CHECK_FALSE(escape());
    face.processor.say("the model is missing");
    face.editor->frame(0.5);
    CHECK(escape());
    CHECK(face.processor.message().empty());
    CHECK_FALSE(escape());
}

TEST_CASE("A voice that is chosen or renamed by the keyboard keeps its focus", "[editor]") {
    toy::Face face({"Anna", "Ben"});
    face.show();
    toy::Face::wait(200);
    auto& list = *toy::all<solus::VoiceList>(*face.editor).front();
    auto& voices = face.processor.voices();
    const auto row = [&](const char* name) { return &toy::titled<solus::VoiceRow>(*face.editor, name); };
    row("Ben")->grabKeyboardFocus();
    REQUIRE(row("Ben")->hasKeyboardFocus(false));
    voices.setActive("Ben", !voices.list().back().active);
    list.refresh(); // at once: no event of the window comes between
    CHECK(row("Ben")->hasKeyboardFocus(false));
    voices.rename("Ben", "Benno");
    list.refresh();
    CHECK(row("Benno")->hasKeyboardFocus(false));
}
