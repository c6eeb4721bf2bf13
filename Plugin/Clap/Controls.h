// The parameters of the CLAP plugin: the table's, then model and voice by number. Values, and what users
// read.
#pragma once

#include "Ports/PortEngine.h"

#include <atomic>
#include <clap/ext/params.h>
#include <optional>
#include <string>

namespace solus::clap {

inline constexpr int modelControl = parameterCount, voiceControl = modelControl + 1;
inline constexpr int controlCount = parameterCount + 2;

/// Projects hold the IDs, so they never change: a parameter's is its place in the table; model and voice
/// stand far behind, since the table may grow.
clap_id idOfControl(int control) noexcept;
/// -1 if there is none. Real-time safe.
int controlOfId(clap_id) noexcept;

/// Only on the next activation: it moves the latency, which CLAP lets change only there.
bool waitsForActivation(int control) noexcept;

/// Allocates nothing, throws nothing.
bool describe(int control, clap_param_info&) noexcept;

/// "30.0 dB", "On", "anna". May read the files of numbers: for the main thread.
std::string textOf(int control, double value);
/// The other way round, with or without the unit; nothing for what is no value.
std::optional<double> valueOf(int control, const std::string& text);

/// As hosts may set it: whole where it has steps, within the range.
double saneControl(int control, double value) noexcept;

/// What the controls say. The audio thread and the main thread read and write it at any time, nobody waits.
class Controls {
public:
    Controls() noexcept { set({}); }
    double get(int control) const noexcept;
    void set(int control, double value) noexcept;
    PortValues get() const noexcept;
    void set(const PortValues&) noexcept;

private:
    std::atomic<float> parameters_[parameterCount];
    std::atomic<int> model_{0}, voice_{0};
};

} // namespace solus::clap
