/* SPDX-License-Identifier: MIT
 *
 * tune.c - threshold, recall and signature length to bands and rows.
 *
 * Every candidate is verified, so bands that name too many only cost time, while a
 * pair they do not name is lost. Hence: the most rows (fewest needless candidates)
 * whose recall at the threshold reaches what was asked for, then the fewest bands.
 * The usual rule, equal areas of false positives and negatives, chooses 9 x 13 at
 * 0.8 with 128 values and finds 40 % of the pairs there.
 *
 * A pair is lost in two ways, and both count: it shares no band, or its signatures
 * agree in fewer than min_matches slots and rule it out. The chances are added,
 * which bounds the chance of either, so recall is at least what nd_bands says.
 */
#include "base/base.h"

#include <math.h>

static const double ruled_out_sigmas = 4; /* a pair at the threshold falls below with a chance near 10^-4 */
static const double rounding = 1e-13;     /* of doubles near 1 after a few operations, and far to spare */

/*
 * The least m with m / perms >= t - 4 sqrt(t (1 - t) / perms). A tie counts as
 * reached: 64 of 100 at t = 0.8, where t (1 - t) in doubles is not quite 0.16.
 */
static uint32_t least_matches(double t, uint32_t perms)
{
    double least = t - ruled_out_sigmas * sqrt(t * (1 - t) / perms) - rounding;
    uint32_t m = 0;
    while ((double)m / perms < least)
        m++;
    return m;
}

double nd_ruled_out_probability(double j, uint32_t min_matches, uint32_t perms)
{
    if (min_matches > perms)
        return 1;
    if (j <= 0 || j >= 1)
        return j <= 0 && min_matches > 0 ? 1 : 0;
    /* terms from logarithms: 0.05^1024, the first at j = 0.95, is below the least double */
    double sum = 0, log_choose = 0, log_j = log(j), log_not_j = log1p(-j);
    for (uint32_t m = 0; m < min_matches; m++) {
        sum += exp(log_choose + m * log_j + (perms - m) * log_not_j);
        log_choose += log((double)(perms - m) / (m + 1));
    }
    return sum < 1 ? sum : 1;
}

nd_status nd_tune(const nd_opts *opts, nd_bands *out, nd_err *err)
{
    nd_status st = nd_opts_check(opts, err);
    if (st != ND_OK)
        return st;
    double t = opts->threshold;
    uint32_t min_matches = least_matches(t, opts->perms);
    double ruled_out = nd_ruled_out_probability(t, min_matches, opts->perms), best = 0;
    for (uint32_t rows = opts->perms; rows > 0; rows--) {
        uint32_t bands = opts->perms / rows;
        best = nd_band_probability(t, bands, rows) - ruled_out;
        if (best < opts->recall)
            continue;
        for (bands = 1; nd_band_probability(t, bands, rows) - ruled_out < opts->recall;)
            bands++;
        *out = (nd_bands){
            .bands = bands,
            .rows = rows,
            .min_matches = min_matches,
            .recall = nd_band_probability(t, bands, rows) - ruled_out,
        };
        return ND_OK;
    }
    /* one row is the best there is: (1 - t)^r <= 1 - t^r, so fewer rows miss less */
    return nd_fail(err, ND_EINVAL,
                   "recall %.10g at threshold %.10g cannot be reached with %u perms, the best is %.10g",
                   opts->recall, t, opts->perms, best);
}
