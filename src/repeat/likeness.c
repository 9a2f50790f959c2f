/* SPDX-License-Identifier: MIT
 *
 * likeness.c - how alike two blocks of an article are.
 *
 * Captions of one event tell the same in any order, and in many languages the words
 * change their ends with it: they are compared as multisets, and forms of a word count
 * half. Paragraphs keep their order; of those a longest common subsequence is taken.
 */
#include "likeness.h"

#include <math.h>

enum {
    MOST_CELLS = 1 << 24,      /* of an alignment */
    MOST_LEFT = 32             /* words of a line that the other lacks; more are not tried for forms */
};

void nd_likeness_init(nd_likeness *likeness, const nd_alloc *alloc)
{
    *likeness = (nd_likeness){.alloc = alloc};
}

void nd_likeness_release(nd_likeness *likeness)
{
    nd_drop(likeness->alloc, likeness->own, likeness->cap_own, sizeof *likeness->own);
    nd_drop(likeness->alloc, likeness->common, likeness->cap_common, sizeof *likeness->common);
    nd_drop(likeness->alloc, likeness->left, likeness->cap_left, sizeof *likeness->left);
    nd_drop(likeness->alloc, likeness->rows, likeness->cap_rows, sizeof *likeness->rows);
    nd_likeness_init(likeness, likeness->alloc);
}

nd_status nd_likeness_begin(nd_likeness *l, uint32_t n_ids, uint32_t n_blocks, nd_err *err)
{
    size_t n = (size_t)n_ids + 1;
    if (!nd_grow(l->alloc, &l->own, &l->cap_own, n, sizeof *l->own) ||
        !nd_grow(l->alloc, &l->common, &l->cap_common, n, sizeof *l->common) ||
        !nd_grow(l->alloc, &l->left, &l->cap_left, n, sizeof *l->left))
        return nd_no_memory(err, n * sizeof *l->own);
    memset(l->left, 0, n * sizeof *l->left);
    l->n_blocks = n_blocks;
    for (uint32_t with = 1; with < ND_LIKENESS_LOGS; with++)
        l->logs[with] = log2f((float)(n_blocks + 1) / (float)with);
    return ND_OK;
}

static float weight_of(const nd_likeness *l, uint32_t with)
{
    if (with < ND_LIKENESS_LOGS)
        return l->logs[with > 0 ? with : 1];
    return log2f((float)(l->n_blocks + 1) / (float)with);
}

void nd_likeness_weigh(nd_likeness *l, uint32_t id, uint32_t with)
{
    l->own[id] = weight_of(l, with);
    l->common[id] = with > 1 ? weight_of(l, with - 1) : l->own[id];
}

/* What two blocks have in common and what only one has, by weight. */
typedef struct sums {
    double common, apart;
} sums;

/* The words that only one of two lines has. */
typedef struct rest {
    uint32_t words[MOST_LEFT];
    size_t   n;
    bool     full;
} rest;

static void keep(rest *r, uint32_t word)
{
    r->full |= r->n == MOST_LEFT;
    if (!r->full)
        r->words[r->n++] = word;
}

/* Sums over the words of both, each as often as both have it; a's and b's own words are kept. */
static sums sum_up(nd_likeness *l, const uint32_t *ids, const nd_segment *a, const nd_segment *b, rest *of_a,
                   rest *of_b)
{
    sums s = {0, 0};
    uint32_t *left = l->left;
    for (uint32_t w = b->word, end = w + b->n_words; w < end; w++)
        left[ids[w]]++;
    for (uint32_t w = a->word, end = w + a->n_words; w < end; w++) {
        uint32_t id = ids[w];
        if (left[id] > 0) {
            left[id]--;
            s.common += (double)l->common[id];
        } else {
            s.apart += (double)l->own[id];
            keep(of_a, w);
        }
    }
    for (uint32_t w = b->word, end = w + b->n_words; w < end; w++) {
        uint32_t id = ids[w];
        if (left[id] > 0) {
            left[id]--;
            s.apart += (double)l->own[id];
            keep(of_b, w);
        }
    }
    return s;
}

/* Forms of one word: three in five bytes of the longer are a common begin, and enough to be a stem. */
static bool are_forms(const nd_article *article, uint32_t a, uint32_t b)
{
    enum { STEM = 4, OTHER = ND_WORD_ALONE | ND_WORD_DIGIT | ND_WORD_ONE };
    if (((nd_word_traits(article, a) | nd_word_traits(article, b)) & OTHER) != 0)
        return false;
    const nd_words *words = &article->words;
    const char *x = words->folded + words->starts[a], *y = words->folded + words->starts[b];
    size_t n_x = words->starts[a + 1] - words->starts[a] - 1, n_y = words->starts[b + 1] - words->starts[b] - 1;
    size_t n = 0, least = n_x < n_y ? n_x : n_y, most = n_x < n_y ? n_y : n_x;
    while (n < least && x[n] == y[n])
        n++;
    while (n > 0 && n < most && ((unsigned char)(n_x > n ? x[n] : y[n]) & 0xC0) == 0x80)
        n--;                   /* not within a letter */
    return n >= STEM && 5 * n >= 3 * most;
}

