// Opens the folder of a new or resumed run, and records in it what ran, with which options, and what changed when.
#pragma once

#include "Core/FolderLock.h"
#include "Core/RunFolder.h"
#include "Core/TrainOptions.h"
#include "Lab/OptionMemory.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace solus::train {

class Experiment;

/// Locked for this process as long as the object lives.
class OpenRun {
public:
    /// `app` has read the call's options into `options`. The options that define a resumed run are read back, and a quick
    /// run gets its own defaults. Throws Error, with nothing written, if the folder is in use; if it holds another
    /// experiment's run, a run that is not to be resumed, or unrelated files under the names that a run writes; if an
    /// option would change what the resumed run is; or if the device does not exist.
    OpenRun(Experiment&, CLI::App& app, TrainOptions& options, const std::string& command);

    /// Writes config.json: experiment, command, every option with the value in use, changes.
    void writeConfig() const;

    RunFolder& folder() { return *folder_; }
    const OptionList& options() const { return options_; }
    const std::string& command() const { return command_; } ///< the call that began the run
    /// "Changed on the way: --rate from 0.001 to 0.0005 at step 300." Empty if nothing has changed.
    std::string changesText() const;

private:
    void checkNew(const Experiment&, const TrainOptions&) const;
    void checkOld(const Experiment&, const nlohmann::json& config) const;
    void takeChanges(const std::vector<std::string>& given, const nlohmann::json& config);

    std::unique_ptr<RunFolder> folder_;
    std::unique_ptr<FolderLock> lock_;
    OptionList options_;
    std::string experiment_, command_, resumed_;
    nlohmann::json changes_ = nlohmann::json::array();
};

} // namespace solus::train
