/* SPDX-License-Identifier: MIT
 *
 * digest.c - bytes to the 128 bits by which equal texts are known. At 128 bits a
 * chance collision is out of the question (10^-16 among 10^11 texts), and anybody
 * can compute the same digest with xxHash (xxh128sum prints hi, then lo).
 */
#include "base/base.h"
#include "base/digest.h"

nd_digest nd_digest_bytes(const void *bytes, size_t len)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, len);
    return (nd_digest){.lo = hash.low64, .hi = hash.high64};
}