static void count_forms(const nd_likeness *l, const nd_article *article, const rest *of_a, rest *of_b, sums *s)
{
    for (size_t i = 0; i < of_a->n; i++) {
        for (size_t k = 0; k < of_b->n; k++) {
            if (!are_forms(article, of_a->words[i], of_b->words[k]))
                continue;
            uint32_t x = article->ids[of_a->words[i]], y = article->ids[of_b->words[k]];
            double half = (double)(l->own[x] + l->own[y]) / 2;
            s->common += half / 2;
            s->apart -= half;
            of_b->words[k] = of_b->words[--of_b->n];
            break;
        }
    }
}

/*
 * Weight of the words that stand in the same order in both: of a longest common
 * subsequence. Rows are the words of a, a bit for each of b: bit-parallel (Hyyro 2004),
 * and each row kept, so that the subsequence can be read back.
 */
static nd_status ordered_weight(nd_likeness *l, const uint32_t *ids, const nd_segment *a, const nd_segment *b,
                                double *sum, nd_err *err)
{
    size_t n_a = a->n_words, n_b = b->n_words, n_words = n_b / 64 + 1, n_masks = 0;
    if (!nd_grow(l->alloc, &l->rows, &l->cap_rows, (n_a + 1 + n_b) * n_words, sizeof *l->rows))
        return nd_no_memory(err, 0);
    uint64_t *rows = l->rows, *masks = rows + (n_a + 1) * n_words;
    /* left holds, while this runs, which mask a word of b has, + 1 */
    for (size_t j = 0; j < n_b; j++) {
        uint32_t *mask = &l->left[ids[b->word + j]];
        if (*mask == 0) {
            *mask = (uint32_t)++n_masks;
            memset(masks + (n_masks - 1) * n_words, 0, n_words * sizeof *masks);
        }
        masks[(*mask - 1) * n_words + j / 64] |= UINT64_C(1) << j % 64;
    }
    memset(rows, 0xFF, n_words * sizeof *rows);
    for (size_t i = 0; i < n_a; i++) {
        uint64_t *row = rows + i * n_words, *next = row + n_words, carry = 0;
        uint32_t mask = l->left[ids[a->word + i]];
        for (size_t k = 0; k < n_words; k++) {
            uint64_t m = mask != 0 ? masks[(mask - 1) * n_words + k] : 0, u = row[k] & m;
            uint64_t t = row[k] + u, t2 = t + carry;
            carry = (uint64_t)(t < u) | (uint64_t)(t2 < t);
            next[k] = t2 | (row[k] & ~m);
        }
    }
    for (size_t j = 0; j < n_b; j++)
        l->left[ids[b->word + j]] = 0;
    *sum = 0;
    for (size_t i = n_a, j = n_b; i > 0 && j > 0;) {
        /* a zero bit: the subsequence of rows up to i grows at word j */
        const uint64_t *row = rows + i * n_words, *above = row - n_words;
        size_t at = (j - 1) / 64, bit = (j - 1) % 64;
        bool here = (row[at] >> bit & 1) == 0, there = (above[at] >> bit & 1) == 0;
        if (!here) {
            j--;
        } else if (there) {
            i--;
        } else {
            *sum += (double)l->common[ids[a->word + i - 1]];
            i--;
            j--;
        }
    }
    return ND_OK;
}

static bool fits(const nd_segment *a, const nd_segment *b)
{
    return (uint64_t)a->n_words * ((uint64_t)b->n_words + 64) <= MOST_CELLS;
}

nd_status nd_likeness_of(nd_likeness *l, const nd_article *article, const nd_segment *a, const nd_segment *b,
                         bool ordered, double least, double *similarity, nd_err *err)
{
    rest of_a = {.n = 0}, of_b = {.n = 0};
    sums s = sum_up(l, article->ids, a, b, &of_a, &of_b);
    double in_order = s.common;
    nd_status st = ND_OK;
    *similarity = 0;
    if (!ordered) {
        if (!of_a.full && !of_b.full)
            count_forms(l, article, &of_a, &of_b, &s);
        in_order = s.common;
    } else if (2 * s.common >= least * (2 * s.common + s.apart) && fits(a, b)) {
        st = ordered_weight(l, article->ids, a, b, &in_order, err);
    }
    if (st == ND_OK && s.common > 0)
        *similarity = (s.common + in_order) / (2 * s.common + s.apart);
    return st;
}
