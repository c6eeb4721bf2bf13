// The report as Markdown, with links to the files beside it.
#include "Base/Text.h"
#include "Lab/Report.h"

#include <sstream>

namespace solus::train {

namespace {

std::string row(const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const auto& cell : cells) line += " " + cell + " |";
    return line + "\n";
}

struct MarkdownWriter {
    std::ostringstream& out;

    void operator()(const Heading& heading) const { out << "## " << heading.text << "\n\n"; }
    void operator()(const Paragraph& paragraph) const { out << paragraph.text << "\n\n"; }
    void operator()(const Table& table) const {
        out << row(table.head) << row(std::vector<std::string>(table.head.size(), "---"));
        for (const auto& cells : table.rows) out << row(cells);
        out << "\n";
        if (!table.caption.empty()) out << table.caption << "\n\n";
    }
    void operator()(const PictureFile& picture) const {
        out << "![" << picture.caption << "](" << picture.file << ")\n\n" << picture.caption << "\n\n";
    }
    void operator()(const SoundFile& sound) const {
        out << "- [" << sound.caption << "](" << sound.file << ")\n\n";
    }
};

} // namespace

std::string reportMarkdown(const Report& report, const ReportHead& head, const Story& story) {
    std::ostringstream out;
    out << "# " << head.name << "\n\n" << head.description << "\n\n" << story.idea << "\n\n";
    if (!story.equations.empty()) {
        out << "```\n";
        for (const auto& equation : story.equations) out << equation << "\n";
        out << "```\n\n";
    }
    if (!story.networks.empty()) out << "## Network\n\n";
    for (const auto& sketch : story.networks) out << "```\n" << sketchText(sketch) << "```\n\n";
    if (!report.results().empty()) {
        out << "## Results\n\n" << row({"", "here", "elsewhere"}) << row({"---", "---", "---"});
        for (const auto& result : report.results()) out << row({result.name, result.text(), result.anchor});
        out << "\n";
    }
    for (const auto& block : report.blocks()) std::visit(MarkdownWriter{out}, block);
    out << "## Try next\n\n";
    for (const auto& [command, why] : story.next) out << why << "\n\n```sh\n" << command << "\n```\n\n";
    out << "## This run\n\n```sh\n"
        << head.command << "\n```\n\n"
        << head.date << ", " << clockTime(head.seconds) << " on " << head.machine << ", seed " << head.seed
        << "\n";
    if (!head.changes.empty()) out << "\n" << head.changes << "\n";
    return out.str();
}

} // namespace solus::train
