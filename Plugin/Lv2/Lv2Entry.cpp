// The LV2 entry point, in front of JUCE's: accepts more hosts, and makes activate() reset the engine.
//
// JUCE 7.0.5 rejects a host whose bufs:maxBlockLength is missing, or is not an Int of four bytes or a Long of eight
// (Audacity 3.2.4: an Int of eight). It also does nothing in activate(), so that a second bounce would begin in the
// middle of a hop.
#include "Entry.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/urid/urid.h>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

// JUCE's entry point, renamed by CMakeLists.txt.
extern "C" const LV2_Descriptor* juce_lv2_descriptor(uint32_t index);

namespace solus {
namespace {

/// For hosts that do not give a maximum block length: longer blocks are processed too, after an allocation.
constexpr std::int32_t blockLengthUnknown = 8192;

/// Which processor belongs to which handle: JUCE's handle must stay the handle, since its editor casts it.
class Instances {
public:
    void add(LV2_Handle handle, juce::AudioProcessor* processor) {
        const std::lock_guard lock(mutex_);
        processors_[handle] = processor;
    }
    void remove(LV2_Handle handle) {
        const std::lock_guard lock(mutex_);
        processors_.erase(handle);
    }
    juce::AudioProcessor* find(LV2_Handle handle) {
        const std::lock_guard lock(mutex_);
        const auto found = processors_.find(handle);
        return found == processors_.end() ? nullptr : found->second;
    }

private:
    std::mutex mutex_; ///< instantiate, activate and cleanup; never run()
    std::map<LV2_Handle, juce::AudioProcessor*> processors_;
};

Instances& instances() {
    static Instances all;
    return all;
}

/// An integer of 1, 2, 4 or 8 bytes, whatever its type is.
std::optional<std::int64_t> integerOf(const LV2_Options_Option& option) {
    const auto as = [&](auto value) -> std::int64_t {
        std::memcpy(&value, option.value, sizeof value);
        return value;
    };
    switch (option.size) {
    case 1:
        return as(std::int8_t{});
    case 2:
        return as(std::int16_t{});
    case 4:
        return as(std::int32_t{});
    case 8:
        return as(std::int64_t{});
    default:
        return {};
    }
}

/// The host's features plus the two that JUCE requires, in the form that it expects. Used for one instantiate().
class Features {
public:
    explicit Features(const LV2_Feature* const* host) {
        const LV2_URID_Map* map = nullptr;
        const LV2_Options_Option* options = nullptr;
        for (auto f = host; f != nullptr && *f != nullptr; ++f) {
            const auto is = [&](const char* uri) { return std::strcmp((*f)->URI, uri) == 0; };
            if (is(LV2_URID__map)) map = static_cast<const LV2_URID_Map*>((*f)->data);
            if (is(LV2_OPTIONS__options))
                options = static_cast<const LV2_Options_Option*>((*f)->data);
            else if (!is(LV2_BUF_SIZE__boundedBlockLength))
                features_.push_back(*f);
        }
        if (map != nullptr) {
            options_ = withBlockLength(*map, options);
            optionsFeature_.data = options_.data();
        }
        features_.insert(features_.end(), {&optionsFeature_, &boundedFeature_, nullptr});
    }
    const LV2_Feature* const* get() const { return features_.data(); }

private:
    std::vector<LV2_Options_Option> withBlockLength(const LV2_URID_Map& map, const LV2_Options_Option* host) {
        const auto urid = [&map](const char* uri) { return map.map(map.handle, uri); };
        const LV2_URID key = urid(LV2_BUF_SIZE__maxBlockLength);
        std::vector<LV2_Options_Option> all;
        for (auto o = host; o != nullptr && (o->key != 0 || o->value != nullptr); ++o) {
            if (o->key != key) {
                all.push_back(*o);
            } else if (const auto length = o->value != nullptr ? integerOf(*o) : std::nullopt;
                       length && *length > 0) {
                blockLength_ = static_cast<std::int32_t>(std::min<std::int64_t>(*length, 1 << 20));
            }
        }
        // First, since JUCE stops reading at an option without a value.
        all.insert(all.begin(),
                   {LV2_OPTIONS_INSTANCE, 0, key, sizeof blockLength_, urid(LV2_ATOM__Int), &blockLength_});
        all.push_back({LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, nullptr});
        return all;
    }

    std::int32_t blockLength_ = blockLengthUnknown;
    std::vector<LV2_Options_Option> options_;
    LV2_Feature optionsFeature_{LV2_OPTIONS__options, nullptr};
    LV2_Feature boundedFeature_{LV2_BUF_SIZE__boundedBlockLength, nullptr};
    std::vector<const LV2_Feature*> features_;
};

LV2_Handle instantiate(const LV2_Descriptor*, double rate, const char* bundle,
                       const LV2_Feature* const* features) {
    const auto* juce = juce_lv2_descriptor(0);
    const Features complete(features);
    lastProcessorMade() = nullptr;
    const LV2_Handle handle = juce->instantiate(juce, rate, bundle, complete.get());
    if (handle != nullptr) instances().add(handle, lastProcessorMade());
    return handle;
}

void activate(LV2_Handle handle) {
    if (auto* processor = instances().find(handle)) {
        const juce::ScopedLock lock(processor->getCallbackLock());
        processor->reset();
    }
    juce_lv2_descriptor(0)->activate(handle);
}

void cleanup(LV2_Handle handle) {
    instances().remove(handle);
    juce_lv2_descriptor(0)->cleanup(handle);
}

} // namespace
} // namespace solus

extern "C" __attribute__((visibility("default"))) const LV2_Descriptor* lv2_descriptor(uint32_t index) {
    if (index != 0) return nullptr;
    static const LV2_Descriptor descriptor = [] {
        LV2_Descriptor d = *juce_lv2_descriptor(0);
        d.instantiate = &solus::instantiate;
        d.activate = &solus::activate;
        d.cleanup = &solus::cleanup;
        return d;
    }();
    return &descriptor;
}
