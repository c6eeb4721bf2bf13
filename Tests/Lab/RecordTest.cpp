// What a run folder says is what ran: nobody else's run is written over, nothing changes on the way without being said.
#include "Base/Error.h"
#include "Core/FolderLock.h"
#include "Core/Trainer.h"
#include "Inference/Model.h"
#include "Lab/OptionMemory.h"
#include "ToyRuns.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <map>
#include <sys/resource.h>

using namespace solus;
using namespace solus::train;
using namespace toy;
namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> filesIn(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files[entry.path().string()] = bytesOf(entry.path());
    return files;
}

nlohmann::json configOf(const fs::path& folder) {
    return RunFolder(folder).readJson("config.json");
}

} // namespace

TEST_CASE("a run folder is written by its own experiment only, and by one process") {
    const toy::Folder folder;
    REQUIRE(runDigits(folder / "run") == 0);
    const auto before = filesIn(folder / "run");
    CHECK_THROWS_WITH(runInto("mnist-vae", {"--resume"}, folder / "run"),
                      Catch::Contains("a run of mnist-softmax") && Catch::Contains("not of mnist-vae"));
    CHECK_THROWS_WITH(runInto("mnist-vae", {"--data", digits}, folder / "run"),
                      Catch::Contains("a run of mnist-softmax"));
    {
        const FolderLock other(folder / "run");
        CHECK_THROWS_WITH(runInto("mnist-softmax", {"--resume"}, folder / "run"),
                          Catch::Contains("another solus-train"));
    }
    CHECK(filesIn(folder / "run") == before);

    // Somebody's files under the names that a run writes.
    for (const std::string name :
         {"report.md", "summary.json", "config.json", "best.pt", "mnist-softmax.safetensors"}) {
        toy::writeText(folder / "mine" / name, "mine");
        CHECK_THROWS_AS(runDigits(folder / "mine"), Error);
        CHECK_THROWS_AS(runDigits(folder / "mine", {"--resume"}), Error);
        CHECK(filesIn(folder / "mine") ==
              std::map<std::string, std::string>{{(folder / "mine" / name).string(), "mine"}});
        fs::remove_all(folder / "mine");
    }
}

TEST_CASE("what would make another run of it is refused on resume; what may change is on record") {
    const toy::Folder folder;
    REQUIRE(runDigits(folder / "run", {"--seed", "1"}) == 0);
    const auto before = filesIn(folder / "run");
    for (const auto& other : {std::vector<std::string>{"--seed", "7"},
                              {"--batch", "25"},
                              {"--quick"},
                              {"--limit", "300"},
                              {"--hidden", "9"},
                              {"--start", "denoise-solus"}}) {
        auto arguments = other;
        arguments.push_back("--resume");
        CHECK_THROWS_WITH(runInto("mnist-softmax", arguments, folder / "run"),
                          Catch::Contains(other[0]) && Catch::Contains("--out"));
        CHECK(filesIn(folder / "run") == before);
    }
    // What says the same is no change.
    REQUIRE(runInto("mnist-softmax", {"--resume", "--seed", "1", "--rate", "1e-3", "--epochs", "2.0"},
                    folder / "run") == 0);
    CHECK(!configOf(folder / "run").contains("changes"));

    REQUIRE(runInto("mnist-softmax", {"--resume", "--rate", "0.0005"}, folder / "run") == 0);
    const auto config = configOf(folder / "run");
    CHECK(config.at("rate") == "0.0005");
    CHECK(config.at("seed") == "1");
    REQUIRE(config.at("changes").size() == 1);
    CHECK(config.at("changes")[0].at("option") == "rate");
    CHECK_THAT(config.at("changes")[0].at("at").get<std::string>(), Catch::Contains("step 8"));
    for (const char* report : {"report.md", "report.html"})
        CHECK_THAT(bytesOf(folder / "run" / report), Catch::Contains("--rate from 1e-3 to 0.0005 at step 8"));
    CHECK_THAT(RunFolder(folder / "run").readJson("summary.json").at("changes").get<std::string>(),
               Catch::Contains("0.0005"));
    // And it stays on record.
    REQUIRE(runInto("mnist-softmax", {"--resume"}, folder / "run") == 0);
    CHECK(configOf(folder / "run").at("changes").size() == 1);

    // A program that began the run had no such option: what it is now is a change, too.
    auto older = configOf(folder / "run");
    older.erase("clip");
    RunFolder(folder / "run").writeJson("config.json", older);
    REQUIRE(runInto("mnist-softmax", {"--resume"}, folder / "run") == 0);
    REQUIRE(configOf(folder / "run").at("changes").size() == 2);
    CHECK(configOf(folder / "run").at("changes")[1].at("option") == "clip");
}

