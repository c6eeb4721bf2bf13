// Names that become files.
#pragma once

#include <string>

namespace solus {

bool isUtf8(const std::string&);

/// Whether a new file may be called `name` + `ending`: "", or what is wrong with the name, as the end of a sentence
/// ("it contains '/'"). It has to be one component of a path, fit for every file system and command line.
std::string faultOfName(const std::string& name, const std::string& ending = "");

} // namespace solus
