// Restarts the program with better kernels.
#include "Core/BlasKernels.h"

#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

namespace solus::train {

namespace {

/// Empty if it is unknown, or good enough.
std::string betterKernels() {
#if defined(__x86_64__)
    using CoreName = char* (*)();
    const auto coreName = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    if (coreName == nullptr || coreName() != std::string("Prescott")) return {};
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
    return {};
}

} // namespace

void useKernelsOfThisProcessor(char** arguments) {
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    const auto kernels = betterKernels();
    if (kernels.empty() || std::getenv(variable) != nullptr) return;
    setenv(variable, kernels.c_str(), 1);
    execv("/proc/self/exe", arguments); // returns only if it fails: continue slowly
}

} // namespace solus::train
