// State: what a session stores and restores, the model and the voices.
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/Parameters.h"
#include "Engine/VoiceFolder.h"
#include "Processor.h"

#include <algorithm>
#include <cmath>

namespace solus {

Settings SolusProcessor::settings() const {
    Settings s;
    for (auto* parameter : parameters_.saved())
        s.parameters[parameter->paramID.toStdString()] = parameter->convertFrom0to1(parameter->getValue());
    s.undecided = undecided_;
    s.lookAheadMs = lookAheadMs_;
    s.split = split_;
    s.model = modelChoice();
    return s;
}

void SolusProcessor::setSettings(const Settings& s) {
    for (const auto& [id, value] : s.parameters) {
        auto* parameter = parameters_.find(id);
        if (parameter == nullptr) continue;
        const auto& range = parameter->getNormalisableRange();
        const float legal = range.snapToLegalValue(juce::jlimit(range.start, range.end, value));
        const float normal = parameter->convertTo0to1(legal);
        if (std::abs(normal - parameter->getValue()) > 1e-7f) parameter->setValueNotifyingHost(normal);
    }
    setUndecided(s.undecided);
    setLookAheadMs(s.lookAheadMs);
    setSplit(s.split);
    // If the file was missing, this looks for it again.
    if (s.model == modelChoice() && s.model.hash == engine_.denoiser()->hash) return;
    ModelChoice choice = s.model;
    auto model = findChoice(choice);
    useModel(std::move(model));
    const std::lock_guard lock(memory_);
    model_ = choice;
}

PluginState SolusProcessor::state() const {
    PluginState s;
    s.settings = settings();
    s.voices = voices_.list();
    const std::lock_guard lock(memory_);
    s.preset = preset_, s.theme = theme_, s.width = width_, s.height = height_, s.zoom = zoom_;
    return s;
}

void SolusProcessor::setState(const PluginState& s) {
    {
        const std::lock_guard lock(memory_);
        preset_ = s.preset, theme_ = s.theme, width_ = s.width, height_ = s.height, zoom_ = s.zoom;
    }
    voices_.set(s.voices);
    voicesChanged();
    setSettings(s.settings);
}

void SolusProcessor::getStateInformation(juce::MemoryBlock& block) {
    const std::string text = state().toText();
    block.replaceAll(text.data(), text.size());
}

void SolusProcessor::setStateInformation(const void* data, int size) {
    if (data == nullptr || size <= 0) return;
    try {
        PluginState fallback;
        fallback.settings = standard_;
        say("");
        setState(PluginState::fromText(std::string(static_cast<const char*>(data), static_cast<size_t>(size)),
                                       fallback));
    } catch (const std::exception& e) {
        say(e.what());
    }
}

// The model named in a session; if it is missing, the default one, with a message. The choice is kept as saved, so
// that a session from another computer is complete again when it returns.
std::shared_ptr<const Model> SolusProcessor::findChoice(ModelChoice& choice) {
    try {
        auto model = findModel(choice.path.empty() ? choice.name : choice.path, "denoiser");
        if (!choice.hash.empty() && model->hash != choice.hash)
            say(choice.name + " has changed since this session was saved; the new version is used");
        choice.name = model->name, choice.hash = model->hash;
        return model;
    } catch (const Error& e) {
        say(std::string(e.what()) + "; the default model is used");
        return defaultModel_;
    }
}

bool SolusProcessor::chooseModel(const std::string& nameOrPath) {
    try {
        auto model = findModel(nameOrPath, "denoiser");
        useModel(model);
        const std::lock_guard lock(memory_);
        model_ = {model->name, isModelPath(nameOrPath) ? nameOrPath : "", model->hash};
        message_.clear();
        return true;
    } catch (const Error& e) {
        say(e.what());
        return false;
    }
}

void SolusProcessor::useModel(std::shared_ptr<const Model> model) {
    engine_.setDenoiser(std::move(model));
    prepareAtOnceUnlessLive();
}

// Live, the engine cross-fades to a new path. Before the first block (LV2 hosts restore the state after preparing),
// and in an offline render, the change applies from the first sample, so that a bounce is the same every time.
void SolusProcessor::prepareAtOnceUnlessLive() {
    const auto live = [this] { return !ready_ || (played_ && !isNonRealtime()); };
    if (live()) return;
    {
        const juce::ScopedLock lock(getCallbackLock());
        if (live()) return; // the first block has come meanwhile
        prepareEngine();
    }
    tellLatency(); // without the lock, since hosts may wait for a block in it
}

ModelChoice SolusProcessor::modelChoice() const {
    const std::lock_guard lock(memory_);
    return model_;
}

void SolusProcessor::setUndecided(Undecided undecided) {
    undecided_ = undecided;
}

void SolusProcessor::setLookAheadMs(float ms) {
    ms = saneValue(specOf(Parameter::lookAhead), ms);
    if (lookAheadMs_.exchange(ms) == ms) return;
    engine_.setLookAhead(lookAheadMs_);
    prepareAtOnceUnlessLive();
}

void SolusProcessor::setSplit(bool split) {
    if (split_.exchange(split) == split) return;
    engine_.setSplit(split);
    prepareAtOnceUnlessLive();
}

// A voice enrolled anywhere appears in every new instance; the newest is preselected for "Only me". Voices that the session
// already has stay as they are, even under a name that only earlier versions allowed.
void SolusProcessor::addSharedVoices() {
    for (auto& voice : VoiceFolder().voices()) {
        const auto known = voices_.list();
        const auto same = [&](const KnownVoice& v) {
            return v.print.name == voice.name ||
                   (!VoiceFolder::isValidName(v.print.name) && v.print.embedding == voice.embedding);
        };
        if (std::none_of(known.begin(), known.end(), same)) voices_.add(std::move(voice), known.empty());
    }
    voicesChanged();
}

// On the enrolment's thread.
void SolusProcessor::learnt(VoicePrint voice) {
    voices_.add(voice);
    voicesChanged();
    try {
        VoiceFolder().save(voice);
    } catch (const std::exception& e) {
        say(std::string(e.what()) + "; the voice is kept in this session only");
    }
}

void SolusProcessor::voicesChanged() {
    const std::lock_guard lock(voicesChanging_); // the engine gets the newest list last
    try {
        const auto passing = voices_.passing();
        engine_.setVoices(passing);
        voicesPass_ = !passing.empty();
        listenAsNeeded();
        for (const auto& voice : voices_.list())
            if (!voice.usable)
                say("\"" + voice.print.name +
                    "\" was learnt with another speaker model: learn that voice again");
    } catch (const Error& e) {
        say(e.what());
    }
}

std::string SolusProcessor::message() const {
    const std::lock_guard lock(memory_);
    return message_;
}

void SolusProcessor::say(std::string message) {
    const std::lock_guard lock(memory_);
    message_ = std::move(message);
}

void SolusProcessor::setEditorMemory(const std::string& preset, const std::string& theme, int width,
                                     int height) {
    const std::lock_guard lock(memory_);
    preset_ = preset, theme_ = theme, width_ = width, height_ = height;
}

EditorMemory SolusProcessor::editorMemory() const {
    const std::lock_guard lock(memory_);
    return {preset_, theme_, width_, height_, zoom_};
}

void SolusProcessor::setEditorZoom(int percent) {
    const std::lock_guard lock(memory_);
    zoom_ = juce::jlimit(100, 200, percent);
}

void SolusProcessor::watch(bool on) noexcept {
    meters_.watch(on);
    watched_ = on;
    listenAsNeeded();
}

// The score is needed for automation as soon as a voice may pass, and for the display; otherwise it is not computed.
void SolusProcessor::listenAsNeeded() noexcept {
    engine_.alwaysListen(voicesPass_ || watched_);
}

} // namespace solus
