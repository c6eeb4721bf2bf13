// Hot loops are compiled for several processors; which version runs is decided when the program starts.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) &&      \
    !defined(__SANITIZE_ADDRESS__)
#define SOLUS_FOR_EACH_PROCESSOR                                                                             \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"),                             \
                   optimize("O3", "fp-contract=fast")))
#else
#define SOLUS_FOR_EACH_PROCESSOR
#endif
