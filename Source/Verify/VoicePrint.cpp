// Reading, checking, writing and merging voice prints.
#include "Verify/VoicePrint.h"

#include "Error.h"
#include "Inference/Sha256.h"
#include "Inference/Text.h"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

namespace solus {
namespace {

namespace fs = std::filesystem;

constexpr int formatVersion = 1;
constexpr size_t maxBytes = 1 << 20;

/// Names come from users: bytes that are no UTF-8 are replaced, not refused.
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
    nlohmann::json body{{"format", "solus-voice"}, {"version", formatVersion}, {"name", name},
                        {"embedder", embedderHash}, {"seconds", seconds},      {"created", created},
                        {"embedding", embedding}};
    body["checksum"] = checksum(body);
    return dump(body, 1) + "\n";
}

VoicePrint VoicePrint::fromText(const std::string& text, const std::string& origin) {
    const auto bad = [&](const std::string& why) { return Error(origin + ": " + why + "; enrol again"); };
    nlohmann::json body;
    try {
        body = parseJson(text, origin, 2); // flat: what nests deeper could exhaust the stack when it is written again
    } catch (const Error&) {
        throw bad("not a voice print");
    }
    if (!body.is_object() || body.value("format", nlohmann::json()) != "solus-voice")
        throw bad("not a voice print");
    if (!body.contains("version") || !body["version"].is_number_integer()) throw bad("the voice print is damaged");
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
    } catch (const nlohmann::json::exception&) {
        throw bad("the voice print is damaged");
    }
    double norm = 0.0;
    for (float x : print.embedding) norm += static_cast<double>(x) * x;
    if (print.embedding.empty() || !(std::abs(norm - 1.0) < 1e-3)) throw bad("the voice print is damaged (embedding)");
    return print;
}

void VoicePrint::save(const std::string& path) const {
    const fs::path target(path);
    std::error_code ec;
    if (target.has_parent_path()) fs::create_directories(target.parent_path(), ec);
    const fs::path temporary = target.string() + "." + std::to_string(getpid()) + ".part";
    const auto fail = [&](const std::string& why) {
        fs::remove(temporary, ec);
        throw WriteError(path + ": cannot write the voice print: " + why);
    };
    {
        std::ofstream file(temporary, std::ios::binary);
        file << toText();
        if (!file.flush()) fail(std::strerror(errno));
    }
    fs::rename(temporary, target, ec);
    if (ec) fail(ec.message());
}

VoicePrint VoicePrint::load(const std::string& path) {
    std::error_code ec;
    if (!fs::is_regular_file(path, ec)) throw Error(path + ": no such voice print"); // to open a pipe would wait
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Error(path + ": the voice print cannot be read");
    if (fs::file_size(path, ec) > maxBytes) throw Error(path + ": not a voice print");
    std::ostringstream text;
    text << file.rdbuf();
    return fromText(text.str(), path);
}

VoicePrint merged(const VoicePrint& a, const VoicePrint& b) {
    if (a.embedderHash != b.embedderHash || a.embedding.size() != b.embedding.size())
        throw Error(a.name + ": the voice was enrolled with another speaker model; enrol again");
    VoicePrint sum = a;
    for (size_t i = 0; i < sum.embedding.size(); ++i)
        sum.embedding[i] = static_cast<float>(a.embedding[i] * a.seconds + b.embedding[i] * b.seconds);
    normalise(sum.embedding);
    sum.seconds = a.seconds + b.seconds;
    return sum;
}

std::string voicesFolder() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
        return (fs::path(data) / "solus" / "voices").string();
    const char* home = std::getenv("HOME");
    return (fs::path(home != nullptr ? home : ".") / ".local" / "share" / "solus" / "voices").string();
}

} // namespace solus
