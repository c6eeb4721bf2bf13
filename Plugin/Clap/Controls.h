// The parameters of the CLAP plugin: those of the table, then model and voice by number. Their values, and their text
// for users.
#pragma once

#include "Ports/PortEngine.h"

#include <atomic>
#include <clap/ext/params.h>
#include <optional>
#include <string>

namespace solus::clap {

inline constexpr int modelControl = parameterCount, voiceControl = modelControl + 1;
inline constexpr int controlCount = parameterCount + 2;

/// Projects store the IDs, so they never change: a parameter's ID is its index in the table. Model and voice have
/// much higher IDs, since the table may grow.
clap_id idOfControl(int control) noexcept;
/// -1 if there is no such control. Real-time safe.
int controlOfId(clap_id) noexcept;

/// Takes effect on the next activation: it changes the latency, which CLAP allows only then.
bool waitsForActivation(int control) noexcept;

/// Allocates nothing, throws nothing.
bool describe(int control, clap_param_info&) noexcept;

/// "30.0 dB", "On", "anna". May read the number files: main thread only.
std::string textOf(int control, double value);
/// The inverse, with or without the unit; none if the text is not a value.
std::optional<double> valueOf(int control, const std::string& text);

/// As hosts may set it: within the range, and whole if it is stepped.
double saneControl(int control, double value) noexcept;

/// The current values. The audio thread and the main thread read and write them at any time; neither waits.
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
