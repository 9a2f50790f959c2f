/* SPDX-License-Identifier: MIT
 *
 * simd.c - the processor's features, as the compiler's run-time library read them at
 * start; asking again costs a few loads, so nothing is kept here.
 */
#include "simd.h"

bool nd_simd_there(nd_simd simd)
{
#ifdef __x86_64__
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                __builtin_cpu_supports("popcnt");
    if (simd == ND_SIMD_AVX2)
        return avx2;
    if (simd == ND_SIMD_AVX512)
        return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
               __builtin_cpu_supports("avx512ifma");
#endif
    return simd == ND_SIMD_BEST || simd == ND_SIMD_SCALAR;
}

nd_simd nd_simd_use(nd_simd simd)
{
    if (simd != ND_SIMD_BEST)
        return simd;
    for (simd = ND_SIMD_AVX512; !nd_simd_there(simd);)
        simd--;
    return simd;
}

const char *nd_simd_name(nd_simd simd)
{
    static const char *const names[ND_SIMDS] = {"best", "scalar", "avx2", "avx512"};
    return names[simd];
}
