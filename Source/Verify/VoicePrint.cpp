// Reading, checking, writing and merging voice prints.
#include "Verify/VoicePrint.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Base/Sha256.h"
#include "Base/System.h"
#include "Base/Text.h"
#include "Base/WholeFile.h"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#ifndef _WIN32
#include <pwd.h>
#endif
#include <sstream>

namespace solus {
namespace {

namespace fs = std::filesystem;

constexpr int formatVersion = 1;
constexpr size_t maxBytes = 1 << 20;

/// Names come from users: invalid UTF-8 is replaced, not rejected.
std::string dump(const nlohmann::json& body, int indent) {
    return body.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string checksum(const nlohmann::json& body) {
    const std::string text = dump(body, -1);
    return sha256Hex(std::as_bytes(std::span(text.data(), text.size())));
}

void normalise(std::vector<float>& v) {
    double sum = 0.0;
    for (float x : v) sum += static_cast<double>(x) * x;
    const double scale = sum > 0.0 ? 1.0 / std::sqrt(sum) : 0.0;
    for (float& x : v) x = static_cast<float>(x * scale);
}

} // namespace

std::string VoicePrint::toText() const {
    nlohmann::json body{{"format", "solus-voice"},  {"version", formatVersion}, {"name", name},
                        {"embedder", embedderHash}, {"seconds", seconds},       {"created", created},
                        {"embedding", embedding}};
    if (byTelephone) body["band"] = "telephone";
    if (!recordings.empty()) body["recordings"] = recordings;
    body["checksum"] = checksum(body);
    return dump(body, 1) + "\n";
}

VoicePrint VoicePrint::fromText(const std::string& text, const std::string& origin) {
    const auto bad = [&](const std::string& why) { return Error(origin + ": " + why + "; enrol again"); };
    nlohmann::json body;
    try {
        body = parseJson(text, origin,
                         2); // flat: deeper nesting could exhaust the stack when it is written again
    } catch (const Error&) {
        throw bad("not a voice print");
    }
    if (!body.is_object() || body.value("format", nlohmann::json()) != "solus-voice")
        throw bad("not a voice print");
    if (!body.contains("version") || !body["version"].is_number_integer())
        throw bad("the voice print is damaged");
    if (body["version"] > formatVersion) throw Error(origin + ": made by a newer Solus; update this one");
    const nlohmann::json stated = body.value("checksum", nlohmann::json());
    body.erase("checksum");
    if (stated != checksum(body)) throw bad("the voice print is damaged (checksum)");
    VoicePrint print;
    try {
        print.name = body.at("name").get<std::string>();
        print.embedderHash = body.at("embedder").get<std::string>();
        print.seconds = body.at("seconds").get<double>();
        print.created = body.at("created").get<std::string>();
        print.embedding = body.at("embedding").get<std::vector<float>>();
        print.byTelephone = body.value("band", "") == "telephone";
        print.recordings = body.value("recordings", std::vector<std::string>());
    } catch (const nlohmann::json::exception&) {
        throw bad("the voice print is damaged");
    }
    double norm = 0.0;
    for (float x : print.embedding) norm += static_cast<double>(x) * x;
    if (print.embedding.empty() || !(std::abs(norm - 1.0) < 1e-3))
        throw bad("the voice print is damaged (embedding)");
    return print;
}

// toText() writes "band", if there is one, and the checksum first, so a truncated voice print is still recognised as one.
bool VoicePrint::isVoicePrint(const std::string& path) {
    std::ifstream file(fs::path(path), std::ios::binary);
    std::string text(maxBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<size_t>(file.gcount()));
    for (const char* begin : {"{\n \"checksum\": \"", "{\n \"band\": \"telephone\",\n \"checksum\": \""})
        if (text.starts_with(begin)) return true;
    const auto body = jsonOrNull(text, 4);
    return body.is_object() && body.value("format", nlohmann::json()) == "solus-voice";
}

void VoicePrint::refuseToReplace(const std::string& path) {
    std::error_code ec;
    const auto status = fs::status(path, ec);
    if (!fs::exists(status) || (fs::is_regular_file(status) && fs::file_size(path, ec) == 0)) return;
    if (!fs::is_regular_file(status) || !isVoicePrint(path))
        throw Error(path +
                    ": already exists and is not a voice, so it is left alone; give the voice another name");
}

void VoicePrint::save(const std::string& path) const {
    std::error_code ec;
    refuseToReplace(path);
    if (const auto folder = fs::path(path).parent_path(); !folder.empty()) fs::create_directories(folder, ec);
    writeWhole(path, toText());
}

VoicePrint VoicePrint::load(const std::string& path) {
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        throw Error(path + ": no such voice print"); // opening a pipe would block
    std::ifstream file(fs::path(path), std::ios::binary);
    if (!file) throw Error(path + ": the voice print cannot be read");
    if (fs::file_size(path, ec) > maxBytes) throw Error(path + ": not a voice print");
    std::ostringstream text;
    text << file.rdbuf();
    return fromText(text.str(), path);
}

std::string fingerprint(const std::vector<float>& embedding) {
    return sha256Hex(std::as_bytes(std::span(embedding))).substr(0, 16);
}

VoicePrint merged(const VoicePrint& a, const VoicePrint& b) {
    if (a.embedderHash != b.embedderHash || a.embedding.size() != b.embedding.size())
        throw Error(a.name + ": the voice was enrolled with another speaker model; enrol again");
    if (a.byTelephone != b.byTelephone) {
        VoicePrint wide = a;
        if (a.byTelephone)
            wide.embedding = b.embedding, wide.seconds = b.seconds, wide.byTelephone = false,
            wide.recordings = b.recordings;
        return wide;
    }
    VoicePrint sum = a;
    for (size_t i = 0; i < sum.embedding.size(); ++i)
        sum.embedding[i] = static_cast<float>(a.embedding[i] * a.seconds + b.embedding[i] * b.seconds);
    normalise(sum.embedding);
    sum.seconds = a.seconds + b.seconds;
    sum.recordings.insert(sum.recordings.end(), b.recordings.begin(), b.recordings.end());
    return sum;
}

#ifdef _WIN32
std::string voicesFolder() {
    return (sys::roamingFolder() / "Solus" / "Voices").string();
}
#else
// The XDG Base Directory Specification says that relative paths are invalid and must be ignored. Without HOME, the
// user database has the home folder; voices must never end up in the current folder.
std::string voicesFolder() {
    const auto absolute = [](const char* path) { return path != nullptr && path[0] == '/'; };
    if (const char* data = std::getenv("XDG_DATA_HOME"); absolute(data))
        return (fs::path(data) / "solus" / "voices").string();
    const char* home = std::getenv("HOME");
    if (!absolute(home))
        if (const passwd* user = getpwuid(geteuid())) home = user->pw_dir;
    return (fs::path(absolute(home) ? home : "/nonexistent") / ".local" / "share" / "solus" / "voices")
        .string();
}
#endif

} // namespace solus
