// `solus denoise`: a file, a pipe or a whole folder.
#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Base/Text.h"
#include "Commands.h"
#include "Console.h"
#include "DenoiseJob.h"
#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"
#include "Files/AudioFileReader.h"
#include "FolderPlan.h"
#include "Voices.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <thread>

namespace fs = std::filesystem;

namespace solus::cli {
namespace {

std::optional<SampleFormat> sampleFormat(const std::string& bits) {
    if (bits == "16") return SampleFormat::pcm16;
    if (bits == "24") return SampleFormat::pcm24;
    if (bits == "32f") return SampleFormat::float32;
    return std::nullopt;
}

std::string modelOf(const DenoiseOptions& options) {
    const bool asLive = isStream(options.in) || isStream(options.out) || !options.only.empty();
    return options.model.empty() && !asLive ? fileDenoiserName : options.model;
}

DenoiseSetup makeSetup(const DenoiseOptions& options) {
    DenoiseSetup setup;
    setup.denoiser = findDenoiser(modelOf(options));
    setup.settings.amountDb = options.amountDb;
    setup.settings.mix = options.mix;
    setup.settings.listenToRemoved = options.removed;
    setup.split = options.split;
    setup.salvage = options.salvage;
    setup.gainDb = options.gainDb;
    setup.format = sampleFormat(options.bits);
    if (options.only.empty()) return setup;

    setup.embedder = defaultEmbedder();
    for (const auto& voice : options.only) setup.voices.push_back(VoiceFolder().load(voice, *setup.embedder));
    setup.settings.gateOn = true;
    if (!options.isolate.empty()) {
        setup.isolator = findIsolator(options.isolate, *setup.denoiser);
        setup.settings.onlyMe = options.gate ? OnlyMe::both : OnlyMe::isolate;
    }
    setup.lookAheadMs = options.lookAheadMs;
    setup.settings.gate.threshold =
        options.threshold.value_or(acceptanceThreshold(*setup.embedder, setup.voices.front()));
    return setup;
}

/// 0.7f as 0.7, not as the nearest double.
double shortest(float x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", static_cast<double>(x));
    return std::strtod(text, nullptr);
}

nlohmann::json toJson(const std::string& in, const std::string& out, const DenoiseReport& report,
                      const DenoiseSetup& setup) {
    nlohmann::json object = {{"file", in},
                             {"output", out},
                             {"model", setup.denoiser->name},
                             {"peak", report.peak},
                             {"clipped", report.clipped},
                             {"missing", gapsJson(report.missing, report.sampleRate)},
                             {"warnings", report.warnings},
                             {"seconds", report.seconds},
                             {"sample_rate", report.sampleRate},
                             {"channels", report.channels},
                             {"bits", report.bits},
                             {"elapsed_seconds", report.elapsed}};
    if (setup.settings.gateOn) object["threshold"] = shortest(setup.settings.gate.threshold);
    return object;
}

std::string toText(const std::string& out, const DenoiseReport& report) {
    char speed[48];
    std::snprintf(speed, sizeof speed, "%.1f times real time",
                  report.seconds / std::max(report.elapsed, 1e-6));
    return out + ": " + readableTime(report.seconds) + ", " + speed;
}

int denoiseOne(const DenoiseOptions& options, const DenoiseSetup& setup) {
    if (options.json && isStream(options.out))
        throw Error("denoise --json: the pipe carries the audio, so there is no place for JSON");
    std::optional<ProgressBar> bar(oneLine(fs::path(options.in).filename().string()));
    const DenoiseReport report =
        denoiseFile(options.in, options.out, false, setup, [&](double fraction) { bar->update(fraction); });
    bar.reset();
    printWarnings(options.in, report.warnings);
    if (options.json) {
        printJson(toJson(options.in, options.out, report, setup));
    } else if (!isStream(options.out)) {
        printLine(toText(options.out, report));
    }
    return done;
}

/// The files of a folder, on several threads; results are printed in the order of the files.
class FolderRun {
public:
    FolderRun(const FolderPlan& plan, const DenoiseSetup& setup, bool json)
        : plan_(plan), setup_(setup), json_(json), fractions_(plan.items.size()),
          results_(plan.items.size()) {
        for (const auto& item : plan.items) totalBytes_ += static_cast<double>(item.bytes) + 1.0;
    }

