/* SPDX-License-Identifier: MIT */
#include "tally.h"

size_t nd_similarity_bin(double similarity)
{
    /* results have 4 digits: the little more keeps 0.58 out of the bin below */
    double bin = similarity * ND_SIMILARITY_BINS + 1e-7;
    if (!(bin > 0))
        return 0;
    return bin < ND_SIMILARITY_BINS ? (size_t)bin : ND_SIMILARITY_BINS - 1;
}

size_t nd_size_bin(uint64_t size)
{
    size_t bin = 0;
    while (bin + 1 < ND_SIZE_BINS && size > nd_size_bin_most(bin))
        bin++;
    return bin;
}
