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

bool hasSeparator(const std::string& text) {
#ifdef _WIN32
    return text.find_first_of("/\\:") != std::string::npos;
#else
    return text.find('/') != std::string::npos;
#endif
}

#ifdef _WIN32
namespace {

// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
std::string faultOnWindows(const std::string& name) {
    if (const auto at = name.find_first_of("<>:\"\\|?*"); at != std::string::npos)
        return std::string("it contains '") + name[at] + "', which Windows does not allow";
    if (name.back() == '.') return "it ends with '.', which Windows removes";
    std::string device = name.substr(0, name.find('.'));
    for (char& c : device) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const bool numbered = device.size() == 4 && (device.starts_with("COM") || device.starts_with("LPT")) &&
                          device[3] >= '0' && device[3] <= '9';
    if (numbered || device == "CON" || device == "PRN" || device == "AUX" || device == "NUL")
        return "it is the name of a device on Windows";
    return "";
}

} // namespace
#endif

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
#ifdef _WIN32
    if (const auto fault = faultOnWindows(name); !fault.empty()) return fault;
#endif
    if (!ending.empty() && name.ends_with(ending)) return "it ends in " + ending + ", as the files do";
    if (name.size() + ending.size() > longestFile)
        return "it is longer than " + std::to_string(longestFile - ending.size()) + " bytes";
    return "";
}

} // namespace solus
