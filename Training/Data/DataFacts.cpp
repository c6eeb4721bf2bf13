// Counting recordings, talkers and licences.
#include "Data/DataFacts.h"

#include "Lab/Story.h"

#include <algorithm>
#include <set>

namespace solus::train {

TalkerCount countTalkers(const Library& library) {
    std::set<std::string> all, held;
    for (const auto& recording : library.speech) {
        all.insert(recording.entry.speaker);
        if (isHeldOut(recording.entry, Kind::speech)) held.insert(recording.entry.speaker);
    }
    return {static_cast<int>(all.size()), static_cast<int>(held.size())};
}

std::string describeLibrary(const Library& library) {
    const auto count = [](size_t n) { return grouped(static_cast<std::int64_t>(n)); };
    std::string text = count(library.speech.size()) + " recordings of speech by " +
                       count(static_cast<size_t>(countTalkers(library).all)) + " talkers, " +
                       count(library.noise.size()) + " of noise, " + count(library.rooms.size()) + " rooms.";
    if (library.noise.empty()) text += " No recordings of noise: all noise is synthetic.";
    if (library.rooms.empty()) text += " No rooms: all speech is dry.";
    if (library.bad.empty()) return text;
    constexpr size_t shown = 20;
    text += " " + count(library.bad.size()) + " recordings could not be used and were left out: ";
    for (size_t i = 0; i < std::min(shown, library.bad.size()); ++i)
        text += (i > 0 ? "; " : "") + library.bad[i];
    return text + (library.bad.size() > shown ? "; and others." : ".");
}

std::string licencesOf(const Library& library) {
    std::set<std::string> names;
    for (const auto* kind : {&library.speech, &library.noise, &library.rooms})
        for (const auto& recording : *kind) names.insert(recording.entry.licence);
    if (names.contains("")) return {};
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : "; ") + name;
    return text;
}

} // namespace solus::train
