// Writing, reading and balancing packs.
#include "Data/Pack.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Base/TemporaryFile.h"
#include "Core/OnAllCores.h"
#include "Data/Decode.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr char magic[8] = {'S', 'O', 'L', 'U', 'S', 'P', 'A', 'K'};
constexpr std::uint64_t longestIndex = 256u << 20;

json toJson(const Entry& e) {
    return {{"path", e.path},
            {"part", e.part},
            {"group", e.group},
            {"speaker", e.speaker},
            {"label", e.label},
            {"gender", e.gender},
            {"language", e.language},
            {"licence", e.licence},
            {"seconds", e.seconds},
            {"bandwidth_hz", e.bandwidthHz},
            {"level_range_db", e.levelRangeDb}};
}

Entry entryFromJson(const json& j) {
    Entry e;
    e.path = j.at("path");
    e.part = j.at("part");
    e.group = j.at("group");
    e.speaker = j.at("speaker");
    e.label = j.at("label");
    e.gender = j.at("gender");
    e.language = j.at("language");
    e.licence = j.at("licence");
    e.seconds = j.at("seconds");
    e.bandwidthHz = j.at("bandwidth_hz");
    e.levelRangeDb = j.at("level_range_db");
    return e;
}

int rateFor(const Recording& recording, Kind kind) {
    return kind == Kind::room ? engineRate : storageRate(recording.entry.bandwidthHz);
}

std::uint64_t storedBytes(const Recording& recording, Kind kind, size_t longest) {
    return 2 * static_cast<std::uint64_t>(std::min(recording.samples.size(), longest)) *
           rateFor(recording, kind) / engineRate;
}

const std::vector<std::pair<Kind, std::vector<Recording> Library::*>>& kinds() {
    static const std::vector<std::pair<Kind, std::vector<Recording> Library::*>> all{
        {Kind::speech, &Library::speech}, {Kind::noise, &Library::noise}, {Kind::room, &Library::rooms}};
    return all;
}

/// Takes one recording of each group in turn until the budget is used up. If not everything fits, only the first
/// `seconds` of each are taken: many voices are worth more than long recordings. The groups are ordered by a hash, so
/// that no corpus comes first.
std::vector<Recording> roundRobin(const std::vector<const Recording*>& all, Kind kind, std::uint64_t budget,
                                  double seconds, const std::function<std::string(const Entry&)>& groupOf) {
    std::map<std::uint64_t, std::vector<const Recording*>> groups;
    std::uint64_t whole = 0;
    for (const auto* recording : all) {
        groups[stableHash(groupOf(recording->entry))].push_back(recording);
        whole += storedBytes(*recording, kind, recording->samples.size());
    }
    const size_t longest =
        whole <= budget ? std::numeric_limits<size_t>::max() : static_cast<size_t>(engineRate * seconds);
    for (auto& [name, members] : groups)
        std::sort(members.begin(), members.end(), [](const Recording* a, const Recording* b) {
            return stableHash(a->entry.path) < stableHash(b->entry.path);
        });
    std::vector<Recording> chosen;
    for (size_t round = 0, left = all.size(); left > 0; ++round) {
        for (const auto& [name, members] : groups) {
            if (round >= members.size()) continue;
            --left;
            const std::uint64_t bytes = storedBytes(*members[round], kind, longest);
            if (bytes > budget) continue;
            budget -= bytes;
            chosen.push_back(*members[round]);
            auto& recording = chosen.back();
            recording.samples.resize(std::min(recording.samples.size(), longest));
            recording.entry.seconds = recording.seconds();
        }
    }
    return chosen;
}

std::vector<const Recording*> pointersTo(const std::vector<Recording>& recordings,
                                         const std::function<bool(const Entry&)>& wanted) {
    std::vector<const Recording*> result;
    for (const auto& recording : recordings)
        if (wanted(recording.entry)) result.push_back(&recording);
    return result;
}

} // namespace

int storageRate(double bandwidthHz) {
    return bandwidthHz <= 8000.0 ? 16000 : bandwidthHz <= 12000.0 ? 24000 : engineRate;
}

Library balancedSubset(const Library& library, std::uint64_t bytes) {
    Library subset;
    const auto part = [bytes](double share) {
        return static_cast<std::uint64_t>(share * static_cast<double>(bytes));
    };
    const auto any = [](const Entry&) { return true; };
    const auto isFull = [](const Entry& e) { return e.bandwidthHz >= 20000.0; };
    const auto isNarrow = [](const Entry& e) { return e.bandwidthHz < 20000.0; };
    const auto speakerOf = [](const Entry& e) { return e.speaker; };
    subset.rooms = roundRobin(pointersTo(library.rooms, any), Kind::room, part(0.05), 1.0,
                              [](const Entry& e) { return e.path; });
    subset.noise = roundRobin(pointersTo(library.noise, any), Kind::noise, part(0.30), 4.0,
                              [](const Entry& e) { return e.group + e.label; });
    // Full-band voices are rare and most valuable: they get half of the budget for speech.
    subset.speech = roundRobin(pointersTo(library.speech, isFull), Kind::speech, part(0.33), 4.0, speakerOf);
    for (auto& recording :
         roundRobin(pointersTo(library.speech, isNarrow), Kind::speech, part(0.32), 4.0, speakerOf))
        subset.speech.push_back(std::move(recording));
    return subset;
}

