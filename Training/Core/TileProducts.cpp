// Whether there are tiles.
#include "Core/TileProducts.h"

#ifdef SOLUS_TILES
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace solus::train {

bool tilesWork() {
#ifdef SOLUS_TILES
    static const bool work = [] {
        unsigned a = 0, b = 0, c = 0, d = 0;
        __builtin_cpu_init();
        if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !__builtin_cpu_supports("avx512bf16")) return false;
        const bool tiles = (d >> 24 & 1) != 0 && (d >> 22 & 1) != 0; // AMX-TILE and AMX-BF16
        constexpr int request = 0x1023, tileData = 18;               // ARCH_REQ_XCOMP_PERM
        return tiles && syscall(SYS_arch_prctl, request, tileData) == 0;
    }();
    return work;
#else
    return false;
#endif
}

} // namespace solus::train