TEST_CASE("a quick run says what ran, and that it was quick beside every figure") {
    const toy::Folder folder;
    REQUIRE(runInto("mnist-softmax", {"--data", digits, "--quick"}, folder / "digits") == 0);
    CHECK(configOf(folder / "digits").at("epochs") == "2");
    CHECK(configOf(folder / "digits").at("limit") == "3000");
    REQUIRE(runSpeech(folder / "speech", {"--quick"}, "3000") == 0);
    CHECK(configOf(folder / "speech").at("steps") == "30");
    CHECK(RunFolder(folder / "speech").readJson("summary.json").at("step") == 30);
    for (const char* name : {"digits", "speech"}) {
        const auto summary = RunFolder(folder / name).readJson("summary.json");
        CHECK(summary.at("quick") == true);
        for (const auto& result : summary.at("results")) CHECK(result.at("quick") == true);
        const auto report = bytesOf(folder / name / "report.md");
        size_t figures = 0;
        for (size_t at = 0; (at = report.find(" (quick) |", at)) != std::string::npos; ++at) ++figures;
        CHECK(figures == summary.at("results").size());
        CHECK_THAT(report, Catch::Contains("A quick run"));
    }
    // Of a table that stands beside published figures, too.
    Report report;
    report.table({"D", "accuracy", "elsewhere"}, {{"10", "65.6", "27.92"}, {"30", "97.6", ""}});
    report.markQuick();
    const auto& rows = std::get<Table>(report.blocks().back()).rows;
    CHECK(rows[0][1] == "65.6 (quick)");
    CHECK(rows[1][1] == "97.6");
}

TEST_CASE("every experiment's quick options are options that it has, and no larger than before") {
    for (const auto& experiment : experiments()) {
        INFO(experiment->name());
        CLI::App app;
        TrainOptions options;
        configureExperiment(*experiment, app, options);
        const auto before = boundValues(app);
        experiment->quicken(options);
        const auto after = boundValues(app);
        REQUIRE(before.size() == after.size());
        int changed = 0;
        for (size_t i = 0; i < before.size(); ++i) changed += before[i].second != after[i].second;
        CHECK(changed > 0);
    }
}

TEST_CASE("the model of somebody's own recordings is under the licence that they give") {
    const toy::Folder folder;
    const auto licenceOf = [&](const std::string& name) {
        return Model::load((folder / name / "denoise-ibm.safetensors").string())->about.at("licence");
    };
    REQUIRE(runSpeech(folder / "none", {}) == 0);
    CHECK(licenceOf("none") == "not stated");
    REQUIRE(runSpeech(folder / "given", {"--licence", "for me alone"}) == 0);
    CHECK(licenceOf("given") == "for me alone");
    REQUIRE(runInto("denoise-ibm", {"--resume", "--steps", "6"}, folder / "given") == 0); // still
    CHECK(licenceOf("given") == "for me alone");
}

TEST_CASE("recordings that are bad end a run at its start, or are counted in its report") {
    const toy::Folder folder;
    const auto bad = recordings() / "speech/train/toy/voice3/bad.wav";
    std::ofstream(bad) << "no audio";
    CHECK_THROWS_WITH(runSpeech(folder / "a", {}),
                      Catch::Contains("1 of 65 recordings") && Catch::Contains("bad.wav"));
    REQUIRE(runSpeech(folder / "b", {"--skip-bad"}) == 0);
    fs::remove(bad);
    const auto report = bytesOf(folder / "b" / "report.md");
    CHECK_THAT(report, Catch::Contains("1 recordings could not be used") && Catch::Contains("bad.wav"));
    CHECK_THAT(report, Catch::Contains("No rooms: all speech is dry"));
    CHECK(configOf(folder / "b").at("skip-bad") == "true");
}

TEST_CASE("too few talkers are counted, in every experiment that needs more") {
    const toy::Folder folder;
    for (int i = 0; i < 2; ++i) {
        const auto& recording = toy::library()->speech[static_cast<size_t>(i)];
        toy::writeWav(folder / "data/speech/train" / ("t" + std::to_string(i)) / "1.wav", recording);
    }
    for (const std::string name : {"denoise-ibm", "denoise-dense", "denoise-solus", "verify-siamese"})
        CHECK_THROWS_WITH(runInto(name, {"--data", (folder / "data").string()}, folder / name),
                          Catch::Contains(" talkers"));
}

TEST_CASE("a run on a full disk is one error that says how to go on, and goes on") {
    const toy::Folder folder;
    REQUIRE(runDigits(folder / "whole") == 0);
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    for (const rlim_t room : {20'000u, 100'000u, 300'000u}) {
        const auto less = rlimit{room, limit.rlim_max};
        const auto out = folder / ("my run " + std::to_string(room));
        setrlimit(RLIMIT_FSIZE, &less);
        std::string error;
        try {
            runDigits(out);
        } catch (const WriteError& e) {
            error = e.what();
        }
        setrlimit(RLIMIT_FSIZE, &limit);
        CHECK_THAT(error, Catch::Contains("--resume --out '" + out.string() + "'"));
        CHECK(error.find('\n') == std::string::npos);
        REQUIRE(runInto("mnist-softmax", {"--resume"}, out) == 0);
        const auto results = [](const fs::path& run) {
            return RunFolder(run).readJson("summary.json").at("results");
        };
        CHECK(results(out) == results(folder / "whole"));
    }
    std::signal(SIGXFSZ, handler);
}
