// When a device is unplugged another one is used, until it is back.
#include "Devices/AudioSession.h"
#include "Devices/SimulatedDevice.h"
#include "LiveFixture.h"

#include <catch2/catch.hpp>
#include <memory>
#include <set>

using namespace livetest;
using namespace solus::live;

namespace {

/// A sound card under the test's control.
struct Socket {
    juce::StringArray plugged;
    std::set<juce::String> busy;
    int opened = 0, inputs = 2;
    double rateNow = 0.0;               ///< above 0: the rate of all devices, whatever they were opened at
    juce::BigInteger asked, outputs{3}; ///< opened inputs, connected outputs
    juce::StringArray outputsOnly;      ///< listed as outputs beside `plugged`
};

class FakeDevice final : public juce::AudioIODevice {
public:
    FakeDevice(const juce::String& name, std::shared_ptr<Socket> socket)
        : AudioIODevice(name, "Fake"), socket_(std::move(socket)) {}
    juce::StringArray getOutputChannelNames() override { return {"1", "2"}; }
    juce::StringArray getInputChannelNames() override {
        juce::StringArray names;
        for (int i = 1; i <= socket_->inputs; ++i) names.add(juce::String(i));
        return names;
    }
    juce::Array<double> getAvailableSampleRates() override { return {44100.0, 96000.0}; }
    juce::Array<int> getAvailableBufferSizes() override { return {64, 512}; }
    int getDefaultBufferSize() override { return 512; }
    juce::String open(const juce::BigInteger& in, const juce::BigInteger&, double rate, int block) override {
        if (socket_->busy.count(getName()) > 0) return "it is busy";
        socket_->asked = in, socket_->outputs = 3;
        rate_ = rate, block_ = block, ++socket_->opened, open_ = true;
        return {};
    }
    void close() override { open_ = false; }
    bool isOpen() override { return open_; }
    void start(juce::AudioIODeviceCallback* callback) override { callback->audioDeviceAboutToStart(this); }
    void stop() override {}
    bool isPlaying() override { return open_; }
    juce::String getLastError() override { return {}; }
    int getCurrentBufferSizeSamples() override { return block_; }
    double getCurrentSampleRate() override { return socket_->rateNow > 0.0 ? socket_->rateNow : rate_; }
    int getCurrentBitDepth() override { return 24; }
    juce::BigInteger getActiveOutputChannels() const override { return socket_->outputs; }
    juce::BigInteger getActiveInputChannels() const override {
        return socket_->opened == 0 ? 0 : socket_->asked;
    }
    int getOutputLatencyInSamples() override { return 100; }
    int getInputLatencyInSamples() override { return 50; }

private:
    std::shared_ptr<Socket> socket_;
    double rate_ = 0.0;
    int block_ = 0;
    bool open_ = false;
};

class FakeType final : public juce::AudioIODeviceType {
public:
    explicit FakeType(std::shared_ptr<Socket> socket)
        : AudioIODeviceType("Fake"), socket_(std::move(socket)) {}
    void scanForDevices() override { names_ = socket_->plugged; } // scans only now, like real ones
    juce::StringArray getDeviceNames(bool input) const override {
        auto names = names_;
        if (!input) names.addArray(socket_->outputsOnly);
        return names;
    }
    int getDefaultDeviceIndex(bool) const override { return 0; }
    int getIndexOfDevice(juce::AudioIODevice*, bool) const override { return 0; }
    bool hasSeparateInputsAndOutputs() const override { return true; }
    juce::AudioIODevice* createDevice(const juce::String& output, const juce::String& input) override {
        return new FakeDevice(input.isNotEmpty() ? input : output, socket_);
    }

private:
    std::shared_ptr<Socket> socket_;
    juce::StringArray names_;
};

struct Desk {
    Desk() {
        startJuce();
        socket->plugged = {"Built-in", "USB"};
    }
    std::vector<AudioSession::Family> families() {
        const auto s = socket;
        return {{"Fake", [s] { return std::make_unique<FakeType>(s); }},
                {"None", [] { return std::make_unique<SimulatedDeviceType>(); }}};
    }
    /// Lets time pass: four ticks per second, with or without audio.
    void wait(int seconds, bool sound) {
        for (int i = 0; i < 4 * seconds; ++i) {
            if (sound) ++blocks;
            session.watch();
        }
    }

    std::shared_ptr<Socket> socket = std::make_shared<Socket>();
    Rig rig;
    unsigned blocks = 0;
    AudioSession session{rig.live, [this] { return blocks; }, families()};
};

} // namespace

TEST_CASE("the first device is opened at 48 kHz or what is nearest, and rate and block are as wished") {
    Desk desk;
    desk.session.open({});
    auto facts = desk.session.facts();
    CHECK(facts.device == DeviceChoice{"Fake", "Built-in", "Built-in", 44100.0, 64});
    CHECK(facts.asWished);
    CHECK(facts.inputMs == Approx(50 / 44.1));
    desk.session.open({"Fake", "USB", noDevice, 96000.0, 512});
    facts = desk.session.facts();
    CHECK(facts.device == DeviceChoice{"Fake", "USB", noDevice, 96000.0, 512});
    CHECK(desk.rig.live.sampleRate() == 96000.0);
}

