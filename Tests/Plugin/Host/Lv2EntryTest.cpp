// The LV2 entry point through LV2's own C interface: hosts that give the block length in unusual ways or not at all,
// and the duties of activate().
#include "Plugin/Support/Clips.h"

#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <dlfcn.h>
#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/urid/urid.h>
#include <map>
#include <optional>

namespace {

const LV2_Descriptor& plugin() {
    static const LV2_Descriptor* descriptor = [] {
        void* library = dlopen(SOLUS_PLUGINS "/Solus.lv2/libSolus.so", RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) throw std::runtime_error(dlerror());
        return reinterpret_cast<LV2_Descriptor_Function>(dlsym(library, "lv2_descriptor"))(0);
    }();
    return *descriptor;
}

LV2_URID idOf(LV2_URID_Map_Handle, const char* uri) {
    static std::map<std::string, LV2_URID> ids;
    return ids.emplace(uri, static_cast<LV2_URID>(ids.size() + 1)).first->second;
}

/// How a host gives the block length.
struct Saying {
    std::string type; ///< of the option; "" for none
    std::uint32_t size = 0;
    std::int64_t value = 0;
    bool options = true, bounded = true;
};

class Instance {
public:
    explicit Instance(const Saying& saying) : value_(saying.value) {
        std::vector<LV2_Options_Option> options;
        if (!saying.type.empty())
            options.push_back({LV2_OPTIONS_INSTANCE, 0, idOf(nullptr, LV2_BUF_SIZE__maxBlockLength),
                               saying.size, idOf(nullptr, saying.type.c_str()),
                               &value_}); // little-endian: any size will do
        options.push_back({LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, nullptr});
        LV2_URID_Map map{nullptr, &idOf};
        const LV2_Feature mapping{LV2_URID__map, &map}, bounded{LV2_BUF_SIZE__boundedBlockLength, nullptr},
            option{LV2_OPTIONS__options, options.data()};
        std::vector<const LV2_Feature*> features{&mapping};
        if (saying.options) features.push_back(&option);
        if (saying.bounded) features.push_back(&bounded);
        features.push_back(nullptr);
        handle_ = plugin().instantiate(&plugin(), 48000.0, SOLUS_PLUGINS "/Solus.lv2/", features.data());
        if (handle_ == nullptr) return;
        plugin().connect_port(handle_, 4, &in_);
        plugin().connect_port(handle_, 5, out_.data());
        plugin().connect_port(handle_, 6, &latency_);
        plugin().connect_port(handle_, 7, &freeWheeling_);
        plugin().connect_port(handle_, 8, &enabled_);
        in_.atom = {sizeof(LV2_Atom_Sequence_Body), idOf(nullptr, LV2_ATOM__Sequence)};
    }
    ~Instance() {
        if (handle_ != nullptr) plugin().cleanup(handle_);
    }
    Instance(const Instance&) = delete;
    bool exists() const { return handle_ != nullptr; }

    /// activate(), all of `in` in blocks, deactivate().
    juce::AudioBuffer<float> bounce(const juce::AudioBuffer<float>& in, int block) {
        plugin().activate(handle_);
        juce::AudioBuffer<float> source(in), out(2, in.getNumSamples());
        for (int at = 0; at < in.getNumSamples(); at += block) {
            const int count = std::min(block, in.getNumSamples() - at);
            for (int c = 0; c < 2; ++c) {
                plugin().connect_port(handle_, static_cast<std::uint32_t>(c), source.getWritePointer(c, at));
                plugin().connect_port(handle_, static_cast<std::uint32_t>(2 + c), out.getWritePointer(c, at));
            }
            const LV2_Atom room{static_cast<std::uint32_t>(sizeof out_ - sizeof(LV2_Atom)), 0};
            std::memcpy(out_.data(), &room, sizeof room);
            plugin().run(handle_, static_cast<std::uint32_t>(count));
        }
        plugin().deactivate(handle_);
        return out;
    }

private:
    std::int64_t value_;
    LV2_Handle handle_ = nullptr;
    LV2_Atom_Sequence in_{};
    alignas(8) std::array<char, 16384> out_{};
    float latency_ = 0.0f, freeWheeling_ = 0.0f, enabled_ = 1.0f;
};

} // namespace

TEST_CASE("an LV2 host may say the length of a block as any integer, or not at all") {
    const auto in = toy::clip(2, 48000, 0.3);
    const juce::AudioBuffer<float> expected = Instance({LV2_ATOM__Int, 4, 512}).bounce(in, 512);
    for (const Saying& saying : {Saying{LV2_ATOM__Int, 8, 512},
                                 {LV2_ATOM__Long, 8, 512},
                                 {LV2_ATOM__Long, 4, 512},
                                 {LV2_ATOM__Int, 2, 512},
                                 {LV2_ATOM__Int, 4, 0},
                                 {LV2_ATOM__Int, 8, -1},
                                 {"", 0, 0},
                                 {"", 0, 0, false, true},
                                 {"", 0, 0, false, false},
                                 {LV2_ATOM__Int, 4, 512, true, false}}) {
        INFO(saying.type << " " << saying.size << " " << saying.value);
        Instance instance(saying);
        REQUIRE(instance.exists());
        CHECK(toy::difference(instance.bounce(in, 512), expected) == 0.0);
    }
    CHECK_FALSE(std::strcmp(plugin().URI, "https://solus-audio.org/plugins/solus"));
}

TEST_CASE("two bounces of one LV2 instance are the same, sample by sample") {
    const auto in = toy::clip(2, 48000, 1.0011); // ends within a hop
    Instance instance({LV2_ATOM__Int, 4, 512});
    REQUIRE(instance.exists());
    const auto first = instance.bounce(in, 512);
    CHECK(toy::difference(instance.bounce(in, 512), first) == 0.0);
    CHECK(toy::difference(instance.bounce(in, 333), first) == 0.0);
}
