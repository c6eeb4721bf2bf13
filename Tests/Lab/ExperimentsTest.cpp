// Each experiment on images from end to end on a tiny slice: files, pictures, figures; interrupted and
// resumed.
#include "Base/Error.h"
#include "Core/Trainer.h"
#include "Experiment.h"
#include "ToyImages.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

using namespace solus::train;
namespace fs = std::filesystem;

namespace {

std::string textOf(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    REQUIRE(stream);
    return {std::istreambuf_iterator<char>(stream), {}};
}

int run(const std::string& name, std::vector<std::string> arguments, const fs::path& out) {
    arguments.insert(arguments.end(), {"--out", out.string()});
    return runExperiment(*findExperiment(name), arguments);
}

double resultOf(const fs::path& folder, const std::string& name) {
    const auto summary = RunFolder(folder).readJson("summary.json");
    for (const auto& result : summary.at("results"))
        if (result.at("name") == name) return result.at("value").get<double>();
    FAIL("no result " + name + " in " + folder.string());
    return 0.0;
}

/// The pictures and sounds that the Markdown shows, and the page that needs none of them.
void checkFiles(const fs::path& folder) {
    INFO(folder.string());
    for (const char* file : {"config.json", "metrics.csv", "summary.json", "report.html", "report.md"})
        CHECK(fs::exists(folder / file));
    const auto markdown = textOf(folder / "report.md"), html = textOf(folder / "report.html");
    int pictures = 0;
    for (size_t at = 0; (at = markdown.find("](", at)) != std::string::npos; at += 2) {
        const auto file = markdown.substr(at + 2, markdown.find(')', at) - at - 2);
        CHECK(fs::file_size(folder / file) > 100);
        ++pictures;
    }
    CHECK(pictures > 0);
    CHECK(html.find("data:image/png;base64,") != std::string::npos);
    CHECK(html.find("src='data:") != std::string::npos);
    CHECK(html.find("src='http") == std::string::npos);
    CHECK(html.find("src='./") == std::string::npos);
    CHECK(html.find("<svg") != std::string::npos);
    CHECK(html.find("Try next") != std::string::npos);
}

/// From the first row of a stage's metrics to its last.
std::pair<double, double> trainLoss(const fs::path& stage) {
    const auto rows = RunFolder(stage).readJson("metrics.json");
    return {rows.front().at("train_loss").get<double>(), rows.back().at("train_loss").get<double>()};
}

const std::string mnist = SOLUS_FIXTURES "/mnist";

/// A perceptron for all who need one: trained once.
const std::string& perceptron() {
    static const toy::Folder folder;
    static const std::string path = [] {
        const fs::path out = folder / "mlp";
        REQUIRE(run("mnist-mlp",
                    {"--data", mnist, "--epochs", "3", "--batch", "50", "--variant-epochs", "1",
                     "--map-images", "60"},
                    out) == 0);
        return out.string();
    }();
    return path;
}

} // namespace

TEST_CASE("mnist-mlp learns, and shows curves, mistakes, the surest digits and the maps of its layers") {
    const fs::path folder = perceptron();
    checkFiles(folder);
    const auto [first, last] = trainLoss(folder / "mlp");
    CHECK(last < 0.7 * first);
    CHECK(resultOf(folder, "test accuracy") > 60.0);
    CHECK(resultOf(folder, "parameters") == 5012490.0);
    for (const char* picture : {"confusion.png", "most-confident.png", "pca.png", "tsne.png"})
        CHECK(fs::exists(folder / picture));
}

TEST_CASE("mnist-svd, its repair and its constraint end at their ranks") {
    toy::Folder folder;
    REQUIRE(run("mnist-svd", {"--data", mnist, "--mlp", perceptron()}, folder / "svd") == 0);
    checkFiles(folder / "svd");
    CHECK(resultOf(folder / "svd", "test accuracy, whole matrices") ==
          Approx(resultOf(perceptron(), "test accuracy")));
    CHECK(textOf(folder / "svd" / "report.md").find("| 1024 | 5,012,490 |") ==
          std::string::npos); // two factors are not one matrix
    CHECK(textOf(folder / "svd" / "report.md").find("| 20 | 215,370 |") != std::string::npos);

    REQUIRE(run("mnist-svd-finetune",
                {"--data", mnist, "--mlp", perceptron(), "--epochs", "2", "--batch", "50"},
                folder / "repair") == 0);
    checkFiles(folder / "repair");
    CHECK(resultOf(folder / "repair", "parameters") == 215370.0);
    CHECK(resultOf(folder / "repair", "test accuracy, repaired") >
          resultOf(folder / "repair", "test accuracy, cut"));

    REQUIRE(run("mnist-svd-constrained",
                {"--data", mnist, "--mlp", perceptron(), "--epochs", "1", "--batch", "100"},
                folder / "kept") == 0);
    checkFiles(folder / "kept");
}

