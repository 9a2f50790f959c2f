/* SPDX-License-Identifier: MIT
 *
 * align_gap.c - the words of a short gap, by the shortest edit script: E. W. Myers,
 * "An O(ND) Difference Algorithm and Its Variations", 1986, the greedy one.
 *
 * Of each number of edits d the furthest place on each diagonal is kept, d + 1 of
 * them, to walk back on: diagonal k = x - y of row d stands at (k + d) / 2. The number
 * of edits is bounded, so memory is too, and time is linear in the words. Words that
 * are further apart stay unaligned; hardly a reader would see them together.
 */
#include "align_steps.h"

enum { MOST_EDITS = 128 };

typedef struct script {
    const uint32_t *a, *b;
    uint32_t n_a, n_b;
    uint32_t *trace;
} script;

static uint32_t *row_of(const script *s, uint32_t d)
{
    return s->trace + (size_t)d * (d + 1) / 2;
}

/* Where row d begins on its i-th diagonal, before equal words are passed. */
static uint32_t begin_of(const script *s, uint32_t d, uint32_t i, bool *down)
{
    if (d == 0) {
        *down = false;
        return 0;
    }
    const uint32_t *before = row_of(s, d - 1);
    *down = i == 0 || (i < d && before[i - 1] < before[i]);
    return *down ? before[i] : before[i - 1] + 1;
}

/* Fills row d. True where it reaches the end of both. */
static bool fill_row(const script *s, uint32_t d)
{
    uint32_t *row = row_of(s, d);
    for (uint32_t i = 0; i <= d; i++) {
        bool down;
        uint32_t x = begin_of(s, d, i, &down);
        uint32_t y = x + d - 2 * i; /* x - k; never below 0 */
        while (x < s->n_a && y < s->n_b && s->a[x] == s->b[y]) {
            x++;
            y++;
        }
        row[i] = x;
        if (x == s->n_a && y == s->n_b)
            return true;
    }
    return false;
}

static void walk_back(nd_word_aligner *al, const script *s, const nd_gap *gap, uint32_t d)
{
    uint32_t x = s->n_a, y = s->n_b;
    for (;; d--) {
        bool down;
        uint32_t i = (x + d - y) / 2;
        uint32_t from = begin_of(s, d, i, &down);
        while (x > from) {
            x--;
            y--;
            nd_pair(al, gap->a + x, gap->b + y);
        }
        if (d == 0)
            return;
        if (down)
            y--;
        else
            x--;
    }
}

nd_status nd_gap_align(nd_word_aligner *al, const nd_gap *gap, nd_err *err)
{
    script s = {.a = al->a + gap->a, .b = al->b + gap->b, .n_a = gap->a_end - gap->a, .n_b = gap->b_end - gap->b};
    uint32_t least = s.n_a > s.n_b ? s.n_a - s.n_b : s.n_b - s.n_a;
    for (uint32_t d = 0; least <= MOST_EDITS && d <= MOST_EDITS; d++) {
        size_t need = (size_t)(d + 1) * (d + 2) / 2;
        if (!nd_grow(al->alloc, &al->trace, &al->cap_trace, need, sizeof *al->trace))
            return nd_no_memory(err, need * sizeof *al->trace);
        s.trace = al->trace;
        if (fill_row(&s, d)) {
            walk_back(al, &s, gap, d);
            return ND_OK;
        }
    }
    return ND_OK;
}
