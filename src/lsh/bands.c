/* SPDX-License-Identifier: MIT
 *
 * bands.c - a signature to band keys, and what they promise: two documents of
 * Jaccard similarity j agree in a slot with probability j, in a whole band of r
 * slots with j^r, and in at least one of b bands with 1 - (1 - j^r)^b, the S-curve.
 *
 * A key is the hash of its values, seeded with the band's number: equal values in
 * different bands are different keys, so all bands can share one table. Sums of
 * values, or keys cut to a few thousand, put strangers into one bucket.
 */
#include "base/base.h"

#include <math.h>
#include <xxhash.h>

enum { MOST_ROWS = 1024 }; /* as many as nd_opts_check allows perms */

static uint64_t band_key(const uint32_t *values, uint32_t rows, uint32_t band)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const void *bytes = values;
#else
    unsigned char bytes[MOST_ROWS * sizeof *values];
    for (uint32_t i = 0; i < rows; i++)
        nd_put_le32(bytes + i * sizeof *values, values[i]);
#endif
    return XXH3_64bits_withSeed(bytes, rows * sizeof *values, band);
}

void nd_band_keys(const uint32_t *signature, const nd_bands *bands, uint64_t *keys)
{
    for (uint32_t band = 0; band < bands->bands; band++)
        keys[band] = band_key(signature + (size_t)band * bands->rows, bands->rows, band);
}

double nd_band_probability(double j, uint32_t bands, uint32_t rows)
{
    /* not as it is written above: 1 - (1 - j^r)^b loses every digit of a probability below 10^-16 */
    double whole_band = pow(j, rows);
    return whole_band < 1 ? -expm1(bands * log1p(-whole_band)) : 1;
}
