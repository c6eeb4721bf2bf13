// The entry point of Solus.clap: one plugin.
#include "Clap/Instance.h"

#include <clap/entry.h>
#include <clap/factory/plugin-factory.h>
#include <new>
#include <string_view>

namespace solus::clap {
namespace {

constexpr const char* features[] = {CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, CLAP_PLUGIN_FEATURE_RESTORATION,
                                    CLAP_PLUGIN_FEATURE_MONO, CLAP_PLUGIN_FEATURE_STEREO, nullptr};

/// The ID never changes: saved projects depend on it.
constexpr clap_plugin_descriptor descriptor{
    CLAP_VERSION_INIT, "org.solus-audio.solus",    "Solus", "Solus", "https://solus-audio.org", "", "",
    SOLUS_VERSION,     "Real-time voice isolator", features};

const clap_plugin* create(const clap_plugin_factory*, const clap_host* host, const char* id) noexcept {
    if (!host || !id || !clap_version_is_compatible(host->clap_version) ||
        std::string_view(id) != descriptor.id)
        return nullptr;
    const auto* instance = new (std::nothrow) Instance(descriptor, *host);
    return instance ? instance->asClap() : nullptr;
}

constexpr clap_plugin_factory factory{
    [](const clap_plugin_factory*) -> uint32_t { return 1; },
    [](const clap_plugin_factory*, uint32_t index) { return index == 0 ? &descriptor : nullptr; }, create};

} // namespace
} // namespace solus::clap

// Exported, as its declaration requires.
const clap_plugin_entry clap_entry{CLAP_VERSION_INIT, [](const char*) { return true; }, [] {},
                                   [](const char* id) -> const void* {
                                       return id && std::string_view(id) == CLAP_PLUGIN_FACTORY_ID
                                                  ? &solus::clap::factory
                                                  : nullptr;
                                   }};
