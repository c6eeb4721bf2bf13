// The folder of voices that plugin, live app and command line share: NAME.voice each.
#pragma once

#include "Verify/VoicePrint.h"

#include <string>
#include <vector>

namespace solus {

/// Every voice print in voicesFolder() that can be read, the newest first; the others are left alone.
std::vector<VoicePrint> sharedVoices();

/// Where a voice of this name lies. Characters that cannot be in a file name become '_'.
std::string sharedVoicePath(const std::string& name);

/// Whether there is a voice of this name, readable or not.
bool isShared(const std::string& name);

/// Whether NAME.voice holds this very voice, whatever it is called.
bool isSharedAs(const std::string& name, const VoicePrint&);

/// Writes NAME.voice atomically. Throws WriteError.
void shareVoice(const VoicePrint&);

} // namespace solus
