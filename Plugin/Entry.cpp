// Where hosts enter: each plugin format makes its processor here.
#include "Entry.h"

#include "Processor.h"

namespace solus {

juce::AudioProcessor*& lastProcessorMade() noexcept {
    thread_local juce::AudioProcessor* last = nullptr;
    return last;
}

} // namespace solus

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() {
    return solus::lastProcessorMade() = new solus::SolusProcessor();
}
