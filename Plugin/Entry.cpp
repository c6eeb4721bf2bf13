// Where hosts come in: each plugin format makes its processor here.
#include "Processor.h"

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() {
    return new solus::SolusProcessor();
}
