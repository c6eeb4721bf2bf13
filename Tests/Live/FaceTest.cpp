// The live app's window: its controls have room, names and order; the program runs unattended under Xvfb.
#include "Face/LiveFace.h"
#include "Face/MainWindow.h"
#include "Face/Scale.h"
#include "LiveFixture.h"
#include "Program.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

using namespace livetest;
using namespace solus::live;

namespace {

solus::live::Options unattended() {
    Options o;
    o.seconds = 1.0;
    o.file = rain();
    return o;
}

/// Visible components without visible children: what the user sees and presses.
void leaves(juce::Component& parent, std::vector<juce::Component*>& found) {
    bool any = false;
    for (auto* child : parent.getChildren()) {
        if (!child->isVisible() || child->getBounds().isEmpty()) continue;
        any = true;
        leaves(*child, found);
    }
    if (!any) found.push_back(&parent);
}

void checkLayout(juce::Component& parent) {
    std::vector<juce::Component*> found;
    leaves(parent, found);
    REQUIRE(found.size() > 8);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto a = parent.getLocalArea(found[i], found[i]->getLocalBounds());
        INFO(found[i]->getTitle() << " " << a.toString());
        CHECK(parent.getLocalBounds().contains(a));
        if (auto* button = dynamic_cast<solus::PillButton*>(found[i]);
            button != nullptr && dynamic_cast<solus::MenuButton*>(button) == nullptr &&
            button->getWidth() > 31)
            CHECK(button->getWidth() >=
                  std::min(button->idealWidth(), 200)); // words are not truncated, but long file names are
        for (std::size_t k = i + 1; k < found.size(); ++k) {
            const auto b = parent.getLocalArea(found[k], found[k]->getLocalBounds());
            INFO(found[k]->getTitle() << " " << b.toString());
            CHECK_FALSE(a.intersects(b));
        }
    }
}

int colours(const juce::Image& picture, juce::Rectangle<int> area) {
    std::set<juce::uint32> seen;
    for (int y = area.getY(); y < area.getBottom(); y += 2)
        for (int x = area.getX(); x < area.getRight(); x += 2)
            seen.insert(picture.getPixelAt(x, y).getARGB());
    return static_cast<int>(seen.size());
}

} // namespace

TEST_CASE("no control of strip or panel overlaps another or leaves the window, at any size") {
    startJuce();
    Session session(unattended());
    session.start();
    solus::Look look(solus::Theme::dark());
    Strip strip(session);
    strip.setLookAndFeel(&look);
    for (const int width : {LiveFace::leastWidth, 960, 1280, 2000}) {
        strip.setSize(width, Strip::height);
        checkLayout(strip);
    }
    SoundPanel panel(session);
    panel.setLookAndFeel(&look);
    panel.setSize(SoundPanel::width, SoundPanel::height);
    checkLayout(panel);
    strip.setLookAndFeel(nullptr), panel.setLookAndFeel(nullptr);
}

TEST_CASE("everything is as large as the desktop says and the user wishes, and the window fits the screen") {
    const int w = LiveFace::leastWidth, h = LiveFace::leastHeight;
    CHECK(scaleFor(0.0, 1.0, 100, w, h, 1600, 1100) == 1.0); // no scale is set
    CHECK(scaleFor(96.0, 1.0, 100, w, h, 1600, 1100) == 1.0);
    CHECK(scaleFor(192.0, 1.0, 100, w, h, 3840, 2160) == 2.0); // KDE, XFCE, i3
    CHECK(scaleFor(192.0, 2.0, 100, w, h, 1920, 1080) == 1.0); // JUCE knows already
    CHECK(scaleFor(0.0, 1.0, 150, w, h, 3840, 2160) == 1.5);
    CHECK(scaleFor(144.0, 1.0, 200, w, h, 3840, 2160) == 3.0);
    for (const auto& [width, height] :
         {std::pair{800, 560}, {800, 600}, {1024, 600}, {1366, 768}, {1280, 720}})
        for (const double dpi : {0.0, 144.0, 192.0})
            for (const int zoom : {100, 200}) {
                const double scale = scaleFor(dpi, 1.0, zoom, w, h, width, height);
                CHECK(w * scale <= width + 1e-9);
                CHECK(h * scale + titleBar <= height + 1e-9);
                CHECK(scale >= 0.85); // still readable
            }
}

