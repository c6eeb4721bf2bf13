// Parameters: their text, automation, and concurrent changes.
#include "Base/Error.h"
#include "HostedParameters.h"
#include "Validation/Support.h"

#include <cmath>

namespace solus::host {
namespace {

// text -> value -> text: typing in the displayed text must give the same text.
void textRoundTrip(Bench& bench) {
    if (bench.loader.format() == "LV2") throw Skip{"in LV2 the host writes the text"};
    const Plugin plugin = bench.loader.load();
    expect(!plugin->getParameters().isEmpty(), "there are no parameters");
    for (auto* p : plugin->getParameters()) {
        const std::string name = p->getName(64).toStdString();
        expect(!name.empty(), "parameter " + std::to_string(p->getParameterIndex()) + " has no name");
        expect(p->getDefaultValue() >= 0.0f && p->getDefaultValue() <= 1.0f,
               name + ": the default is outside 0 ... 1");
        for (int step = 0; step <= 20; ++step) {
            const juce::String text = p->getText(static_cast<float>(step) / 20.0f, 64);
            expect(text.isNotEmpty(), name + ": no text");
            const float value = p->getValueForText(text);
            expect(value >= 0.0f && value <= 1.0f,
                   name + ": \"" + text.toStdString() + "\" is read as a value outside 0 ... 1");
            const juce::String again = p->getText(value, 64);
            expect(again == text, name + ": \"" + text.toStdString() + "\" typed in becomes \"" +
                                      again.toStdString() + "\"");
        }
        for (const char* odd : {"", "abc", "1e99", "-1e99", "nan", "0,5", "\xc3\xa9", "%n%s"}) {
            const float value = p->getValueForText(juce::String::fromUTF8(odd));
            expect(!std::isnan(value), name + ": the text \"" + odd + "\" is read as NaN");
        }
    }
}

void automation(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {48000.0, 512, 2, 2, false, true});
    std::uniform_real_distribution<float> uniform(0.0f, 1.0f);
    for (int i = 0; i < 400; ++i) {
        for (auto* p : plugin->getParameters())
            if (p->isAutomatable()) p->setValue(uniform(bench.random));
        auto block = noise(2, 1 + static_cast<int>(bench.random() % 512), bench.random);
        session.process(block);
        expect(finite(block), "not every sample is finite");
        expect(peak(block) < 100.0, "the output is louder than +40 dBFS");
    }
}

void manyHands(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {48000.0, 1024, 2, 2, false, false});
    AudioThread audio(session, 2, 1024, 1);
    std::mt19937 random(2);
    {
        const Bother hand([&] {
            auto& parameters = plugin->getParameters();
            auto* p = parameters[static_cast<int>(random() % static_cast<unsigned>(parameters.size()))];
            p->setValue(static_cast<float>(random() % 1001) / 1000.0f);
        });
        for (int i = 0; i < 40; ++i) {
            for (auto* p : plugin->getParameters()) {
                p->setValueNotifyingHost(static_cast<float>(bench.random() % 1001) / 1000.0f);
                (void)p->getText(p->getValue(), 32);
            }
            dispatchMessages(25);
        }
        bench.note =
            std::to_string(hand.rounds()) + " changes during " + std::to_string(audio.blocks()) + " blocks";
    }
    expect(audio.blocks() > 50, "the audio thread hardly ran");
    expect(audio.stayedFinite(), "not every sample is finite");
}

void extremes(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {});
    for (float value : {0.0f, 1.0f})
        for (auto* p : plugin->getParameters()) {
            const float before = p->getValue();
            p->setValue(value);
            for (int i = 0; i < 10; ++i) {
                auto block = noise(2, 512, bench.random);
                session.process(block);
                expect(finite(block),
                       p->getName(64).toStdString() + " at its end makes the output not finite");
            }
            p->setValue(before);
        }
}

} // namespace

std::vector<Check> parameterChecks() {
    return {{"text of parameters reads back as it was", textRoundTrip},
            {"every parameter at both ends", extremes},
            {"automation of everything at once", automation},
            {"parameters from two threads while audio runs", manyHands}};
}

} // namespace solus::host
