// What is said of several runs: their commands, their comparison, the page of all.
#include "Command.h"
#include "Lab/CommandText.h"
#include "ToyRuns.h"

using namespace solus;
using namespace solus::train;
using namespace toy;
namespace fs = std::filesystem;

TEST_CASE("commands in a report can be pasted into a shell") {
    CHECK(commandText({"mnist-mlp", "--data", "DATA/mnist"}) == "solus-train mnist-mlp --data DATA/mnist");
    CHECK(quoted("my run") == "'my run'");
    CHECK(quoted("it's") == "'it'\\''s'");
    CHECK(quoted("") == "''");
    for (const char* word :
         {"a;b", "a|b", "a>b", "$HOME", "a*", "~", "a&b", "(a)", "a#b", "!a", "a`b`", "a\nb"})
        CHECK(quoted(word).front() == '\'');
}

TEST_CASE("compare takes runs of one network, of several, and their stages, and draws their curves") {
    const toy::Folder folder;
    REQUIRE(runDigits(folder / "A") == 0);
    REQUIRE(runDigits(folder / "B", {"--seed", "2"}) == 0);
    REQUIRE(runSpeech(folder / "C", {}) == 0);
    const auto a = (folder / "A").string(), b = (folder / "B").string(), c = (folder / "C").string();
    std::string stage;
    for (const auto& entry : fs::directory_iterator(folder / "A"))
        if (fs::exists(entry.path() / "metrics.json")) stage = entry.path().filename().string();
    REQUIRE(!stage.empty());
    int number = 0;
    for (const auto& pair : {a + " " + b, a + "/ " + b, a + " " + c, a + "/" + stage + " " + b + "/" + stage,
                             a + "/" + stage + "/ " + b, c + " " + c}) {
        INFO(pair);
        const auto picture = folder / ("picture" + std::to_string(number++) + ".png");
        CHECK_THAT(toy::textOf("compare", pair + " --picture " + picture.string()), Catch::Contains("time"));
        CHECK(fs::file_size(picture) > 5000);
    }
    CHECK_THAT(toy::textOf("compare", a + " " + b),
               Catch::Contains("seed") && Catch::Contains("test accuracy, linear"));
    CHECK_THROWS_WITH(toy::textOf("compare", a + " " + recordings().string()),
                      Catch::Contains("neither a run folder"));
    toy::writeText(folder / "letter.png", "dear");
    CHECK_THROWS_WITH(toy::textOf("compare", a + " " + b + " --picture " + (folder / "letter.png").string()),
                      Catch::Contains("not overwritten"));
}

TEST_CASE("all says why an experiment failed, on its page, too") {
    const toy::Folder folder;
    std::error_code ignored;
    fs::create_directories(folder / "data", ignored);
    fs::create_directory_symlink(digits, folder / "data/mnist");
    for (auto* command : commands()) {
        if (command->name() != "all") continue;
        CLI::App app;
        command->configure(app);
        app.parse("--quick --only cifar-transfer --data " + (folder / "data").string() + " --out " +
                  (folder / "runs").string());
        CHECK(command->run() == 1);
    }
    for (const char* page : {"index.html", "results.md"})
        CHECK_THAT(bytesOf(folder / "runs" / page),
                   Catch::Contains("ailed") && Catch::Contains("is missing"));
}
