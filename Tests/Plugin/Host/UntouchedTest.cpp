// A plugin that the user does not touch edits nothing: the score goes to the host with the blocks, not as an edit.
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>
#include <map>
#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivstparameterchanges.h>
#include <set>

using namespace solus::host;
namespace vst = Steinberg::Vst;

namespace {

/// Counts what a host takes for an edit by the user.
struct Edits final : juce::AudioProcessorListener {
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override { ++count; }
    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails&) override {}
    void audioProcessorParameterChangeGestureBegin(juce::AudioProcessor*, int) override { ++count; }
    int count = 0;
};

/// On the stack, so nobody counts.
template <class Interface>
struct Unowned : Interface {
    Steinberg::tresult PLUGIN_API queryInterface(const Steinberg::TUID, void**) override {
        return Steinberg::kNoInterface;
    }
    Steinberg::uint32 PLUGIN_API addRef() override { return 1; }
    Steinberg::uint32 PLUGIN_API release() override { return 1; }
};

/// The output of one block for one parameter.
struct Queue final : Unowned<vst::IParamValueQueue> {
    vst::ParamID id = 0;
    std::vector<double> values;
    vst::ParamID PLUGIN_API getParameterId() override { return id; }
    Steinberg::int32 PLUGIN_API getPointCount() override {
        return static_cast<Steinberg::int32>(values.size());
    }
    Steinberg::tresult PLUGIN_API getPoint(Steinberg::int32 i, Steinberg::int32& offset,
                                           vst::ParamValue& value) override {
        offset = 0, value = values.at(static_cast<size_t>(i));
        return Steinberg::kResultOk;
    }
    Steinberg::tresult PLUGIN_API addPoint(Steinberg::int32, vst::ParamValue value,
                                           Steinberg::int32& index) override {
        index = static_cast<Steinberg::int32>(values.size());
        values.push_back(value);
        return Steinberg::kResultOk;
    }
};

struct Changes final : Unowned<vst::IParameterChanges> {
    std::map<vst::ParamID, Queue> queues;
    Steinberg::int32 PLUGIN_API getParameterCount() override {
        return static_cast<Steinberg::int32>(queues.size());
    }
    vst::IParamValueQueue* PLUGIN_API getParameterData(Steinberg::int32 i) override {
        return &std::next(queues.begin(), i)->second;
    }
    vst::IParamValueQueue* PLUGIN_API addParameterData(const vst::ParamID& id,
                                                       Steinberg::int32& index) override {
        queues[id].id = id;
        index = static_cast<Steinberg::int32>(std::distance(queues.begin(), queues.find(id)));
        return &queues[id];
    }
};

/// The plugin's own side of VST3, behind JUCE's host, which hides output parameters.
vst::IAudioProcessor& processorOf(juce::AudioPluginInstance& plugin) {
    struct Visitor final : juce::ExtensionsVisitor {
        void visitVST3Client(const VST3Client& client) override {
            client.getIComponentPtr()->queryInterface(vst::IAudioProcessor::iid,
                                                      reinterpret_cast<void**>(&processor));
        }
        vst::IAudioProcessor* processor = nullptr;
    } visitor;
    plugin.getExtensions(visitor);
    REQUIRE(visitor.processor != nullptr);
    visitor.processor->release(); // the plugin lives as long as its instance
    return *visitor.processor;
}

/// The parameters that come out with a block.
Changes processBlock(vst::IAudioProcessor& processor, const juce::AudioBuffer<float>& in, int at, int count) {
    juce::AudioBuffer<float> left(2, count), right(2, count);
    for (int c = 0; c < 2; ++c) left.copyFrom(c, 0, in, c, at, count);
    vst::AudioBusBuffers input, output;
    input.numChannels = output.numChannels = 2;
    input.channelBuffers32 =
        const_cast<float**>(left.getArrayOfWritePointers()); // an array of pointers that is only read
    output.channelBuffers32 = const_cast<float**>(right.getArrayOfWritePointers());
    Changes none, out;
    vst::ProcessData data;
    data.processMode = vst::kRealtime, data.symbolicSampleSize = vst::kSample32;
    data.numSamples = count, data.numInputs = data.numOutputs = 1;
    data.inputs = &input, data.outputs = &output;
    data.inputParameterChanges = &none, data.outputParameterChanges = &out;
    REQUIRE(processor.process(data) == Steinberg::kResultOk);
    return out;
}

std::string voiceOf(const juce::AudioBuffer<float>& sound) {
    solus::VoiceAnalyser analyser(solus::defaultDenoiser(), solus::defaultEmbedder(), 48000.0, 1);
    const float* left = sound.getReadPointer(0);
    analyser.push(&left, sound.getNumSamples());
    return solus::enrol("Anna", analyser.finish(), *solus::defaultEmbedder()).toText();
}

} // namespace

TEST_CASE("while a known voice speaks, the score comes out with the blocks and nothing is edited") {
    const auto in = toy::clip(2, 48000, 5.0);
    PluginLoader loader(toy::builtPlugins()[0]);
    const Plugin plugin = loader.load();
    auto state = toy::stateOf(*plugin);
    state["voices"] = {{{"print", voiceOf(in)}, {"active", true}}};
    toy::restore(*plugin, state);
    Session session(*plugin, {48000.0, 480, 2, 2, false, false});
    setParameter(*plugin, "gate", "on"); // else the score does not run
    toy::letRun(session, 9600);          // takes it in
    dispatchMessages(200);               // the restored state's notifications
    auto& processor = processorOf(*plugin);
    juce::MemoryBlock before, after;
    plugin->getStateInformation(before);
    Edits edits;
    plugin->addListener(&edits);
    std::set<double> scores;
    std::set<vst::ParamID> moved;
    for (int at = 0; at + 480 <= in.getNumSamples(); at += 480) {
        for (auto& [id, queue] : processBlock(processor, in, at, 480).queues) {
            moved.insert(id);
            scores.insert(queue.values.begin(), queue.values.end());
        }
        if (at % 4800 == 0) dispatchMessages(60);
    }
    dispatchMessages(200);
    plugin->removeListener(&edits);
    plugin->getStateInformation(after);
    CHECK(edits.count == 0);
    CHECK(moved.size() == 1); // the score
    CHECK(scores.size() > 3);
    REQUIRE(!scores.empty());
    CHECK(*scores.rbegin() > 0.5);
    CHECK(before == after); // nothing to save
}
