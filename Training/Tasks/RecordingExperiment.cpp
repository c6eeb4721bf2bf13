// Trains one network on recordings.
#include "Tasks/RecordingExperiment.h"

#include "Base/Error.h"
#include "Data/DataFacts.h"

#include <cstdio>

namespace solus::train {

std::shared_ptr<const Library> RecordingExperiment::load(Run& run) const {
    if (run.options.data.empty()) throw Error("--data is missing: name a folder of recordings or a pack");
    auto wanted = needs();
    if (run.options.quick) wanted.most = 240;
    wanted.skipBad = run.options.skipBad;
    const auto library = loadLibrary(run.options.data, wanted);
    const auto talkers = countTalkers(*library);
    if (mixes() && (talkers.heldOut == 0 || talkers.heldOut == talkers.all))
        throw Error(run.options.data + ": holds " + std::to_string(talkers.all) + " talkers, of whom " +
                    std::to_string(talkers.heldOut) +
                    " fall to validation (one in sixteen, by a hash of the name) and " +
                    std::to_string(talkers.all - talkers.heldOut) +
                    " to training; both are needed: add recordings of more talkers");
    const auto facts = describeLibrary(*library);
    std::fprintf(stderr, "%s\n", facts.c_str());
    run.report.heading("Data");
    run.report.text(facts);
    if (run.licence.empty()) run.licence = licencesOf(*library);
    return library;
}

void RecordingExperiment::reportTraining(Run& run) {
    if (std::filesystem::exists(run.folder / "curves.png")) {
        run.report.heading("Curves");
        run.report.picture("curves.png", "Each column of metrics.csv over the steps");
    }
    const auto rows = run.folder.readJson("metrics.json");
    if (!rows.empty())
        for (const auto& [name, value] : rows.back().items())
            if (name != "step" && name != "seconds" && value.is_number())
                run.report.result(name + ", last validation", value.get<double>());
}

void RecordingExperiment::addSpeedOptions(CLI::App& app, TrainOptions& defaults, std::string& products) {
    app.add_option("--optimiser", defaults.optimiser, "adam, or muon for all matrices (Core/Muon.h)")
        ->check(CLI::IsMember({"adam", "muon"}));
    app.add_option("--products", products,
                   "Matrix products in training: float, or bfloat16, faster if the processor has it")
        ->check(CLI::IsMember({"float", "bfloat16"}));
}

void RecordingExperiment::run(Run& run) {
    const auto task = makeTask(load(run), run.options);
    run.trainModule(*task, {}, run.options);
    reportTraining(run);
}

} // namespace solus::train
