// One owner for voices: what a name may be, that no voice is lost, and that voices of earlier versions are found.
#include "Engine/VoiceFolder.h"
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Support/VoicePlace.h"

#include <fstream>
#include <unistd.h>

using namespace solus;
namespace fs = std::filesystem;
using toy::Place;

namespace {

const std::string composed = "Jos\u00e9", decomposed = "Jose\u0301"; // the same letters, different bytes
const std::string longest(249, 'x');                                 // with ".voice", 255 bytes

std::string faultOf(const std::string& name) {
    try {
        VoiceFolder::checkName(name);
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

std::string complaint(const std::function<void()>& what) {
    try {
        what();
    } catch (const std::exception& e) {
        return e.what();
    }
    return "";
}

VoicePrint named(const std::string& name, size_t direction) {
    return Place::voice(name, direction);
}

} // namespace

TEST_CASE("a name or a path: one rule, and of a path the file's name") {
    for (const char* path : {"a/b", "/a", "./anna", "anna.voice", ".voice", "../x.voice"})
        CHECK(VoiceFolder::isPath(path));
    for (const char* name : {"anna", "anna.wav", "voice", "anna.voice.bak", "", "a\\b", "anna.Voice"})
        CHECK_FALSE(VoiceFolder::isPath(name));
    CHECK(VoiceFolder::nameOf("x/anna.voice") == "anna");
    CHECK(VoiceFolder::nameOf("anna b.") == "anna b.");
    const VoiceFolder folder("/v");
    CHECK(folder.fileOf("anna") == "/v/anna.voice");
    CHECK(folder.fileOf("x/anna") == "x/anna");
    CHECK(folder.fileOf("anna.voice") == "anna.voice");
}

TEST_CASE("what cannot be a name is one line that says why") {
    const std::pair<std::string, const char*> odd[] = {{"", "empty"},
                                                       {"a/b", "'/'"},
                                                       {"/", "'/'"},
                                                       {"../anna", "'/'"},
                                                       {".", "'.'"},
                                                       {"..", "'.'"},
                                                       {".anna", "'.'"},
                                                       {"-anna", "'-'"},
                                                       {" anna", "space"},
                                                       {"anna ", "space"},
                                                       {"two\nlines", "control"},
                                                       {std::string("a\0b", 3), "control"},
                                                       {"a\x7f", "control"},
                                                       {"\xff\xfe", "UTF-8"},
                                                       {"anna.voice", ".voice"},
                                                       {longest + "x", "249 bytes"},
                                                       {std::string(5000, 'y'), "249 bytes"}};
    const Place place;
    for (const auto& [name, why] : odd) {
        INFO(name << ": " << faultOf(name));
        CHECK_THAT(faultOf(name), Catch::Contains("cannot be the name of a voice") && Catch::Contains(why));
        CHECK(faultOf(name).find('\n') == std::string::npos);
        CHECK(faultOf(name).size() < 200);
        CHECK_FALSE(VoiceFolder::isValidName(name));
        CHECK_THROWS_AS(VoiceFolder().save(named(name, 2)), Error);
        CHECK_THROWS_AS(VoiceFolder().checkNew(name), Error);
        CHECK_THROWS_AS(VoiceFolder().rename(named("anna", 0), name), Error);
        CHECK_THROWS_AS(VoiceFolder().load(name, *defaultEmbedder()), Error);
    }
    CHECK(VoiceFolder().names() == std::vector<std::string>{"anna", "ben"});
    CHECK(VoicePrint::load(place.file("anna")) == named("anna", 0));
}

TEST_CASE("a name with dots, of any case and script, as long as a file's may be: saved, listed, found") {
    const Place place;
    const VoiceFolder folder;
    std::vector<std::string> names = {"Dr. Anna B.", "a..b", "Anna",     "ANNA",  "\u6771\u4eac", composed,
                                      decomposed,    "a\\b", "anna.wav", "100 %", "'\"$(x)",      longest};
    size_t direction = 2;
    for (const auto& name : names) folder.save(named(name, direction++));
    direction = 2;
    for (const auto& name : names) {
        INFO(name);
        CHECK(folder.has(name));
        CHECK(folder.load(name, *defaultEmbedder()) == named(name, direction));
        CHECK(folder.containsExactly(named(name, direction++)));
    }
    CHECK(folder.load("anna", *defaultEmbedder()) == named("anna", 0)); // Anna and ANNA are different voices
    names.insert(names.end(), {"anna", "ben"});
    std::sort(names.begin(), names.end());
    CHECK(folder.names() == names);
    CHECK(folder.voices().size() == names.size());
}

TEST_CASE("no voice is replaced but by its exact name, and no file is deleted that is another voice's") {
    const Place place;
    const VoiceFolder folder;
    CHECK_THAT(complaint([&] { folder.checkNew("anna"); }), Catch::Contains("anna: is enrolled already"));
    CHECK_NOTHROW(folder.checkNew("Anna"));
    CHECK_THAT(complaint([&] { folder.rename(named("anna", 0), "ben"); }),
               Catch::Contains("ben: is enrolled"));
    CHECK(folder.names() == std::vector<std::string>{"anna", "ben"});

    folder.rename(named("anna", 5), "carl"); // a different anna, which exists in a session only
    CHECK(folder.names() == std::vector<std::string>{"anna", "ben"});
    folder.rename(named("anna", 0), "carl");
    CHECK(folder.names() == std::vector<std::string>{"ben", "carl"});
    CHECK(VoicePrint::load(place.file("carl")) == named("carl", 0));

    CHECK_THAT(complaint([&] { folder.remove(named("ben", 5)); }),
               Catch::Contains("a different or newer voice"));
    CHECK_NOTHROW(folder.remove(named("zoe", 5))); // no file, nothing to do
    CHECK(folder.names() == std::vector<std::string>{"ben", "carl"});
    folder.remove(named("ben", 1));
    CHECK(folder.names() == std::vector<std::string>{"carl"});

    std::ofstream(place.file("notes")) << "milk";
    CHECK_THAT(complaint([&] { folder.save(named("notes", 2)); }), Catch::Contains("not a voice"));
    CHECK_THAT(complaint([&] { VoiceFolder::exportFile(named("ben", 1), place.file("notes")); }),
               Catch::Contains("not a voice"));
    CHECK_THROWS_AS(folder.remove(named("notes", 2)), Error);
    CHECK(fs::file_size(place.file("notes")) == 4);
}

TEST_CASE("saved under a name or at a path: nothing is replaced unasked") {
    const Place place;
    const VoiceFolder folder;
    const std::string path = (place.folder / "x.voice").string();
    folder.saveAs(named("?", 3), "carl", false);
    folder.saveAs(named("?", 4), path, false);
    CHECK(folder.load("carl", *defaultEmbedder()) == named("carl", 3));
    CHECK(VoicePrint::load(path) == named("x", 4));
    for (const std::string& there : {std::string("carl"), path})
        CHECK_THAT(complaint([&] { folder.saveAs(named("?", 5), there, false); }),
                   Catch::Contains("is enrolled already"));
    CHECK_THAT(complaint([&] { folder.saveAs(named("?", 5), "a/b", true); }),
               Catch::Contains("ends in .voice"));
    CHECK_THAT(complaint([&] { folder.saveAs(named("?", 5), ".x", true); }),
               Catch::Contains("cannot be the name"));
    CHECK(VoicePrint::load(path) == named("x", 4));
    folder.saveAs(named("?", 5), "carl", true);
    CHECK(folder.load("carl", *defaultEmbedder()) == named("carl", 5));
}

TEST_CASE("a wrong name, a damaged voice, another speaker model: one line that names it") {
    const Place place;
    const VoiceFolder folder;
    const auto load = [&](const std::string& name) {
        return complaint([&] { folder.load(name, *defaultEmbedder()); });
    };
    CHECK(load("ana") == "ana: there is no such voice; did you mean anna? (enrolled voices: anna, ben)");
    CHECK_THAT(load("x/ana.voice"), Catch::StartsWith("x/ana.voice: there is no such voice"));
    CHECK_THAT(load(std::string(300, 'x')), Catch::Contains("no such voice") && Catch::Contains("249 bytes"));
    std::ofstream(place.file("cut")) << "{\n \"checksum\": \"";
    CHECK_THAT(load("cut"), Catch::Contains("cut.voice") && Catch::Contains("enrol again"));
    auto foreign = named("foreign", 3);
    foreign.embedderHash = std::string(64, '0');
    folder.save(foreign);
    CHECK_THAT(load("foreign"), Catch::Contains("foreign.voice") && Catch::Contains("another speaker model"));
    CHECK(folder.names().size() == 4);
    CHECK(folder.voices().size() == 3); // the damaged one does not keep a program from starting
    fs::remove_all(place.folder / "solus");
    CHECK_THAT(load("anna"), Catch::Contains("none is enrolled yet"));
    CHECK(folder.voices().empty());
}

TEST_CASE("voices of earlier versions are found, renamed and deleted") {
    const Place place;
    const VoiceFolder folder;
    named("a/b", 2).save(place.file("a_b")); // as the plugin wrote it
    named("-x", 3).save(place.file("_-x"));
    const std::string lines = "two\nlines";
    named(lines, 4).save(place.file(lines)); // as the command line took it
    CHECK(folder.load("a_b", *defaultEmbedder()) == named("a_b", 2));
    CHECK(folder.load(lines, *defaultEmbedder()) == named(lines, 4));
    CHECK_NOTHROW(folder.save(named(lines, 4)));
    // Sessions still call it a/b.
    CHECK(folder.containsExactly(named("a/b", 2)));
    CHECK_FALSE(folder.containsExactly(named("a/b", 5)));
    folder.rename(named("a/b", 2), "carl");
    CHECK_FALSE(folder.has("a_b"));
    CHECK(folder.load("carl", *defaultEmbedder()) == named("carl", 2));
    folder.remove(named("-x", 3));
    CHECK_FALSE(folder.has("_-x"));
    CHECK(folder.names() == std::vector<std::string>{"anna", "ben", "carl", lines});
}

TEST_CASE("a voice that is taken in keeps its name, or has its file's") {
    const Place place;
    const auto path = [&](const std::string& name) { return (place.folder / name).string(); };
    named("Zoe", 2).save(path("download (1).voice"));
    CHECK(VoiceFolder::importFile(path("download (1).voice")) == named("Zoe", 2));
    named("a/b", 2).save(path("mine.voice"));
    CHECK(VoiceFolder::importFile(path("mine.voice")) == named("mine", 2));
    named("", 2).save(path("-.voice"));
    CHECK_THROWS_AS(VoiceFolder::importFile(path("-.voice")), Error);
    CHECK_THROWS_AS(VoiceFolder::importFile(path("nowhere.voice")), Error);
}
