// A small LADSPA host: loads the built solus.so as any program would, and plays through it.
#pragma once

#include "Support/Signals.h"

#include <catch2/catch.hpp>
#include <dlfcn.h>
#include <ladspa.h>

#include <map>
#include <string>
#include <vector>

namespace ladspa {

inline const LADSPA_Descriptor* find(const std::string& label) {
    static void* const library = ::dlopen(SOLUS_LADSPA, RTLD_NOW | RTLD_LOCAL);
    if (!library) FAIL(::dlerror());
    const auto descriptor =
        reinterpret_cast<LADSPA_Descriptor_Function>(::dlsym(library, "ladspa_descriptor"));
    REQUIRE(descriptor != nullptr);
    for (unsigned long i = 0; descriptor(i) != nullptr; ++i)
        if (descriptor(i)->Label == label) return descriptor(i);
    return nullptr;
}

/// The meaning of LADSPA's default hints, as hosts compute them.
inline float defaultOf(const LADSPA_PortRangeHint& hint) {
    const auto h = hint.HintDescriptor;
    const float low = hint.LowerBound, high = hint.UpperBound;
    if (LADSPA_IS_HINT_DEFAULT_LOW(h)) return low * 0.75f + high * 0.25f;
    if (LADSPA_IS_HINT_DEFAULT_MIDDLE(h)) return low * 0.5f + high * 0.5f;
    if (LADSPA_IS_HINT_DEFAULT_HIGH(h)) return low * 0.25f + high * 0.75f;
    if (LADSPA_IS_HINT_DEFAULT_MINIMUM(h)) return low;
    if (LADSPA_IS_HINT_DEFAULT_MAXIMUM(h)) return high;
    if (LADSPA_IS_HINT_DEFAULT_100(h)) return 100.0f;
    if (LADSPA_IS_HINT_DEFAULT_440(h)) return 440.0f;
    return LADSPA_IS_HINT_DEFAULT_1(h) ? 1.0f : 0.0f;
}

class Plugin {
public:
    Plugin(const std::string& label, unsigned long rate) : descriptor_(find(label)) {
        REQUIRE(descriptor_ != nullptr);
        handle_ = descriptor_->instantiate(descriptor_, rate);
        REQUIRE(handle_ != nullptr);
        values_.resize(descriptor_->PortCount);
        for (unsigned long p = 0; p < descriptor_->PortCount; ++p) {
            if (!LADSPA_IS_PORT_CONTROL(descriptor_->PortDescriptors[p])) continue;
            values_[p] = defaultOf(descriptor_->PortRangeHints[p]);
            descriptor_->connect_port(handle_, p, &values_[p]);
        }
    }
    ~Plugin() { descriptor_->cleanup(handle_); }
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;

    /// The control of this name, with or without its unit.
    float& operator[](const std::string& name) {
        for (unsigned long p = 0; p < descriptor_->PortCount; ++p) {
            const std::string port = descriptor_->PortNames[p];
            if (port == name || port.rfind(name + " (", 0) == 0) return values_[p];
        }
        FAIL("no port " << name);
        throw 0;
    }
    void activate() { descriptor_->activate(handle_); }
    void run(const std::vector<float*>& in, const std::vector<float*>& out, unsigned long frames) {
        unsigned long port = 0;
        for (float* channel : in) descriptor_->connect_port(handle_, port++, channel);
        for (float* channel : out) descriptor_->connect_port(handle_, port++, channel);
        descriptor_->run(handle_, frames);
    }
    toy::Audio run(const toy::Audio& in, int block, bool inPlace = false) {
        toy::Audio from = in,
                   out = inPlace ? toy::Audio() : toy::Audio(in.size(), std::vector<float>(in[0].size()));
        toy::Audio& to = inPlace ? from : out;
        for (size_t at = 0; at < in[0].size(); at += static_cast<size_t>(block)) {
            std::vector<float*> reads, writes;
            for (size_t c = 0; c < in.size(); ++c) {
                reads.push_back(from[c].data() + at);
                writes.push_back(to[c].data() + at);
            }
            run(reads, writes, std::min(static_cast<unsigned long>(block), in[0].size() - at));
        }
        return to;
    }
    LADSPA_Handle handle() { return handle_; }
    const LADSPA_Descriptor& descriptor() const { return *descriptor_; }

private:
    const LADSPA_Descriptor* descriptor_;
    LADSPA_Handle handle_ = nullptr;
    std::vector<float> values_;
};

} // namespace ladspa
