// The LADSPA plugins solus_mono and solus_stereo: host calls to PortInstance.
#include "Ladspa/Ports.h"

namespace solus::ladspa {
namespace {

PortInstance& of(LADSPA_Handle handle) noexcept {
    return *static_cast<PortInstance*>(handle);
}

LADSPA_Handle instantiate(const LADSPA_Descriptor* descriptor, unsigned long rate) {
    return makePortInstance(static_cast<double>(rate),
                            static_cast<const Ports*>(descriptor->ImplementationData)->channels);
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
    d.PortCount = ports.descriptors.size();
    d.PortDescriptors = ports.descriptors.data();
    d.PortNames = ports.namePointers.data();
    d.PortRangeHints = ports.hints.data();
    d.ImplementationData = &ports;
    d.instantiate = instantiate;
    d.connect_port = [](LADSPA_Handle handle, unsigned long port, LADSPA_Data* data) {
        of(handle).connect(port, data);
    };
    d.activate = [](LADSPA_Handle handle) { of(handle).activate(); };
    d.run = [](LADSPA_Handle handle, unsigned long frames) { of(handle).run(frames); };
    d.cleanup = [](LADSPA_Handle handle) { delete &of(handle); };
    return d;
}

} // namespace
} // namespace solus::ladspa

extern "C" __attribute__((visibility("default"))) const LADSPA_Descriptor*
ladspa_descriptor(unsigned long index) {
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
