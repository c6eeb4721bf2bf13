// Draws the editor without a host: `solus-editor-shot IN.wav OUT.png`, and measures what drawing costs.
#include "Base/Error.h"
#include "Editor/Editor.h"
#include "Files/AudioFileReader.h"
#include "Runtime.h"

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <thread>

namespace {

struct Options {
    std::string in, out, panel, preset, message;
    std::vector<std::string> voices;
    bool light = false, onlyMe = false, removed = false;
    int width = solus::Editor::standardWidth, height = solus::Editor::standardHeight;
    float scale = 1.0f;
    double seconds = 12.0, bench = 0.0;
};

// Endless stereo blocks from a file.
class Player {
public:
    explicit Player(const std::string& path) {
        solus::AudioFileReader reader(path);
        rate_ = reader.info().sampleRate;
        channels_ = reader.info().channels;
        samples_ = reader.readAll();
    }

    double rate() const { return rate_; }

    void fill(juce::AudioBuffer<float>& block) {
        const size_t frames = samples_.size() / static_cast<size_t>(channels_);
        for (int n = 0; n < block.getNumSamples(); ++n, at_ = (at_ + 1) % frames)
            for (int c = 0; c < block.getNumChannels(); ++c)
                block.setSample(c, n,
                                samples_[at_ * static_cast<size_t>(channels_) + std::min(c, channels_ - 1)]);
    }

private:
    double rate_ = 0.0;
    int channels_ = 1;
    size_t at_ = 0;
    std::vector<float> samples_;
};

void savePicture(juce::Component& component, const std::string& path, float scale) {
    const auto picture = component.createComponentSnapshot(component.getLocalBounds(), true, scale);
    const juce::File file = juce::File::getCurrentWorkingDirectory().getChildFile(path);
    file.deleteFile();
    juce::FileOutputStream stream(file);
    if (!stream.openedOk() || !juce::PNGImageFormat().writeImageToStream(picture, stream))
        throw solus::Error("cannot write " + path);
}

double threadSeconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// In a window, in real time, with the audio on its own thread as in a host: the load of the display's thread.
void bench(solus::SolusProcessor& processor, solus::Editor& editor, Player& player, double seconds,
           float scale) {
    juce::Desktop::getInstance().setGlobalScaleFactor(scale);
    editor.addToDesktop(0);
    editor.setVisible(true);
    std::atomic<bool> stop{false};
    std::thread audio([&] {
        juce::AudioBuffer<float> block(2, static_cast<int>(player.rate() / 100));
        juce::MidiBuffer midi;
        auto next = std::chrono::steady_clock::now();
        while (!stop) {
            player.fill(block);
            processor.processBlock(block, midi);
            std::this_thread::sleep_until(next += std::chrono::milliseconds(10));
        }
    });
    auto& messages = *juce::MessageManager::getInstance();
    messages.runDispatchLoopUntil(1000); // windows, glyphs and caches first
    const double start = threadSeconds();
    const long frames = editor.frames();
    messages.runDispatchLoopUntil(static_cast<int>(1000 * seconds));
    const double worked = threadSeconds() - start;
    std::printf("%.1f frames a second, %.1f %% of a core\n",
                static_cast<double>(editor.frames() - frames) / seconds, 100.0 * worked / seconds);
    const long shown = editor.frames();
    editor.setVisible(false);
    messages.runDispatchLoopUntil(500);
    std::printf("hidden: %ld frames\n", editor.frames() - shown);
    stop = true;
    audio.join();
}

void run(const Options& o) {
    Player player(o.in);
    solus::SolusProcessor processor;
    processor.enableAllBuses();
    const int blockSize = static_cast<int>(player.rate() / 100);
    processor.setRateAndBufferSizeDetails(player.rate(), blockSize);
    processor.prepareToPlay(player.rate(), blockSize);
    for (const auto& file : o.voices) processor.voices().importFile(file);
    processor.voicesChanged();
    processor.parameters().gate = o.onlyMe;
    processor.parameters().removed = o.removed;
    processor.setEditorMemory(o.preset, o.light ? "light" : "dark", o.width, o.height);

    solus::Editor editor(processor);
    for (size_t i = 0; i < editor.actions().presets().size(); ++i)
        if (editor.actions().presets()[i].name == o.preset) editor.actions().choosePreset(i);
    if (o.onlyMe) processor.parameters().gate = true;
    if (!o.message.empty()) processor.say(o.message);
    if (o.bench > 0.0) return bench(processor, editor, player, o.bench, o.scale);

    processor.watch(true);
    (void)editor.createComponentSnapshot(editor.getLocalBounds(), true,
                                         o.scale); // the images detect their scale
    if (o.panel == "learn" || o.panel == "record") editor.voiceCard().learn();
    if (o.panel == "record") processor.enrolment().record("My voice", player.rate());
    juce::AudioBuffer<float> block(2, blockSize);
    juce::MidiBuffer midi;
    for (double t = 0.0; t < o.seconds; t += 0.01) {
        player.fill(block);
        processor.processBlock(block, midi);
        editor.frame(0.01);
        if (o.panel == "record")
            std::this_thread::sleep_for(std::chrono::milliseconds(10)); // its thread can keep up
    }
    if (o.panel == "settings") editor.showSettings(true);
    savePicture(editor, o.out, o.scale);
    processor.enrolment().cancel();
    processor.watch(false);
}

} // namespace

int main(int argc, char** argv) {
    Options o;
    CLI::App app("Draws Solus' editor while it hears a sound file");
    app.add_option("in", o.in, "Sound file")->required();
    app.add_option("out", o.out, "Picture to write (PNG)");
    app.add_flag("--light", o.light, "The light theme");
    app.add_flag("--only-me", o.onlyMe, "The gate is on");
    app.add_flag("--removed", o.removed, "Listen to removed");
    app.add_option("--panel", o.panel, "Opens a panel")
        ->check(CLI::IsMember({"settings", "learn", "record"}));
    app.add_option("--preset", o.preset, "Chooses a preset by name");
    app.add_option("--voice", o.voices, "Voice files to take in");
    app.add_option("--message", o.message, "Shows a message");
    app.add_option_function<std::string>("--size", [&](const std::string& size) {
        if (std::sscanf(size.c_str(), "%dx%d", &o.width, &o.height) != 2)
            throw CLI::ValidationError("--size", "WxH");
    });
    app.add_option("--scale", o.scale, "Pixels a point (2 for HiDPI)");
    app.add_option("--seconds", o.seconds, "How much it hears first");
    app.add_option("--bench", o.bench,
                   "Shows the editor in a window for so many seconds and prints what it costs");
    CLI11_PARSE(app, argc, argv);
    const solus::host::Runtime runtime;
    try {
        run(o);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-editor-shot: %s\n", e.what());
        return 1;
    }
    return 0;
}
