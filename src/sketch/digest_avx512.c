/* SPDX-License-Identifier: MIT
 *
 * digest_avx512.c - xxHash's own loop for AVX-512, compiled here for it: the library that is
 * linked may have none but that for any processor.
 */
#include "digest.h"

#ifdef __x86_64__

#include <immintrin.h>

/* The header's functions have no target of their own. */
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f")
#endif

#define XXH_INLINE_ALL
#define XXH_VECTOR XXH_AVX512
#include <xxhash.h>

nd_digest nd_digest_avx512(const void *bytes, size_t len)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, len);
    return (nd_digest){.lo = hash.low64, .hi = hash.high64};
}

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
