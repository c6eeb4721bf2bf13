// Reads, plays, aligns, writes.
#include "FileJob.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Base/TemporaryFile.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"
#include "Files/OutputPlace.h"
#include "HostedParameters.h"
#include "Session.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>

namespace solus::host {
namespace {

constexpr int longestRandomBlock = 4096;

// Feeds blocks from the reader, then silence for the duration of the latency.
class Feed {
public:
    Feed(AudioFileReader& reader, int channels) : reader_(reader), channels_(channels) {}

    /// Returns how many of its samples came from the file.
    int next(juce::AudioBuffer<float>& block) {
        const int frames = block.getNumSamples();
        interleaved_.assign(static_cast<size_t>(frames) * channels_, 0.0f);
        const auto there = ended_ ? 0 : static_cast<int>(reader_.read(interleaved_.data(), frames));
        ended_ = there < frames;
        block.clear();
        for (int c = 0; c < channels_; ++c)
            for (int n = 0; n < there; ++n)
                block.setSample(c, n, interleaved_[static_cast<size_t>(n) * channels_ + c]);
        return there;
    }
    bool ended() const { return ended_; }

private:
    AudioFileReader& reader_;
    int channels_;
    bool ended_ = false;
    std::vector<float> interleaved_;
};

void writePart(AudioFileWriter& writer, const juce::AudioBuffer<float>& block, int channels, int from,
               int count) {
    std::vector<float> interleaved(static_cast<size_t>(channels) * count);
    for (int n = 0; n < count; ++n)
        for (int c = 0; c < channels; ++c)
            interleaved[static_cast<size_t>(n) * channels + c] = block.getSample(c, from + n);
    writer.write(interleaved.data(), count);
}

/// Nothing, or a state: JUCE returns VST3 states as its binary XML, LV2 states as Turtle.
bool isFreeForState(const std::string& path) {
    char there[7] = {};
    std::ifstream file(std::filesystem::path(path), std::ios::binary);
    file.read(there, sizeof there);
    const std::string_view beginning(there, static_cast<size_t>(file.gcount()));
    return beginning.empty() || beginning.starts_with("VC2!") || beginning == "@prefix";
}

/// Checks that are possible before the work: OUT does not exist yet, so only its name is checked.
void refuseStatePlace(const FileJob& job) {
    if (job.saveStateFile.empty()) return;
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (!isFreeForState(job.saveStateFile))
        throw Error(job.saveStateFile +
                    ": already exists and is not a plugin state, so it is left alone; give the "
                    "state another name");
    if (isSameFile(job.in, job.saveStateFile) || isSameFile(job.out, job.saveStateFile) ||
        fs::weakly_canonical(job.out, ignored) == fs::weakly_canonical(job.saveStateFile, ignored))
        throw Error(job.saveStateFile + ": is the audio file; give the state another name");
}

} // namespace

FileReport runFile(juce::AudioPluginInstance& plugin, const FileJob& job) {
    refuseToReplace(job.out, {job.in});
    refuseStatePlace(job);
    AudioFileReader reader(job.in);
    AudioInfo info = reader.info();
    if (info.channels > 2)
        throw Error(job.in + ": " + std::to_string(info.channels) +
                    " channels; this host plays mono and stereo files");
    const int inputs = info.channels, outputs = job.outputs > 0 ? job.outputs : inputs;
    if (!job.saveStateFile.empty()) {
        const auto folder = std::filesystem::path(job.saveStateFile).parent_path();
        if (!folder.empty() && !std::filesystem::is_directory(folder))
            throw Error(job.saveStateFile + ": there is no folder " + folder.string() + " to write into");
    }
    if (!job.stateFile.empty()) loadState(plugin, job.stateFile);

    const int longest = job.block > 0 ? job.block : longestRandomBlock;
    Session session(
        plugin, {static_cast<double>(info.sampleRate), longest, inputs, outputs, job.doublePrecision, true});
    for (const auto& [id, value] : job.parameters) setParameter(plugin, id, value);
    info.channels = outputs;
    if (outputs != inputs) info.extensible = false, info.channelMask = 0;
    AudioFileWriter writer(job.out, info);
    Feed feed(reader, inputs);
    std::mt19937 random(1);
    const auto start = std::chrono::steady_clock::now();
    const int latency = session.latency();
    std::int64_t skip = job.align ? latency : 0, owed = 0, read = 0;
    while (!feed.ended() || owed > 0) {
        const int count = job.block > 0 ? job.block : static_cast<int>(random() % longestRandomBlock) + 1;
        juce::AudioBuffer<float> block(juce::jmax(inputs, outputs), count);
        const int there = feed.next(block);
        read += there, owed += there;
        session.process(block);
        const auto from = static_cast<int>(std::min<std::int64_t>(skip, count));
        const auto kept = static_cast<int>(std::min<std::int64_t>(owed, count - from));
        writePart(writer, block, outputs, from, kept);
        skip -= from, owed -= kept;
    }
    writer.commit();
    if (!job.saveStateFile.empty()) saveState(plugin, job.saveStateFile);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    return {info.sampleRate, inputs, outputs, latency, static_cast<double>(read) / info.sampleRate,
            elapsed.count()};
}

void saveState(juce::AudioPluginInstance& plugin, const std::string& path) {
    juce::MemoryBlock state;
    plugin.getStateInformation(state);
    TemporaryFile file(path); // creates no folders, and keeps the old file until everything is written
    const auto* from = static_cast<const char*>(state.getData());
    for (size_t left = state.getSize(); left > 0;) {
        const auto written = sys::write(file.descriptor(), from, left);
        if (written <= 0) throw WriteError(path + ": cannot write: is the disk full?");
        from += written, left -= static_cast<size_t>(written);
    }
    file.commit();
}

void loadState(juce::AudioPluginInstance& plugin, const std::string& path) {
    const juce::File file =
        juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(path.c_str()));
    juce::MemoryBlock state;
    if (!file.loadFileAsData(state) || state.isEmpty())
        throw Error(path + ": no such state file, or it is empty");
    // Plugins do not report that they reject a state, but the wrapper of JUCE's hosts can be checked.
    const bool lv2 = plugin.getPluginDescription().pluginFormatName == "LV2";
    const juce::String text = lv2 ? state.toString().trim() : juce::String();
    const bool whole = lv2 ? text.contains("appliesTo") && text.endsWithChar('.')
                           : juce::AudioProcessor::getXmlFromBinary(
                                 state.getData(), static_cast<int>(state.getSize())) != nullptr;
    if (!whole)
        throw Error(path + ": is not a plugin state as written by --save-state for " +
                    (lv2 ? "an LV2" : "a VST3") + ", or it is damaged");
    plugin.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
    dispatchMessages(20); // the plugin reports its new parameters through the message thread
}

} // namespace solus::host
