/* SPDX-License-Identifier: MIT
 *
 * interval.c - counts to shares, intervals and the adjusted Rand index. The index is
 * taken from the pair confusion (as in scikit-learn), not from expected values, since
 * that is a difference of whole products: no digit is lost where clusterings hardly agree.
 */
#include "interval.h"

#include <math.h>
#include <stdbool.h>

__extension__ typedef unsigned __int128 u128;
__extension__ typedef __int128 i128;

static const double z = 1.9599639845400545; /* of the normal distribution, 2.5 % lie beyond */

nd_share nd_wilson(uint64_t part, uint64_t of)
{
    if (of == 0)
        return (nd_share){NAN, NAN, NAN};
    double n = (double)of, p = (double)part / n, scale = 1 + z * z / n;
    double middle = (p + z * z / (2 * n)) / scale;
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    return (nd_share){
        .share = p,
        .lo = part == 0 ? 0 : fmax(middle - half, 0), /* exactly there, whatever is lost in rounding */
        .hi = part == of ? 1 : fmin(middle + half, 1),
    };
}

static double doubled(double x)
{
    return 2 * x / (1 + x);
}

nd_share nd_f1(uint64_t truth, uint64_t found, uint64_t both)
{
    nd_share x = nd_wilson(both, truth + found - both);
    return (nd_share){doubled(x.share), doubled(x.lo), doubled(x.hi)};
}

double nd_ari(uint64_t n, uint64_t truth, uint64_t found, uint64_t both)
{
    u128 all = n > 0 ? (u128)n * (n - 1) / 2 : 0;
    u128 missed = truth - both, wrong = found - both, neither = all - truth - wrong;
    if (missed == 0 && wrong == 0)
        return 1;
    bool exact = all >> 63 == 0;
    if (!exact) {
        double apart = (double)neither, m = (double)missed, w = (double)wrong;
        return 2 * ((double)both * apart - m * w) / ((double)truth * (m + apart) + (double)found * (w + apart));
    }
    i128 above = (i128)(both * neither) - (i128)(missed * wrong);
    u128 below = truth * (missed + neither) + found * (wrong + neither);
    return 2 * (double)above / (double)below;
}
