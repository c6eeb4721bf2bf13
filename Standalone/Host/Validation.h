// `solus-host --validate`: everything that hosts do to plugins, and worse.
#pragma once

#include "PluginLoader.h"

namespace solus::host {

/// Prints each check with PASS, FAIL or SKIP as it runs; returns how many failed. Message thread.
int validate(PluginLoader&, unsigned seed);

} // namespace solus::host
