// Selects kernels at run time.
#include "Inference/Kernels.h"

#include "Inference/KernelsVariants.h"

#include <atomic>

namespace solus {
namespace {

std::atomic<const Kernels*> chosenByTest{nullptr};

bool processorRunsAvx2() {
#if defined(__x86_64__) || defined(__i386__)
    // Every processor with AVX2 and FMA also has F16C; the compiler's name for that check is newer.
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

} // namespace

std::vector<const Kernels*> allKernels() {
    std::vector<const Kernels*> all{&baselineKernels};
    if (avx2Kernels() != nullptr && processorRunsAvx2()) all.push_back(avx2Kernels());
    return all;
}

const Kernels& bestKernels() {
    static const Kernels* const best = allKernels().back();
    const Kernels* forTest = chosenByTest.load();
    return forTest != nullptr ? *forTest : *best;
}

void setKernelsForTesting(const Kernels* kernels) {
    chosenByTest.store(kernels);
}

} // namespace solus
