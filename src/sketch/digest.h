/* SPDX-License-Identifier: MIT
 *
 * digest.h - the digest with chosen instructions.
 */
#ifndef ND_DIGEST_H
#define ND_DIGEST_H

#include "base/simd.h"

/* nd_digest_by - nd_digest_bytes; simd is there, and not ND_SIMD_BEST. */
nd_digest nd_digest_by(nd_simd simd, const void *bytes, size_t len);

nd_digest nd_digest_avx2(const void *bytes, size_t len);
nd_digest nd_digest_avx512(const void *bytes, size_t len);

#endif
