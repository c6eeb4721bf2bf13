// The LADSPA plugins solus_mono and solus_stereo: host calls to PortEngine.
#include "Ladspa/Ports.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstdio>
#include <exception>

namespace solus::ladspa {
namespace {

constexpr int mostChannels = 2;
constexpr size_t mostPorts = 2 * mostChannels + parameterCount + 3;

struct Instance {
    Instance(const Ports& p, double rate) : ports(p), engine(rate, p.channels) {}

    const Ports& ports;
    PortEngine engine;
    std::array<float*, mostPorts> connected{}; ///< null: the host has not said
};

/// A port's value; the default where the host has connected nothing, or sends none. Real-time safe.
PortValues valuesOf(const Instance& instance) noexcept {
    PortValues values;
    for (int i = 0; i < parameterCount; ++i)
        if (const float* port = instance.connected[instance.ports.parameter(i)])
            values.parameters[i] = saneValue(parameterTable()[i], *port);
    if (const float* port = instance.connected[instance.ports.model()]) values.model = numberFromPort(*port);
    if (const float* port = instance.connected[instance.ports.voice()]) values.voice = numberFromPort(*port);
    return values;
}

void tellLatency(const Instance& instance) noexcept {
    if (float* port = instance.connected[instance.ports.latency()]) *port = static_cast<float>(instance.engine.latency());
}

LADSPA_Handle instantiate(const LADSPA_Descriptor* descriptor, unsigned long rate) {
    try {
        return new Instance(*static_cast<const Ports*>(descriptor->ImplementationData), static_cast<double>(rate));
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus: %s\n", e.what());
    } catch (...) {
    }
    return nullptr;
}

void connectPort(LADSPA_Handle handle, unsigned long port, LADSPA_Data* data) {
    if (port < mostPorts) static_cast<Instance*>(handle)->connected[port] = data;
}

void activate(LADSPA_Handle handle) {
    auto& instance = *static_cast<Instance*>(handle);
    instance.engine.activate(valuesOf(instance));
    tellLatency(instance);
}

void run(LADSPA_Handle handle, unsigned long frames) {
    auto& instance = *static_cast<Instance*>(handle);
    std::array<const float*, mostChannels> in{};
    std::array<float*, mostChannels> out{};
    for (int c = 0; c < instance.ports.channels; ++c) {
        in[c] = instance.connected[instance.ports.in(c)];
        out[c] = instance.connected[instance.ports.out(c)];
        if (!in[c] || !out[c]) frames = 0;
    }
    instance.engine.run(valuesOf(instance), in.data(), out.data(),
                        static_cast<int>(std::min<unsigned long>(frames, INT_MAX / 2)));
    tellLatency(instance);
}

void cleanup(LADSPA_Handle handle) {
    delete static_cast<Instance*>(handle);
}

/// The unique IDs are chosen freely, not registered.
LADSPA_Descriptor describe(Ports& ports, unsigned long id, const char* label, const char* name) {
    LADSPA_Descriptor d{};
    d.UniqueID = id;
    d.Label = label;
    d.Properties = LADSPA_PROPERTY_HARD_RT_CAPABLE;
    d.Name = name;
    d.Maker = "Solus";
    d.Copyright = "GPL-3.0-or-later";
    d.PortCount = ports.count();
    d.PortDescriptors = ports.descriptors.data();
    d.PortNames = ports.namePointers.data();
    d.PortRangeHints = ports.hints.data();
    d.ImplementationData = &ports;
    d.instantiate = instantiate;
    d.connect_port = connectPort;
    d.activate = activate;
    d.run = run;
    d.cleanup = cleanup;
    return d;
}

} // namespace
} // namespace solus::ladspa

extern "C" __attribute__((visibility("default"))) const LADSPA_Descriptor* ladspa_descriptor(unsigned long index) {
    using namespace solus::ladspa;
    try {
        static Ports mono(1), stereo(2);
        static const LADSPA_Descriptor descriptors[] = {
            describe(mono, 21327, "solus_mono", "Solus voice isolator (mono)"),
            describe(stereo, 21328, "solus_stereo", "Solus voice isolator (stereo)")};
        return index < 2 ? &descriptors[index] : nullptr;
    } catch (...) {
        return nullptr;
    }
}
