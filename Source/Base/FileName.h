// Names that are used as file names.
#pragma once

#include <string>

namespace solus {

bool isUtf8(const std::string&);

/// Whether this is a path rather than a name: it has a separator of this system.
bool hasSeparator(const std::string&);

/// Whether `name` + `ending` is fit to name a new file: "", or the problem as the end of a sentence ("it contains
/// '/'"). It must be one path component that is safe for every file system and command line.
std::string faultOfName(const std::string& name, const std::string& ending = "");

} // namespace solus