TEST_CASE("The smaller MNIST experiments run from the files to the report, and learn") {
    toy::Folder folder;
    REQUIRE(run("mnist-softmax", {"--data", mnist, "--epochs", "4", "--batch", "20"}, folder / "softmax") ==
            0);
    checkFiles(folder / "softmax");
    CHECK(resultOf(folder / "softmax", "test accuracy, one hidden layer") > 50.0);

    REQUIRE(run("mnist-vae", {"--data", mnist, "--epochs", "3", "--batch", "50", "--hidden", "64"},
                folder / "vae") == 0);
    checkFiles(folder / "vae");
    CHECK(trainLoss(folder / "vae" / "wide").second < trainLoss(folder / "vae" / "wide").first);

    REQUIRE(run("mnist-cgan",
                {"--data", mnist, "--epochs", "2", "--batch", "50", "--hidden", "32", "--mlp", perceptron()},
                folder / "cgan") == 0);
    checkFiles(folder / "cgan");
    CHECK(resultOf(folder / "cgan", "label agreement of 5,000 drawn digits") >= 0.0);

    REQUIRE(run("mnist-patch-cgan",
                {"--data", mnist, "--epochs", "2", "--batch", "50", "--hidden", "32", "--lambdas", "0,100"},
                folder / "patch") == 0);
    checkFiles(folder / "patch");
    CHECK(resultOf(folder / "patch", "patch error, λ = 100") <
          resultOf(folder / "patch", "patch error, λ = 0"));

    REQUIRE(run("mnist-lstm-patches",
                {"--data", mnist, "--epochs", "2", "--batch", "50", "--units", "24", "--mlp", perceptron()},
                folder / "lstm") == 0);
    checkFiles(folder / "lstm");
    CHECK(trainLoss(folder / "lstm" / "lstm").second < trainLoss(folder / "lstm" / "lstm").first);
}

TEST_CASE("The CIFAR-10 experiments run from the files to the report") {
    toy::Folder folder;
    toy::writeImages(folder / "cifar10");
    const std::string data = (folder / "cifar10").string();
    REQUIRE(run("cifar-augment", {"--data", data, "--epochs", "2", "--batch", "20"}, folder / "augment") ==
            0);
    checkFiles(folder / "augment");
    CHECK(trainLoss(folder / "augment" / "augmented").second <
          trainLoss(folder / "augment" / "augmented").first);

    REQUIRE(run("cifar-transfer",
                {"--data", data, "--epochs", "3", "--pretext-epochs", "1", "--labels", "100", "--seeds", "2"},
                folder / "transfer") == 0);
    checkFiles(folder / "transfer");
    CHECK(textOf(folder / "transfer" / "report.md").find("significant") != std::string::npos);
}

TEST_CASE("A run that is stopped and resumed ends where an unbroken one does") {
    toy::Folder folder;
    const std::vector<std::string> arguments{"--data", mnist,      "--epochs", "3",        "--batch",
                                             "50",     "--hidden", "48",       "--latent", "4"};
    REQUIRE(run("mnist-vae", arguments, folder / "unbroken") == 0);
    // Sittings that are too short at first, and longer each time.
    double minutes = 0.0005;
    int sittings = 0;
    for (; !fs::exists(folder / "resumed" / "report.html"); minutes *= 1.5) {
        auto sitting = sittings++ == 0 ? arguments : std::vector<std::string>{"--resume"};
        sitting.insert(sitting.end(), {"--minutes", std::to_string(minutes)});
        REQUIRE(run("mnist-vae", sitting, folder / "resumed") == 0);
    }
    CHECK(sittings > 1);
    for (const char* name : {"ELBO, 4 dimensions", "KL, two dimensions"})
        CHECK(resultOf(folder / "unbroken", name) == resultOf(folder / "resumed", name));
}

TEST_CASE("Bad input gets one clear line and leaves what is there") {
    toy::Folder folder;
    CHECK_THROWS_WITH(run("mnist-softmax", {}, folder / "a"), Catch::Contains("--data"));
    CHECK_THROWS_WITH(run("mnist-softmax", {"--data", "/no/such/folder"}, folder / "b"),
                      Catch::Contains("/no/such/folder"));
    CHECK_THROWS_WITH(run("mnist-softmax", {"--data", mnist, "--hidden", "0"}, folder / "c"),
                      Catch::Contains("--hidden"));
    CHECK_THROWS_WITH(run("mnist-softmax", {"--resume"}, folder / "d"), Catch::Contains("no run to resume"));
    CHECK_THROWS_WITH(run("mnist-svd", {"--data", mnist, "--mlp", "/nowhere"}, folder / "e"),
                      Catch::Contains("/nowhere"));
    CHECK_THROWS_WITH(run("mnist-patch-cgan", {"--data", mnist, "--lambdas", "1,x"}, folder / "f"),
                      Catch::Contains("'x'"));
    // A folder that holds a run is not overwritten.
    REQUIRE(run("mnist-softmax", {"--data", mnist, "--epochs", "1", "--limit", "100"}, folder / "g") == 0);
    const auto before = textOf(folder / "g" / "report.html");
    CHECK_THROWS_WITH(run("mnist-softmax", {"--data", mnist}, folder / "g"), Catch::Contains("--resume"));
    CHECK(textOf(folder / "g" / "report.html") == before);
}
