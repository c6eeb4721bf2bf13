// XML and Turtle around Base64.
#include "Validation/HostState.h"

namespace solus::host {
namespace {

constexpr const char* vst3Component = "IComponent";

} // namespace

HostState::HostState(const juce::AudioPluginInstance& plugin, juce::MemoryBlock wrapped)
    : wrapped_(std::move(wrapped)) {
    bytes_ = wrapped_;
    if (plugin.getPluginDescription().pluginFormatName == "VST3") {
        xml_ =
            juce::AudioProcessor::getXmlFromBinary(wrapped_.getData(), static_cast<int>(wrapped_.getSize()));
        if (xml_ != nullptr && xml_->getChildByName(vst3Component) != nullptr)
            bytes_.fromBase64Encoding(xml_->getChildByName(vst3Component)->getAllSubText());
    } else {
        const juce::String text = wrapped_.toString();
        const int key = text.indexOf("StateString");
        const int open = key < 0 ? -1 : text.indexOfChar(key, '"'),
                  close = open < 0 ? -1 : text.indexOfChar(open + 1, '"');
        if (close < 0) return;
        before_ = text.substring(0, open + 1), after_ = text.substring(close);
        bytes_.fromBase64Encoding(text.substring(open + 1, close));
    }
}

juce::MemoryBlock HostState::wrap(const juce::MemoryBlock& bytes) const {
    juce::MemoryBlock result;
    if (xml_ != nullptr && xml_->getChildByName(vst3Component) != nullptr) {
        juce::XmlElement copy(*xml_);
        auto* component = copy.getChildByName(vst3Component);
        component->deleteAllChildElements();
        component->addTextElement(bytes.toBase64Encoding());
        juce::AudioProcessor::copyXmlToBinary(copy, result);
    } else if (before_.isNotEmpty()) {
        const juce::String text = before_ + bytes.toBase64Encoding() + after_;
        result.append(text.toRawUTF8(), text.getNumBytesAsUTF8());
    } else {
        result = bytes;
    }
    return result;
}

} // namespace solus::host
