// Means, printed.
#include "Evaluate/OnlyReport.h"

#include <cstdio>

namespace solus::train {

namespace {

std::string cell(const OnlyMean& mean, double factor, int digits) {
    char text[32];
    if (mean.count == 0) return "         -";
    std::snprintf(text, sizeof text, " %9.*f", digits, factor * mean.value());
    return text;
}

} // namespace

void OnlyReport::add(const OnlyRow& row, size_t system, const OnlyFigures& f) {
    auto& figures = rows_[row];
    figures.resize(systems_.size());
    figures[system].add(f);
}

std::string OnlyReport::table() const {
    char line[160];
    std::snprintf(line, sizeof line, "%-36s %-14s %9s %9s %9s %9s %9s %9s\n", "", "", "SI-SDR +", "ESTOI",
                  "wrong %", "lost %", "leak dB", "leaked %");
    std::string text = line;
    for (const auto& [row, figures] : rows_)
        for (size_t i = 0; i < systems_.size(); ++i) {
            const auto& f = figures[i];
            std::snprintf(line, sizeof line, "%-36s %-14s", i == 0 ? row.name.c_str() : "",
                          systems_[i].c_str());
            text += line + cell(f.improvement, 1, 2) + cell(f.estoi, 1, 3) + cell(f.wrong, 100, 1) +
                    cell(f.lost, 100, 1) + cell(f.leakDb, 1, 1) + cell(f.leaked, 100, 1) + "\n";
        }
    return text;
}

nlohmann::ordered_json OnlyReport::json() const {
    nlohmann::ordered_json json{{"mean_seconds", enrolledSeconds()}};
    for (const auto& [row, figures] : rows_)
        for (size_t i = 0; i < systems_.size(); ++i) {
            const auto& f = figures[i];
            json["scenes"][row.name][systems_[i]] = {{"si_sdr_improvement_db", f.improvement.value()},
                                                     {"estoi", f.estoi.value()},
                                                     {"wrong", f.wrong.value()},
                                                     {"lost", f.lost.value()},
                                                     {"leak_db", f.leakDb.value()},
                                                     {"leaked", f.leaked.value()}};
        }
    return json; // NaN becomes null
}

} // namespace solus::train
