// The C API's lists: parameters, built-in denoisers, version.
#include "Api/Guard.h"
#include "Engine/Models.h"
#include "Engine/Parameters.h"

#include <solus/solus.h>

#include <array>
#include <string>
#include <vector>

using namespace solus;

namespace {

const std::array<solus_parameter, parameterCount>& publicTable() noexcept {
    static const auto table = [] {
        std::array<solus_parameter, parameterCount> all{};
        for (int i = 0; i < parameterCount; ++i) {
            const ParameterSpec& s = parameterTable()[i];
            all[i] = {s.id,
                      s.name,
                      s.unit,
                      s.help,
                      s.low,
                      s.high,
                      s.step,
                      s.standard,
                      s.kind == ParameterKind::toggle ? SOLUS_TOGGLE : SOLUS_NUMBER,
                      s.rebuilds ? 1 : 0};
        }
        return all;
    }();
    return table;
}

/// Never freed, so that the names stay valid until the process ends.
const std::vector<std::string>& denoisers() {
    static const auto* names = new std::vector<std::string>(builtInNames("denoiser"));
    return *names;
}

} // namespace

int solus_parameter_count(void) {
    return parameterCount;
}

const solus_parameter* solus_parameter_at(int index) {
    return index >= 0 && index < parameterCount ? &publicTable()[index] : nullptr;
}

int solus_model_count(void) {
    int count = 0;
    api::guarded(api::lastErrorOfThread(), [&] { count = static_cast<int>(denoisers().size()); });
    return count;
}

const char* solus_model_name(int index) {
    return index >= 0 && index < solus_model_count() ? denoisers()[static_cast<size_t>(index)].c_str()
                                                     : nullptr;
}

const char* solus_version(void) {
    return SOLUS_VERSION;
}