TEST_CASE("when the server changes its rate, everything is prepared again for the same device") {
    Desk desk;
    desk.session.open({"Fake", "USB", "USB", 44100.0, 64});
    std::string told;
    desk.session.leaving = [&](const std::string& words) { told = words; };
    desk.wait(3, true);
    CHECK(desk.socket->opened == 1);
    desk.socket->rateNow = 96000.0;
    desk.wait(3, true);
    CHECK(told == "the sample rate is now 96000 Hz");
    CHECK(desk.socket->opened == 2);
    CHECK(desk.session.facts().device.input == "USB");
    CHECK(desk.rig.live.sampleRate() == 96000.0);
}

TEST_CASE("an unplugged device falls back to what is there, and comes back") {
    Desk desk;
    desk.session.open({"Fake", "USB", "USB", 44100.0, 64});
    int changes = 0;
    desk.session.changed = [&] { ++changes; };
    desk.wait(10, true);
    CHECK(changes == 0);

    desk.socket->plugged = {"Built-in"};
    desk.wait(3, false);
    CHECK(changes == 1);
    CHECK(desk.session.facts().device.input == "Built-in");
    CHECK_FALSE(desk.session.facts().asWished);
    CHECK(desk.session.facts().problem == "USB was disconnected");
    desk.wait(10, true);
    CHECK(desk.session.facts().device.input == "Built-in");

    desk.socket->plugged = {"Built-in", "USB"};
    desk.wait(3, true);
    CHECK(desk.session.facts().device.input == "USB");
    CHECK(desk.session.facts().asWished);
    CHECK(desk.session.facts().problem.empty());
}

TEST_CASE("an output that goes is told and replaced, while the input stays what it was") {
    Desk desk;
    desk.socket->outputsOnly = {"Headphones"};
    desk.session.open({"Fake", "USB", "Headphones", 44100.0, 64});
    std::string told;
    desk.session.leaving = [&](const std::string& words) { told = words; };
    desk.wait(3, true);
    desk.socket->outputs = 0; // the connections are removed by hand: that is no error
    desk.wait(5, true);
    CHECK(told.empty());
    CHECK(desk.session.facts().device.output == "Headphones");
    desk.socket->outputs = 3;
    desk.wait(2, true);

    desk.socket->outputs = 0;
    desk.socket->outputsOnly.clear();
    desk.wait(2, true);
    CHECK(told == "Headphones was disconnected");
    CHECK(desk.session.facts().problem == "Headphones was disconnected");
    CHECK(desk.session.facts().device.input == "USB");
    CHECK(desk.session.facts().device.output == "Built-in");
    desk.socket->outputsOnly = {"Headphones"};
    desk.wait(3, true);
    CHECK(desk.session.facts().device.output == "Headphones");
}

TEST_CASE("all inputs of a device are opened and listed; of an endless one, those that are needed") {
    Desk desk;
    desk.socket->inputs = 18;
    desk.session.open({"Fake", "USB", "USB", 44100.0, 64});
    CHECK(desk.session.inputs().size() == 18);
    CHECK(desk.session.facts().inputs == 18);
    desk.socket->inputs = 128;
    desk.session.setInputsNeeded(5);
    desk.session.open({"Fake", "USB", "USB", 44100.0, 64});
    CHECK(desk.session.inputs().size() == 128);
    CHECK(desk.session.facts().inputs == 5);
}

TEST_CASE("the list of devices is that of this moment, and holds devices only") {
    Desk desk;
    desk.session.open({"Fake", "USB", "USB", 44100.0, 64});
    desk.socket->plugged = {"Built-in", "USB", "Headset", "Rate Converter Plugin Using Samplerate Library",
                            "Plugin for channel upmix (4,6,8)"};
    CHECK(desk.session.devices("Fake", true) == juce::StringArray{"Built-in", "USB", "Headset"});
    desk.socket->plugged = {"Built-in"};
    CHECK(desk.session.devices("Fake", true) == juce::StringArray{"Built-in"});
}

TEST_CASE("with no sound card at all the pretend device keeps the program going") {
    Desk desk;
    desk.socket->plugged.clear();
    desk.session.open({});
    CHECK(desk.session.facts().device.family == "None");
    CHECK(desk.session.facts().problem.empty());
    const unsigned before = desk.rig.live.blocks();
    for (int i = 0; i < 500 && desk.rig.live.blocks() < before + 3; ++i) juce::Thread::sleep(10);
    CHECK(desk.rig.live.blocks() >= before + 3);
}

TEST_CASE("a device that is there but busy is not asked for all the time") {
    Desk desk;
    desk.socket->busy = {"USB"};
    desk.session.open({"Fake", "USB", "USB", 44100.0, 64});
    CHECK(desk.session.facts().device.input == "Built-in");
    CHECK(desk.session.facts().problem == "USB: it is busy");
    const int opened = desk.socket->opened;
    desk.wait(20, true);
    CHECK(desk.socket->opened <= opened + 1);
    desk.socket->busy.clear();
    desk.wait(40, true);
    CHECK(desk.session.facts().device.input == "USB");
}
