// "Solus (controls)": the LV2 without a user interface, whose parameters are control ports. Host calls to
// PortInstance.
#include "Lv2Controls/Uris.h"
#include "Ports/PortInstance.h"

#include <lv2/core/lv2.h>
#include <string_view>

namespace solus::lv2 {
namespace {

PortInstance& of(LV2_Handle handle) noexcept {
    return *static_cast<PortInstance*>(handle);
}

LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate, const char*,
                       const LV2_Feature* const*) {
    return makePortInstance(rate, std::string_view(descriptor->URI) == uris[0] ? 1 : 2);
}

LV2_Descriptor describe(const char* uri) noexcept {
    LV2_Descriptor d{};
    d.URI = uri;
    d.instantiate = instantiate;
    d.connect_port = [](LV2_Handle handle, uint32_t port, void* data) {
        of(handle).connect(port, static_cast<float*>(data));
    };
    d.activate = [](LV2_Handle handle) { of(handle).activate(); };
    d.run = [](LV2_Handle handle, uint32_t frames) { of(handle).run(frames); };
    d.cleanup = [](LV2_Handle handle) { delete &of(handle); };
    return d;
}

} // namespace
} // namespace solus::lv2

extern "C" __attribute__((visibility("default"))) const LV2_Descriptor* lv2_descriptor(uint32_t index) {
    using namespace solus::lv2;
    static const LV2_Descriptor descriptors[] = {describe(uris[0]), describe(uris[1])};
    return index < 2 ? &descriptors[index] : nullptr;
}
