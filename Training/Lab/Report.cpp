// Collects a report and writes it.
#include "Lab/Report.h"

#include "Base/WholeFile.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace solus::train {

std::string fixed(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string shortNumber(double value) {
    char text[64];
    if (std::abs(value) >= 1e4 && value == std::floor(value))
        std::snprintf(text, sizeof text, "%.0f", value);
    else
        std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string Result::text() const {
    return shortNumber(value) + (unit.empty() ? "" : " " + unit) + (quick ? " (quick)" : "");
}

Result resultFromJson(const nlohmann::json& json) {
    return {json.at("name"), json.value("value", 0.0), json.value("unit", ""), json.value("anchor", ""),
            json.value("quick", false)};
}

nlohmann::ordered_json Report::resultsJson() const {
    auto list = nlohmann::ordered_json::array();
    for (const auto& [name, value, unit, anchor, quick] : results_) {
        list.push_back({{"name", name}, {"value", value}, {"unit", unit}, {"anchor", anchor}});
        if (quick) list.back()["quick"] = true;
    }
    return list;
}

void Report::markQuick() {
    for (auto& result : results_) result.quick = true;
    for (auto& block : blocks_)
        if (auto* table = std::get_if<Table>(&block)) {
            const auto found = std::find(table->head.begin(), table->head.end(), "elsewhere");
            const auto column = static_cast<size_t>(found - table->head.begin());
            if (column == 0 || column == table->head.size()) continue;
            for (auto& row : table->rows)
                if (column < row.size() && !row[column].empty()) row[column - 1] += " (quick)";
        }
    blocks_.insert(
        blocks_.begin(),
        Paragraph{"A quick run: a slice of the data and a minute of training, to see that it works. "
                  "Its figures say nothing about the method."});
}

void Report::write(const std::filesystem::path& folder, const ReportHead& head, const Story& story) const {
    writeWhole(folder / "report.html", reportHtml(*this, folder, head, story));
    writeWhole(folder / "report.md", reportMarkdown(*this, head, story));
}

} // namespace solus::train
