#ifndef MUSTER_CPROCESSOR_H
#define MUSTER_CPROCESSOR_H

#include <stdbool.h>

// Some loops are compiled twice on x86-64: for any such processor, and for those with AVX2, which look at 32 bytes at once,
// count and find bits in one step each, and multiply and turn without detours. Some are compiled once more, with AVX-512.
// Which is used is decided when they run.

#if defined(__x86_64__)
#include <cpuid.h>

#define MUSTER_WITH_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

static inline bool muster_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("lzcnt");
}

#define MUSTER_WITH_AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,avx2,bmi,bmi2,lzcnt,popcnt")))

/// That AVX-512 of which `CScanWide.h` and `CColumnsWide.h` make use; the system keeps its registers, too.
static inline bool muster_has_avx512(void) {
    return muster_has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vbmi2");
}

/// Not every compiler's `__builtin_cpu_supports` knows of it: CPUID, leaf 7, bit 29 of EBX.
static inline bool muster_has_sha(void) {
    unsigned int eax, ebx, ecx, edx;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx >> 29 & 1) != 0;
}
#endif

#endif
