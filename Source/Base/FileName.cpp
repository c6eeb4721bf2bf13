// The rules for names.
#include "Base/FileName.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace solus {

bool isUtf8(const std::string& text) {
    try {
        (void)nlohmann::json(text).dump();
        return true;
    } catch (const nlohmann::json::exception&) {
        return false;
    }
}

std::string faultOfName(const std::string& name, const std::string& ending) {
    constexpr size_t longestFile = 255; // bytes; the limit of all common file systems
    if (name.empty()) return "it is empty";
    if (name.find('/') != std::string::npos) return "it contains '/'";
    if (name[0] == '.') return "it begins with '.', as hidden files do";
    if (name[0] == '-') return "it begins with '-', as options do";
    if (name.front() == ' ' || name.back() == ' ') return "it begins or ends with a space";
    if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 32 || c == 127; }))
        return "it contains a control character";
    if (!isUtf8(name)) return "it is not UTF-8";
    if (!ending.empty() && name.ends_with(ending)) return "it ends in " + ending + ", as the files do";
    if (name.size() + ending.size() > longestFile)
        return "it is longer than " + std::to_string(longestFile - ending.size()) + " bytes";
    return "";
}

} // namespace solus
