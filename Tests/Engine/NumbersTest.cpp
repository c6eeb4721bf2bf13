// A number stays with its name, whatever is added or removed, and whoever writes at the same time.
#include "Engine/Numbers.h"
#include "Base/Error.h"
#include "Engine/Models.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <unistd.h>

using namespace solus;
namespace fs = std::filesystem;

namespace {

struct Place {
    Place() {
        std::string name = (fs::temp_directory_path() / "solus-numbers-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder = name;
        ::setenv("XDG_DATA_HOME", name.c_str(), 1);
    }
    ~Place() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
    }
    std::string read(const std::string& name) const {
        std::stringstream text;
        text << std::ifstream(folder / name).rdbuf();
        return text.str();
    }
    fs::path folder;
};

} // namespace

TEST_CASE("new names get the next numbers, old ones keep theirs, also while they are gone") {
    const Place place;
    const NumberFile file((place.folder / "deep" / "n.txt").string());
    using Map = std::map<int, std::string>;
    CHECK(file.read().empty());
    CHECK(file.with({}).empty());
    CHECK_FALSE(fs::exists(place.folder / "deep"));
    CHECK(file.with({"ben", "zoe b."}) == Map{{1, "ben"}, {2, "zoe b."}});
    CHECK(file.with({"anna", "zoe b."}) == Map{{1, "ben"}, {2, "zoe b."}, {3, "anna"}});
    CHECK(file.with({"ben", "two\nlines"}) == Map{{1, "ben"}, {2, "zoe b."}, {3, "anna"}});
    CHECK(place.read("deep/n.txt") == "1 ben\n2 zoe b.\n3 anna\n");
    for (const auto& entry : fs::directory_iterator(place.folder / "deep"))
        CHECK(entry.path().extension() != ".part");
}

TEST_CASE("a damaged file is named and left as it is") {
    const Place place;
    for (const std::string bad :
         {"1 a\n1 b\n", "x a\n", "1\n", "0 a\n", "01 a\n", "-1 a\n", "99999999999 a\n", "1 \n", " a\n"}) {
        place.write("n.txt", bad);
        const NumberFile file((place.folder / "n.txt").string());
        INFO(bad);
        CHECK_THROWS_AS(file.read(), Error);
        CHECK_THROWS_WITH(file.with({"c"}), Catch::Contains("n.txt"));
        CHECK(place.read("n.txt") == bad);
    }
}

TEST_CASE("many at the same time: no name is lost and no number is given twice") {
    const Place place;
    const NumberFile file((place.folder / "n.txt").string());
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) try {
                    file.with({std::to_string(t) + "-" + std::to_string(i)});
                } catch (const std::exception&) {
                    ++failures;
                }
        });
    for (auto& thread : threads) thread.join();
    CHECK(failures == 0);
    CHECK(file.read().size() == 160); // read() itself rejects a repeated number
}

TEST_CASE("models and voices by number; 0 is the default, and nobody") {
    const Place place;
    place.write("solus/voices/ben.voice", "");
    place.write("solus/voices/anna.voice", "");
    place.write("solus/models/mine.safetensors", "");
    CHECK(modelOfNumber(0).empty());
    CHECK(voiceOfNumber(0).empty());
    CHECK(voiceOfNumber(1) == "anna");
    CHECK(voiceOfNumber(2) == "ben");
    CHECK_THROWS_WITH(voiceOfNumber(3), Catch::Contains("voice 3") && Catch::Contains("solus numbers"));
    fs::remove(place.folder / "solus/voices/anna.voice");
    place.write("solus/voices/aaron.voice", "");
    CHECK(voiceOfNumber(2) == "ben");
    CHECK(voiceOfNumber(3) == "aaron");
    CHECK(voiceOfNumber(1) == "anna"); // loading reports that she is gone
    const auto denoisers = builtInNames("denoiser");
    for (size_t i = 0; i < denoisers.size(); ++i)
        CHECK(modelOfNumber(static_cast<int>(i) + 1) == denoisers[i]);
    CHECK(modelOfNumber(static_cast<int>(denoisers.size()) + 1) ==
          (place.folder / "solus/models/mine.safetensors").string());
}

TEST_CASE(
    "from name to number: known ones keep theirs, what comes from elsewhere gets the next, nonsense none") {
    const Place place;
    place.write("solus/voices/anna.voice", "");
    CHECK(voiceOfNumber(1) == "anna");
    CHECK(numberOfVoice("") == 0);
    CHECK(numberOfModel("") == 0);
    CHECK(numberOfVoice("zoe b.") == 2);
    CHECK(numberOfVoice("anna") == 1);
    CHECK(voiceOfNumber(2) == "zoe b."); // loading reports that it is not here
    CHECK(modelOfNumber(numberOfModel("denoise-live")) == "denoise-live");
    CHECK(modelOfNumber(numberOfModel("theirs.safetensors")) ==
          (place.folder / "solus/models/theirs.safetensors").string());
    const std::string before = place.read("solus/voice-numbers.txt");
    for (const std::string bad : {"../anna", "/etc/passwd", ".", "two\nlines", "a\x01"}) {
        CHECK_THROWS_AS(numberOfVoice(bad), Error);
        CHECK_THROWS_AS(numberOfModel(bad), Error);
    }
    CHECK_THROWS_AS(numberOfVoice(std::string(5000, 'x')), Error);
    CHECK(place.read("solus/voice-numbers.txt") == before);
}
