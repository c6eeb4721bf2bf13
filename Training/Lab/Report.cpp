// Collects a report and writes it.
#include "Lab/Report.h"

#include "Core/RunFolder.h"

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

nlohmann::ordered_json Report::resultsJson() const {
    auto list = nlohmann::ordered_json::array();
    for (const auto& [name, value, unit, anchor] : results_)
        list.push_back({{"name", name}, {"value", value}, {"unit", unit}, {"anchor", anchor}});
    return list;
}

void Report::write(const std::filesystem::path& folder, const ReportHead& head, const Story& story) const {
    writeText(folder / "report.html", reportHtml(*this, folder, head, story));
    writeText(folder / "report.md", reportMarkdown(*this, head, story));
}

} // namespace solus::train
