// The report of a run: one self-contained page (report.html), and the same as Markdown (report.md).
#pragma once

#include "Lab/Story.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

namespace solus::train {

struct Heading {
    std::string text;
};
struct Paragraph {
    std::string text;
};
struct Table {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
    std::string caption;
};
struct PictureFile {
    std::string file, caption; ///< relative to the run folder
};
struct SoundFile {
    std::string file, caption;
};
using Block = std::variant<Heading, Paragraph, Table, PictureFile, SoundFile>;

/// A figure that the run is judged by. `anchor`: a published result for comparison, with its source; may be empty.
struct Result {
    std::string name;
    double value = 0.0;
    std::string unit, anchor;
    bool quick = false; ///< from a --quick run: not to be compared with others

    /// "97.68 %", "97.68 % (quick)".
    std::string text() const;
};
/// From an entry of Report::resultsJson().
Result resultFromJson(const nlohmann::json&);

/// The header of the page.
struct ReportHead {
    std::string name, description, command, machine, date;
    double seconds = 0.0;
    std::uint64_t seed = 1;
    std::vector<std::pair<std::string, std::string>> options;
    std::string changes; ///< to options since the run began; may be empty
};

/// Collects the results of an experiment, in the order in which a reader should see them.
class Report {
public:
    void heading(std::string text) { blocks_.push_back(Heading{std::move(text)}); }
    void text(std::string paragraph) { blocks_.push_back(Paragraph{std::move(paragraph)}); }
    void table(std::vector<std::string> head, std::vector<std::vector<std::string>> rows,
               std::string caption = {}) {
        blocks_.push_back(Table{std::move(head), std::move(rows), std::move(caption)});
    }
    void picture(std::string file, std::string caption) {
        blocks_.push_back(PictureFile{std::move(file), std::move(caption)});
    }
    void sound(std::string file, std::string caption) {
        blocks_.push_back(SoundFile{std::move(file), std::move(caption)});
    }
    void result(std::string name, double value, std::string unit = {}, std::string anchor = {}) {
        results_.push_back({std::move(name), value, std::move(unit), std::move(anchor), false});
    }

    /// Marks every figure as coming from a quick run.
    void markQuick();

    const std::vector<Block>& blocks() const { return blocks_; }
    const std::vector<Result>& results() const { return results_; }
    nlohmann::ordered_json resultsJson() const;

    /// Writes report.html, with pictures and sounds embedded, and report.md, with links to them. Throws Error naming a
    /// picture or sound that is missing.
    void write(const std::filesystem::path& folder, const ReportHead&, const Story&) const;

private:
    std::vector<Block> blocks_;
    std::vector<Result> results_;
};

/// "97.68" for fixed(97.678, 2).
std::string fixed(double value, int digits);
/// Four significant digits, "0.03318", "97.68", "5012490".
std::string shortNumber(double value);

std::string reportHtml(const Report&, const std::filesystem::path& folder, const ReportHead&, const Story&);
std::string reportMarkdown(const Report&, const ReportHead&, const Story&);

} // namespace solus::train
