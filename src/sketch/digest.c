/* SPDX-License-Identifier: MIT
 *
 * digest.c - bytes to the 128 bits by which equal texts are known. At 128 bits a
 * chance collision is out of the question (10^-16 among 10^11 texts), and anybody
 * can compute the same digest with xxHash (xxh128sum prints hi, then lo).
 */
#include "digest.h"

#include <xxhash.h>

nd_digest nd_digest_by(nd_simd simd, const void *bytes, size_t len)
{
#ifdef __x86_64__
    if (simd == ND_SIMD_AVX512)
        return nd_digest_avx512(bytes, len);
    if (simd == ND_SIMD_AVX2)
        return nd_digest_avx2(bytes, len);
#else
    (void)simd;
#endif
    XXH128_hash_t hash = XXH3_128bits(bytes, len);
    return (nd_digest){.lo = hash.low64, .hi = hash.high64};
}

nd_digest nd_digest_bytes(const void *bytes, size_t len)
{
    return nd_digest_by(nd_simd_use(ND_SIMD_BEST), bytes, len);
}
