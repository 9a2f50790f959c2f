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
    for (size_t i = 0; i < ND_COUNT(x->rows); i++)
        nd_drop(x->alloc, x->rows[i], x->caps[i], sizeof *x->rows[i]);
}

/* Equal letters from a and b on, or with step -1 before them; most at most. There are letters or padding around either. */
static inline uint32_t slide(const uint8_t *a, const uint8_t *b, uint32_t most, int step)
{
    uint32_t n = 0;
    for (uint64_t va, vb; n < most; n += 8) {
        memcpy(&va, step > 0 ? a + n : a - n - 8, 8);
        memcpy(&vb, step > 0 ? b + n : b - n - 8, 8);
        if (va != vb) {
            n += (uint32_t)(step > 0 ? __builtin_ctzll(va ^ vb) : __builtin_clzll(va ^ vb)) / 8;
            break;
        }
    }
    return n < most ? n : most;
}

/*
 * A row holds the furthest i of each diagonal d = i - j that is alive, low .. high, with
 * NOWHERE twice before and behind them; each edit widens that by one either way.
 */
enum { MARGIN = 2 };

static inline __attribute__((always_inline)) nd_status extend(nd_extender *x, const uint8_t *a, uint32_t n_a,
                                                              const uint8_t *b, uint32_t n_b, int64_t backing,
                                                              int step, nd_extension *out, nd_err *err)
{
    uint32_t first = slide(a, b, n_a < n_b ? n_a : n_b, step);
    nd_extension best = {first, first, 0};
    int64_t best_score = 2 * (int64_t)first, low = 0, high = 0;
    int64_t start[] = {NOWHERE, NOWHERE, first, NOWHERE, NOWHERE};
    const int64_t *before = start + MARGIN;       /* of low */

    for (uint32_t edits = 1; low <= high; edits++) {
        int64_t **row = &x->rows[edits % 2], least = best_score - ((best_score + backing) / 2 < ND_X_DROP ? (best_score + backing) / 2 : ND_X_DROP) + ND_EDIT_COST * (int64_t)edits;
        size_t width = (size_t)(high - low + 3) + 2 * MARGIN;
        if (!nd_grow(x->alloc, row, &x->caps[edits % 2], width, sizeof **row))
            return nd_no_memory(err, width * sizeof **row);
        int64_t *now = *row + MARGIN, *end = now, *begin = NULL;
        now[-2] = now[-1] = NOWHERE;
        for (int64_t d = low - 1; d <= high + 1; d++, end++) {
            const int64_t *old = before + (d - low);
            int64_t i = old[-1] > old[0] ? old[-1] + 1 : old[0] + 1; /* a letter of a alone; one that differs */
            i = old[1] > i ? old[1] : i;                             /* a letter of b alone */
            int64_t j = i - d;
            *end = NOWHERE;
            if (i < 0 || i > n_a || j > n_b)
                continue;
            int64_t left_a = n_a - i, left_b = n_b - j;
            uint32_t n = slide(a + step * i, b + step * j, (uint32_t)(left_a < left_b ? left_a : left_b), step);
            i += n;
            j += n;
            if (i + j < least)
                continue;
            *end = i;
            begin = begin == NULL ? end : begin;
            int64_t score = i + j - ND_EDIT_COST * (int64_t)edits;
            if (score > best_score) {
                best_score = score;
                best = (nd_extension){(uint32_t)i, (uint32_t)j, edits};
            }
        }
        if (begin == NULL)
            break;
        end[0] = end[1] = NOWHERE;
        while (end[-1] == NOWHERE)
            end--;
        low += begin - now - 1;
        high = low + (end - begin) - 1;
        before = begin;
    }
    *out = best;
    return ND_OK;
}

nd_status nd_extend(nd_extender *x, const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b, int64_t backing,
                    int step, nd_extension *out, nd_err *err)
{
    if (step > 0)
        return extend(x, a, n_a, b, n_b, backing, 1, out, err);
    return extend(x, a, n_a, b, n_b, backing, -1, out, err);
}
