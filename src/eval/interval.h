/* SPDX-License-Identifier: MIT
 *
 * interval.h - shares with their intervals, and the two measures of a clustering that
 * are more than a share.
 */
#ifndef ND_INTERVAL_H
#define ND_INTERVAL_H

#include <stdint.h>

/* NaN, all three, where it is a share of nothing. */
typedef struct nd_share {
    double share, lo, hi;
} nd_share;

/*
 * nd_wilson - part of of, with the 95 % interval of Wilson (1927), which needs no
 * large numbers and never leaves 0 to 1. It takes the trials as independent; pairs of
 * one cluster are not, so over clusters it is too narrow. part <= of.
 */
nd_share nd_wilson(uint64_t part, uint64_t of);

/*
 * nd_f1 - 2 both / (true + found). With x = both / (true + found - both), the share of
 * the pairs in either that are in both, it is 2 x / (1 + x), which grows with x: the
 * ends of its interval are those of Wilson's for x.
 */
nd_share nd_f1(uint64_t truth, uint64_t found, uint64_t both);

/*
 * nd_ari - the adjusted Rand index (Hubert and Arabie 1985) of two clusterings of n
 * documents with so many pairs in one cluster of the first, of the second, of both.
 * 1 where they are the same, about 0 where they agree as by chance. The counts are
 * whole numbers throughout while n (n - 1) / 2 < 2^63, in doubles above.
 */
double nd_ari(uint64_t n, uint64_t truth, uint64_t found, uint64_t both);

#endif