    int run(int jobs) {
        for (const auto& problem : plan_.problems) {
            printError(problem.text);
            if (json_) printJson({{"file", problem.folder}, {"error", problem.text}});
        }
        std::vector<std::thread> threads;
        try {
            for (int i = 1; i < jobs; ++i) threads.emplace_back([this] { work(); });
        } catch (const std::system_error&) { // the system allows no more threads: use those there are
        }
        work();
        for (auto& thread : threads) thread.join();
        bar_.clear();
        if (failure_) std::rethrow_exception(failure_);
        return summarise();
    }

private:
    struct Result {
        bool finished = false;
        int code = done;
        std::string text; ///< the output line, or the error
        nlohmann::json json;
        std::string file;
        std::vector<std::string> warnings;
    };

    void work() {
        for (size_t i = next_++; i < plan_.items.size(); i = next_++) {
            Result result = denoise(i);
            fractions_[i] = 1.0;
            const std::scoped_lock lock(mutex_);
            if (failure_) return;
            results_[i] = std::move(result);
            results_[i].finished = true;
            try {
                for (; printed_ < results_.size() && results_[printed_].finished; ++printed_)
                    print(results_[printed_]);
            } catch (...) { // standard output is gone: start no further file
                failure_ = std::current_exception();
                next_ = plan_.items.size();
            }
        }
    }

    Result denoise(size_t i) {
        const auto& item = plan_.items[i];
        Result result;
        try {
            const auto report = denoiseFile(item.in, item.out, true, setup_, [&](double fraction) {
                fractions_[i] = fraction;
                bar_.update(progress(), oneLine(fs::path(item.in).filename().string()));
            });
            result.text = toText(item.out, report);
            result.json = toJson(item.in, item.out, report, setup_);
            result.warnings = report.warnings;
            result.file = item.in;
        } catch (...) {
            result.code = describeException(result.text);
            result.json = {{"file", item.in}, {"error", result.text}};
        }
        return result;
    }

    double progress() const {
        double bytes = 0.0;
        for (size_t i = 0; i < fractions_.size(); ++i)
            bytes += fractions_[i] * (static_cast<double>(plan_.items[i].bytes) + 1.0);
        return bytes / totalBytes_;
    }

    void print(const Result& result) {
        if (result.code != done) ++failures_;
        bar_.printAbove([&] {
            if (result.code != done) printError(result.text);
            printWarnings(result.file, result.warnings);
            if (json_) {
                printJson(result.json);
            } else if (result.code == done) {
                printLine(result.text);
            }
            flushOutput();
        });
    }

    int summarise() {
        int code = plan_.problems.empty() ? done : badInput;
        for (const auto& result : results_)
            if (code != badInput && result.code != done) code = result.code;
        const size_t good = results_.size() - failures_, failed = failures_ + plan_.problems.size();
        for (const auto& [file, reason] : plan_.skipped) {
            if (json_)
                printJson({{"file", file}, {"skipped", reason}});
            else
                printLine(file + ": skipped, " + reason);
        }
        if (json_) {
            printJson({{"done", good}, {"failed", failed}, {"skipped", plan_.skipped.size()}});
        } else {
            printLine(std::to_string(good) + (good == 1 ? " file" : " files") + " cleaned, " +
                      std::to_string(failed) + " failed, " + std::to_string(plan_.skipped.size()) +
                      " other skipped");
        }
        return code;
    }

    const FolderPlan& plan_;
    const DenoiseSetup& setup_;
    bool json_;
    ProgressBar bar_{"denoise"};
    std::atomic<size_t> next_{0};
    std::vector<std::atomic<double>> fractions_;
    double totalBytes_ = 0.0;
    std::mutex mutex_;
    std::vector<Result> results_;
    std::exception_ptr failure_; ///< from printing; ends the run
    size_t printed_ = 0, failures_ = 0;
};

int denoiseFolder(const DenoiseOptions& options, const DenoiseSetup& setup) {
    if (isStream(options.out)) throw Error(options.in + ": is a folder; name a folder to write into");
    const FolderPlan plan = planFolder(options.in, options.out);
    if (plan.items.empty() && plan.problems.empty()) {
        throw Error(options.in + ": no audio files in this folder (" + std::to_string(plan.skipped.size()) +
                    " other files skipped)");
    }
    makeFolders(options.out);
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int jobs =
        std::min({options.jobs > 0 ? options.jobs : cores, 64, static_cast<int>(plan.items.size())});
    return FolderRun(plan, setup, options.json).run(jobs);
}

} // namespace

int denoise(const DenoiseOptions& options) {
    const DenoiseSetup setup = makeSetup(options);
    std::error_code ignored;
    try {
        return fs::is_directory(options.in, ignored) ? denoiseFolder(options, setup)
                                                     : denoiseOne(options, setup);
    } catch (const std::exception& e) {
        if (options.json && !isStream(options.out)) printJson({{"file", options.in}, {"error", e.what()}});
        throw;
    }
}

} // namespace solus::cli
