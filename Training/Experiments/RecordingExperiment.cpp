// Trains one network on recordings.
#include "Experiments/RecordingExperiment.h"

#include "Error.h"

namespace solus::train {

std::shared_ptr<const Library> RecordingExperiment::load(const Run& run) const {
    if (run.options.data.empty()) throw Error("--data is missing: name a folder of recordings or a pack");
    auto wanted = needs();
    if (run.options.quick) wanted.most = 240;
    return loadLibrary(run.options.data, wanted);
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

void RecordingExperiment::run(Run& run) {
    const auto task = makeTask(load(run), run.options);
    run.trainModule(*task, {}, run.options);
    reportTraining(run);
}

} // namespace solus::train