bool isPack(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    char head[sizeof magic] = {};
    return fs::is_regular_file(path) && file.read(head, sizeof head) &&
           std::memcmp(head, magic, sizeof magic) == 0;
}

void writePack(const Library& library, const fs::path& path) {
    if (fs::exists(path) && !fs::is_empty(path) && !isPack(path))
        throw Error(path.string() +
                    ": already exists and is not a pack, so it is left alone; give another name");
    json index = json::array();
    std::vector<std::vector<std::int16_t>> audio;
    std::uint64_t offset = 0;
    for (const auto& [kind, member] : kinds()) {
        for (const auto& recording : library.*member) {
            const int rate = rateFor(recording, kind);
            auto samples = rate == engineRate
                               ? recording.samples
                               : toInt16(resample(toFloat(recording.samples), engineRate, rate));
            index.push_back({{"kind", folderOf(kind)},
                             {"entry", toJson(recording.entry)},
                             {"rate", rate},
                             {"offset", offset},
                             {"count", samples.size()}});
            offset += samples.size();
            audio.push_back(std::move(samples));
        }
    }
    const std::string text = index.dump();
    const std::uint64_t length = text.size();
    TemporaryFile temporary(path.string());
    std::ofstream file(temporary.path(), std::ios::binary);
    file.write(magic, sizeof magic);
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    for (const auto& samples : audio)
        file.write(reinterpret_cast<const char*>(samples.data()),
                   static_cast<std::streamsize>(2 * samples.size()));
    file.close();
    if (!file) throw WriteError(path.string() + ": cannot be written; is the disk full?");
    temporary.commit();
}

std::shared_ptr<const Library> readPack(const fs::path& path, const DataNeeds& needs) {
    const auto broken = [&path](const std::string& why) {
        return Error(path.string() + ": broken pack (" + why + ")");
    };
    const std::uint64_t size = fs::file_size(path);
    std::ifstream file(path, std::ios::binary);
    std::uint64_t length = 0;
    file.seekg(sizeof magic);
    if (!file.read(reinterpret_cast<char*>(&length), sizeof length)) throw broken("no index");
    const std::uint64_t start = sizeof magic + sizeof length + length;
    if (length > longestIndex || start > size) throw broken("the index is longer than the file");
    std::string text(length, '\0');
    file.read(text.data(), static_cast<std::streamsize>(length));
    const json index = json::parse(text, nullptr, false);
    if (!index.is_array()) throw broken("the index is not a JSON array");

    auto library = std::make_shared<Library>();
    std::vector<std::pair<std::vector<Recording>*, Recording>> loaded;
    std::vector<int> rates;
    try {
        for (const auto& item : index) {
            const std::string kind = item.at("kind");
            if ((kind == "speech" && !needs.speech) || (kind == "noise" && !needs.noise) ||
                (kind == "rir" && !needs.rooms))
                continue;
            const std::uint64_t offset = item.at("offset"), count = item.at("count");
            if (offset > size || count > size || start + 2 * (offset + count) > size)
                throw broken("truncated");
            Recording recording{entryFromJson(item.at("entry")), std::vector<std::int16_t>(count)};
            file.seekg(static_cast<std::streamoff>(start + 2 * offset));
            file.read(reinterpret_cast<char*>(recording.samples.data()),
                      static_cast<std::streamsize>(2 * count));
            auto& target = kind == "speech"  ? library->speech
                           : kind == "noise" ? library->noise
                                             : library->rooms;
            loaded.emplace_back(&target, std::move(recording));
            rates.push_back(item.at("rate"));
            if (rates.back() != 16000 && rates.back() != 24000 && rates.back() != engineRate)
                throw broken("rate");
        }
    } catch (const json::exception& e) {
        throw broken(e.what());
    }
    onAllCores("Resampling", loaded.size(), [&](size_t i) {
        if (rates[i] == engineRate) return;
        auto& samples = loaded[i].second.samples;
        samples = toInt16(resample(toFloat(samples), rates[i], engineRate));
    });
    for (auto& [target, recording] : loaded) target->push_back(std::move(recording));
    return library;
}

} // namespace solus::train
