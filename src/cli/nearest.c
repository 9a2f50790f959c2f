/* SPDX-License-Identifier: MIT
 *
 * nearest.c - a mistyped word to the name that was meant.
 *
 * Distance is that of optimal string alignment (Damerau 1964): insertions,
 * deletions, substitutions and swaps of neighbours count one each, so the
 * commonest slips of the hand are all near. A name whose beginning was typed is
 * nearer than any slip. A suggestion that shares little with the word would
 * only mislead, so more than a third of its letters wrong is no suggestion.
 */
#include "options.h"

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++)
        above[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t d = above[j - 1] + (a[i - 1] != b[j - 1]);
            d = least(d, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d = least(d, before[j - 2] + 1);
            row[j] = d;
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[m];
}

const char *nd_nearest(const char *word, const char *const *names, size_t n)
{
    size_t len = strlen(word), best = SIZE_MAX;
    const char *nearest = NULL;
    if (len == 0 || len > LONGEST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t other = strlen(names[i]);
        if (other > LONGEST)
            continue;
        size_t d = distance(word, len, names[i], other), most = (len > other ? len : other) / 3;
        if (len >= 3 && strncmp(word, names[i], len) == 0)
            d = 0;
        else if (d > (most > 1 ? most : 1) || d >= other)
            continue;
        if (d < best) {
            best = d;
            nearest = names[i];
        }
    }
    return nearest;
}
