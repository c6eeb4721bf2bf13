// The subcommands `data check` and `pack`.
#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Command.h"
#include "Data/Library.h"
#include "Data/Pack.h"
#include "Data/Reading.h"

#include <cstdio>
#include <iostream>
#include <set>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

struct Count {
    int files = 0, heldOut = 0, dev = 0, missing = 0, fullBand = 0;
    double seconds = 0.0;
    std::set<std::string> speakers, groups, heldOutFullBand;
};

Count countEntries(const fs::path& root, Kind kind, std::vector<std::string>& bad) {
    Count count;
    std::vector<Entry> there;
    for (const auto& entry : readEntries(root, kind)) {
        if (!fs::is_regular_file(root / entry.path)) {
            ++count.missing;
            bad.push_back((root / entry.path).string() + ": there is no such file");
        } else
            there.push_back(entry);
    }
    const auto worse = readRecordings(root, there, [&](size_t i, const std::vector<std::int16_t>& samples) {
        there[i].seconds = static_cast<double>(samples.size()) / engineHz;
    });
    bad.insert(bad.end(), worse.begin(), worse.end());
    for (const auto& entry : there) {
        if (entry.part != "train") {
            ++count.dev;
            continue;
        }
        ++count.files;
        count.seconds += entry.seconds;
        count.groups.insert(entry.group);
        count.speakers.insert(entry.speaker);
        const bool full = entry.bandwidthHz >= 20000.0, held = isHeldOut(entry, kind);
        count.fullBand += full;
        count.heldOut += held;
        if (full && held) count.heldOutFullBand.insert(entry.speaker);
    }
    return count;
}

std::string hours(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f h", seconds / 3600.0);
    return text;
}

/// Reports the contents; returns whether they can be trained on.
bool checkFolder(const fs::path& root) {
    std::vector<std::string> bad;
    const Count speech = countEntries(root, Kind::speech, bad), noise = countEntries(root, Kind::noise, bad),
                rooms = countEntries(root, Kind::room, bad);
    std::cout << "speech: " << speech.files << " files, " << hours(speech.seconds) << ", "
              << speech.speakers.size() << " speakers, " << speech.fullBand << " full-band files; "
              << speech.heldOut << " files kept for validation (" << speech.heldOutFullBand.size()
              << " full-band voices); " << speech.dev << " dev files, never trained on\n";
    std::cout << "noise: " << noise.files << " files, " << hours(noise.seconds) << ", " << noise.groups.size()
              << " sets; " << noise.heldOut << " files kept for validation; " << noise.dev << " dev files\n";
    std::cout << "rooms: " << rooms.files << " responses; " << rooms.dev << " dev\n";
    const int missing = speech.missing + noise.missing + rooms.missing;
    if (missing > 0) std::cout << "missing: " << missing << " files that a manifest or a link names\n";
    for (const auto& line : bad) std::cout << "bad: " << line << "\n";
    if (!bad.empty())
        std::cout << "bad: " << bad.size()
                  << " recordings in all; training stops at them, or leaves them out with --skip-bad\n";
    if (speech.files == 0)
        std::cout << "missing: speech; put recordings into speech/SPEAKER/, or name a folder of them\n";
    if (speech.files > 0 && (speech.heldOut == 0 || speech.heldOut == speech.files))
        std::cout
            << "missing: talkers; " << speech.speakers.size()
            << " are too few for one in sixteen, chosen by a hash of the "
            << "name, to be kept for validation and the others to be trained on: a denoiser needs both\n";
    if (noise.files == 0) std::cout << "missing: noise/; training will use synthetic noise only\n";
    if (rooms.files == 0) std::cout << "missing: rir/; training will use dry speech only\n";
    for (const char* manifest : {"speech/manifest.tsv", "noise/manifest.tsv", "rir/manifest.tsv"})
        if (fs::is_directory((root / manifest).parent_path()) && !fs::exists(root / manifest))
            std::cout << "missing: " << manifest
                      << "; all recordings are assumed to be full-band, speakers are folders\n";
    return speech.files > speech.heldOut && bad.empty();
}

class DataCheck : public Command {
public:
    std::string name() const override { return "data"; }
    std::string description() const override { return "Inspect a data folder"; }
    void configure(CLI::App& app) override {
        app.require_subcommand(0, 1);
        auto* check = app.add_subcommand("check", "Report what was found and what is missing");
        check->add_option("dir", folder_, "Data folder or pack")->required();
    }
    int run() override {
        if (folder_.empty())
            throw Error("data: name an action; `solus-train data check DIR` inspects a folder");
        if (!fs::exists(folder_)) throw Error(folder_ + ": no such folder or pack");
        if (isPack(folder_)) {
            const auto library = readPack(folder_, {});
            std::cout << "pack: " << library->speech.size() << " of speech, " << library->noise.size()
                      << " of noise, " << library->rooms.size() << " rooms\n";
            return 0;
        }
        if (!checkFolder(folder_))
            throw Error(folder_ + ": not ready to train on; the lines above say what is missing or bad");
        return 0;
    }

private:
    std::string folder_;
};

class PackCommand : public Command {
public:
    std::string name() const override { return "pack"; }
    std::string description() const override {
        return "Write a balanced subset of a data folder into one file";
    }
    void configure(CLI::App& app) override {
        app.add_option("--data", data_, "Data folder")->required();
        app.add_option("--out", out_, "File to write")->required();
        app.add_option("--budget", megabytes_, "Largest size in MB")
            ->check(CLI::Range(0.1, 1e6))
            ->capture_default_str();
        app.add_flag("--speech-only", speechOnly_, "Leave out noise and rooms");
        app.add_flag("--skip-bad", skipBad_, "Leave out recordings that cannot be used, instead of stopping");
    }
    int run() override {
        DataNeeds needs;
        needs.noise = needs.rooms = !speechOnly_;
        needs.skipBad = skipBad_;
        if (fs::exists(out_) && !isPack(out_))
            throw Error(out_ + ": exists and is not a pack, so it is not overwritten");
        const auto library = loadLibrary(data_, needs);
        const auto budget = static_cast<std::uint64_t>(megabytes_ * 1e6);
        const Library subset = balancedSubset(*library, budget);
        if (subset.speech.empty()) throw Error("--budget is too small for a single recording");
        writePack(subset, out_);
        std::cout << out_ << ": " << fs::file_size(out_) / 1000000 << " MB, " << subset.speech.size()
                  << " of " << library->speech.size() << " recordings of speech, " << subset.noise.size()
                  << " of " << library->noise.size() << " of noise, " << subset.rooms.size() << " of "
                  << library->rooms.size() << " rooms\n";
        return 0;
    }

private:
    std::string data_, out_;
    double megabytes_ = 1000.0;
    bool speechOnly_ = false, skipBad_ = false;
};

const RegisterCommand<DataCheck> dataCheck;
const RegisterCommand<PackCommand> pack;

} // namespace

} // namespace solus::train