// Needs a display: run by its own line in CMakeLists.txt.
TEST_CASE("every control says what it is, can be reached, and does what it says", "[.display]") {
    startJuce();
    const TemporaryFolder folder;
    Options options = unattended();
    options.file.clear();
    Session session(options);
    session.settings().recordings = folder.path.string();
    LiveFace face(session);
    face.addToDesktop(0);
    face.setVisible(true);
    session.start();
    auto& live = session.live();
    const auto pump = [](int ms) { juce::MessageManager::getInstance()->runDispatchLoopUntil(ms); };
    const auto soon = [&](const auto& condition) { // the audio thread answers at its next block
        for (int wait = 0; wait < 100 && !condition(); ++wait) pump(50);
        return condition();
    };
    const auto find = [&face](const juce::String& title) {
        std::vector<juce::Component*> found;
        leaves(face, found);
        for (auto* c : found)
            if (auto* button = dynamic_cast<juce::Button*>(c);
                button != nullptr && button->getTitle() == title)
                return button;
        FAIL("there is no button called " << title);
        return static_cast<juce::Button*>(nullptr);
    };
    const auto press = [&](const juce::String& title) {
        find(title)->triggerClick();
        pump(300);
    };

    press("Listen to: Cleaned");
    CHECK(live.monitor() == Monitor::cleaned);
    press("Listen to: Input");
    CHECK(live.monitor() == Monitor::input);
    press("Listen to: Off");
    CHECK(live.monitor() == Monitor::off);
    CHECK_FALSE(find("Play the file")->isEnabled());
    face.filesDropped({juce::String(rain())}, 10, 10);
    pump(300);
    CHECK(live.source() == Source::file);
    CHECK(live.player().playing());
    press("Play the file");
    CHECK_FALSE(live.player().playing());
    press("Source: Microphone");
    CHECK(live.source() == Source::microphone);
    press("Loop the file");
    CHECK(live.player().loop());
    if (const char* pictures = std::getenv("SOLUS_TEST_PICTURES")) { // before a test's folder stands in it
        press("Sound device");
        savePicture(face, std::string(pictures) + "/live-sound.png");
        press("Close");
    }
    press("Record the cleaned sound");
    CHECK(live.recorder().recording());
    press("Record the cleaned sound");
    CHECK_FALSE(live.recorder().recording());
    CHECK(std::filesystem::exists(live.recorder().path()));
    press("Hear myself");
    CHECK(soon([&] { return live.hearMyself().phase() == HearMyself::Phase::recording; }));
    press("Hear myself");
    CHECK(soon([&] { return live.hearMyself().phase() == HearMyself::Phase::idle; }));

    press("Sound device");
    REQUIRE(face.soundPanelIsOpen());
    press("Record as: FLAC");
    CHECK(session.settings().recordAs == "flac");
    press("Microphone: Stereo");
    CHECK(live.channels() == 2);
    press("Measure the round trip");
    pump(1800);
    CHECK(session.roundTrip() == std::optional<int>(-1)); // without a sound card nothing comes back

    std::vector<juce::Component*> found;
    leaves(face, found);
    for (auto* c : found) {
        if (!c->getWantsKeyboardFocus()) continue;
        INFO(c->getName());
        CHECK(c->getTitle().isNotEmpty());
        REQUIRE(c->getAccessibilityHandler() != nullptr);
        CHECK(c->getAccessibilityHandler()->getRole() != juce::AccessibilityRole::unspecified);
    }
    press("Close");
    CHECK_FALSE(face.soundPanelIsOpen());
    for (const auto& size : {std::pair{LiveFace::leastWidth, LiveFace::leastHeight}, std::pair{1500, 1000}}) {
        face.setSize(size.first, size.second);
        pump(100);
        juce::Rectangle<int> strip, editor;
        for (auto* child : face.getChildren()) {
            if (dynamic_cast<Strip*>(child) != nullptr) strip = child->getBounds(), checkLayout(*child);
            if (dynamic_cast<juce::AudioProcessorEditor*>(child) != nullptr) editor = child->getBounds();
        }
        CHECK_FALSE(editor.intersects(strip));
        CHECK(editor.getUnion(strip) == face.getLocalBounds());
    }
    session.devices().close();
}

TEST_CASE("the program runs by itself under Xvfb, records, and leaves a picture") {
    const TemporaryFolder folder;
    const auto picture = folder.file("face.png"), clean = folder.file("clean.wav");
    Program solus({"xvfb-run", "-a", "-s", "-screen 0 1400x1000x24", SOLUS_LIVE, "--file", rain(),
                   "--seconds", "3", "--record", clean, "--screenshot", picture},
                  folder.file("out.txt"));
    const int code = solus.wait(90.0);
    INFO(solus.output());
    REQUIRE(code == 0);
    CHECK(solus.output().find("latency 480 samples (10.0 ms)") != std::string::npos);

    const auto image = juce::ImageFileFormat::loadFrom(juce::File(picture));
    REQUIRE(image.isValid());
    const int strip = image.getHeight() - Strip::height;
    CHECK(image.getWidth() >= 820);
    CHECK(colours(image, {0, 0, image.getWidth(), strip}) > 200);            // the face, with its spectrogram
    CHECK(colours(image, {0, strip, image.getWidth(), Strip::height}) > 30); // the strip, with its words

    const auto recorded = readFile(clean);
    CHECK(recorded[0].size() > 48000);
    float loudest = 0.0f;
    for (const float x : recorded[0]) loudest = std::max(loudest, std::abs(x));
    CHECK(loudest > 0.05f);
}
