/* SPDX-License-Identifier: MIT
 *
 * simd.h - which instructions the inner loops may use here.
 *
 * Each such loop is written in portable C, which says what it does, and again for
 * wider registers in a file of its own. The variant is chosen when an object is made,
 * by the features that the processor reports (never its name), and every variant gives
 * the same bytes.
 */
#ifndef ND_SIMD_H
#define ND_SIMD_H

#include "base.h"

/* nd_simd_there - whether this processor, and this build, have it. */
bool nd_simd_there(nd_simd simd);

/* nd_simd_use - what to use where simd is asked for: never ND_SIMD_BEST. */
nd_simd nd_simd_use(nd_simd simd);

/* nd_simd_name - "best", "scalar", "avx2" or "avx512". */
const char *nd_simd_name(nd_simd simd);

#ifdef __x86_64__
#define ND_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define ND_TARGET_AVX512                                                                                     \
    __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,"        \
                          "avx512vbmi2,avx512ifma")))
#endif

#endif
