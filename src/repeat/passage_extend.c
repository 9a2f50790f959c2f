/* SPDX-License-Identifier: MIT
 *
 * passage_extend.c - greedy extension by furthest-reaching places.
 *
 * Zhang, Schwartz, Wagner, Miller, "A greedy algorithm for aligning DNA sequences",
 * 2000: with these scores a place's score is known from its diagonal, how far it is and
 * the number of edits, so of all ways with e edits that end on one diagonal only the
 * furthest counts. Diagonals whose score falls ND_X_DROP below the best are dropped, so
 * the work is the letters taken times the few diagonals that stay.
 */
#include "passage_extend.h"

static const int64_t NOWHERE = INT64_MIN / 2;

void nd_extender_init(nd_extender *x, const nd_alloc *alloc)
{
    *x = (nd_extender){.alloc = alloc};
}

void nd_extender_release(nd_extender *x)
{
    nd_drop(x->alloc, x->now, x->cap_now, sizeof *x->now);
    nd_drop(x->alloc, x->before, x->cap_before, sizeof *x->before);
}

static inline uint32_t equal_forward(const uint8_t *a, const uint8_t *b, uint32_t most)
{
    uint32_t n = 0;
    while (n + 8 <= most) {
        uint64_t va, vb;
        memcpy(&va, a + n, 8);
        memcpy(&vb, b + n, 8);
        if (va != vb)
            break;
        n += 8;
    }
    while (n < most && a[n] == b[n])
        n++;
    return n;
}

static inline uint32_t equal_back(const uint8_t *a, const uint8_t *b, uint32_t most)
{
    uint32_t n = 0;
    while (n < most && a[-1 - (ptrdiff_t)n] == b[-1 - (ptrdiff_t)n])
        n++;
    return n;
}

/* Letters equal from i letters of a and j of b on. */
static inline uint32_t slide(const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b, int64_t i, int64_t j,
                             int step)
{
    int64_t left_a = n_a - i, left_b = n_b - j;
    uint32_t most = (uint32_t)(left_a < left_b ? left_a : left_b);
    return step > 0 ? equal_forward(a + i, b + j, most) : equal_back(a - i, b - j, most);
}

/*
 * now[d - low] is the furthest i on diagonal d = i - j. Diagonals low .. high are alive;
 * each edit widens them by one either way.
 */
nd_status nd_extend(nd_extender *x, const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b, int step,
                    nd_extension *out, nd_err *err)
{
    uint32_t first = slide(a, n_a, b, n_b, 0, 0, step);
    nd_extension best = {first, first, 0};
    int64_t best_score = 2 * (int64_t)first;
    int64_t low = 0, high = 0;

    if (!nd_grow(x->alloc, &x->before, &x->cap_before, 16, sizeof *x->before))
        return nd_no_memory(err, 0);
    x->before[0] = first;
    for (uint32_t edits = 1; low <= high; edits++) {
        size_t width = (size_t)(high - low + 3);
        if (!nd_grow(x->alloc, &x->now, &x->cap_now, width, sizeof *x->now) ||
            !nd_grow(x->alloc, &x->before, &x->cap_before, width, sizeof *x->before))
            return nd_no_memory(err, width * sizeof *x->now);
        int64_t next_low = high + 2, next_high = low - 2;
        for (int64_t d = low - 1; d <= high + 1; d++) {
            int64_t i = NOWHERE;
            if (d - 1 >= low && d - 1 <= high && x->before[d - 1 - low] + 1 > i)
                i = x->before[d - 1 - low] + 1;  /* a letter of a alone */
            if (d >= low && d <= high && x->before[d - low] + 1 > i)
                i = x->before[d - low] + 1;      /* one that differs */
            if (d + 1 >= low && d + 1 <= high && x->before[d + 1 - low] > i)
                i = x->before[d + 1 - low];      /* a letter of b alone */
            int64_t j = i - d;
            x->now[d - (low - 1)] = NOWHERE;
            if (i < 0 || i > n_a || j < 0 || j > n_b)
                continue;
            uint32_t n = slide(a, n_a, b, n_b, i, j, step);
            i += n;
            j += n;
            int64_t score = i + j - ND_EDIT_COST * (int64_t)edits;
            if (score < best_score - ND_X_DROP)
                continue;
            x->now[d - (low - 1)] = i;
            next_low = d < next_low ? d : next_low;
            next_high = d;
            if (score > best_score) {
                best_score = score;
                best = (nd_extension){(uint32_t)i, (uint32_t)j, edits};
            }
        }
        if (next_low > next_high)
            break;
        memmove(x->now, x->now + (next_low - (low - 1)), (size_t)(next_high - next_low + 1) * sizeof *x->now);
        low = next_low;
        high = next_high;
        int64_t *swap = x->now;
        x->now = x->before;
        x->before = swap;
        size_t cap = x->cap_now;
        x->cap_now = x->cap_before;
        x->cap_before = cap;
    }
    *out = best;
    return ND_OK;
}
