/* SPDX-License-Identifier: MIT
 *
 * align_words.c - the order of the steps, and the gaps between what is aligned.
 *
 * A gap is shrunk from both ends while the words are equal. Then, as long as it is
 * long, anchors part it into smaller ones, which are looked at again: long n-grams
 * first, for they are right; unique ones before ranked ones; single words last. A
 * short gap gets a shortest edit script.
 *
 * A gap is looked at MOST_TRIES times on each level, and the gaps of one try are
 * disjoint: that bounds the time at O(n log n), whatever the words are.
 */
#include "align_steps.h"

#include <xxhash.h>

enum { SHORT_GAP = 32, MOST_TRIES = 4, MOST_ROUNDS = 3 };

static const struct {
    uint32_t words;
    bool ranked;
} levels[] = {{24, false}, {6, false}, {6, true}, {3, false}, {3, true}, {1, false}};

void nd_word_aligner_init(nd_word_aligner *al, const nd_alloc *alloc)
{
    *al = (nd_word_aligner){.alloc = alloc};
}

void nd_word_aligner_release(nd_word_aligner *al)
{
    nd_drop(al->alloc, al->of_a, al->cap_of_a, sizeof *al->of_a);
    nd_drop(al->alloc, al->of_b, al->cap_of_b, sizeof *al->of_b);
    nd_drop(al->alloc, al->counts, al->cap_counts, sizeof *al->counts);
    nd_drop(al->alloc, al->runs, al->cap_runs, sizeof *al->runs);
    nd_drop(al->alloc, al->gaps, al->cap_gaps, sizeof *al->gaps);
    nd_drop(al->alloc, al->grams, al->cap_grams, sizeof *al->grams);
    nd_drop(al->alloc, al->next, al->cap_next, sizeof *al->next);
    nd_drop(al->alloc, al->anchors, al->cap_anchors, sizeof *al->anchors);
    nd_drop(al->alloc, al->back, al->cap_back, sizeof *al->back);
    nd_drop(al->alloc, al->tails, al->cap_tails, sizeof *al->tails);
    nd_drop(al->alloc, al->trace, al->cap_trace, sizeof *al->trace);
    nd_drop(al->alloc, al->scores, al->cap_scores, sizeof *al->scores);
    nd_word_aligner_init(al, al->alloc);
}

/* Puts a gap aside, unless there is nothing to align in it. */
static nd_status add_gap(nd_word_aligner *al, nd_gap gap, nd_err *err)
{
    if (gap.a == gap.a_end || gap.b == gap.b_end)
        return ND_OK;
    if (!nd_grow(al->alloc, &al->gaps, &al->cap_gaps, al->n_gaps + 1, sizeof *al->gaps))
        return nd_no_memory(err, 0);
    al->gaps[al->n_gaps++] = gap;
    return ND_OK;
}

static void shrink(nd_word_aligner *al, nd_gap *gap)
{
    while (gap->a < gap->a_end && gap->b < gap->b_end && al->a[gap->a] == al->b[gap->b])
        nd_pair(al, gap->a++, gap->b++);
    while (gap->a < gap->a_end && gap->b < gap->b_end && al->a[gap->a_end - 1] == al->b[gap->b_end - 1])
        nd_pair(al, --gap->a_end, --gap->b_end);
}

/* Pairs the words of the anchors and puts the gaps between them aside. */
static nd_status part(nd_word_aligner *al, const nd_gap *gap, uint32_t n, size_t anchors, nd_err *err)
{
    nd_status st = ND_OK;
    nd_gap rest = *gap;
    if (levels[gap->level].ranked || ++rest.tries == MOST_TRIES) {
        rest.level++;
        rest.tries = 0;
    }
    for (size_t i = 0; st == ND_OK && i < anchors; i++) {
        nd_anchor at = al->anchors[i];
        uint32_t skip_a = rest.a > at.a ? rest.a - at.a : 0, skip_b = rest.b > at.b ? rest.b - at.b : 0;
        uint32_t skip = skip_a > skip_b ? skip_a : skip_b;
        if (skip >= n)
            continue;
        nd_gap before = rest;
        before.a_end = at.a + skip;
        before.b_end = at.b + skip;
        for (; skip < n; skip++)
            nd_pair(al, at.a + skip, at.b + skip);
        rest.a = at.a + n;
        rest.b = at.b + n;
        st = add_gap(al, before, err);
    }
    return st == ND_OK ? add_gap(al, rest, err) : st;
}

static nd_status look_at(nd_word_aligner *al, nd_gap gap, nd_err *err)
{
    nd_status st = ND_OK;
    size_t anchors = 0;
    shrink(al, &gap);
    uint32_t n_a = gap.a_end - gap.a, n_b = gap.b_end - gap.b;
    if (n_a == 0 || n_b == 0)
        return ND_OK;
    if ((uint64_t)n_a + n_b <= SHORT_GAP)
        return nd_gap_align(al, &gap, err);
    for (; st == ND_OK && anchors == 0 && gap.level < ND_COUNT(levels); gap.level++, gap.tries = 0) {
        uint32_t n = levels[gap.level].words;
        if (n > n_a || n > n_b)
            continue;
        st = nd_anchors_find(al, &gap, n, levels[gap.level].ranked, &anchors, err);
        if (st == ND_OK && anchors > 0)
            return part(al, &gap, n, anchors, err);
    }
    return st == ND_OK ? nd_gap_align(al, &gap, err) : st;
}

static bool make_room(nd_word_aligner *al, size_t n_a, size_t n_b, size_t n_counts)
{
    size_t counted = al->cap_counts;
    if (!nd_grow(al->alloc, &al->of_a, &al->cap_of_a, n_a, sizeof *al->of_a) ||
        !nd_grow(al->alloc, &al->of_b, &al->cap_of_b, n_b, sizeof *al->of_b) ||
        !nd_grow(al->alloc, &al->next, &al->cap_next, n_b, sizeof *al->next) ||
        !nd_grow(al->alloc, &al->counts, &al->cap_counts, n_counts, sizeof *al->counts))
        return false;
    if (al->cap_counts > counted)
        memset(al->counts + counted, 0, (al->cap_counts - counted) * sizeof *al->counts);
    if (n_a > 0)
        memset(al->of_a, 0, n_a * sizeof *al->of_a);
    if (n_b > 0)
        memset(al->of_b, 0, n_b * sizeof *al->of_b);
    return true;
}

static uint32_t largest(const uint32_t *words, size_t n, uint32_t so_far)
{
    for (size_t i = 0; i < n; i++)
        if (words[i] > so_far)
            so_far = words[i];
    return so_far;
}

static void count(nd_word_aligner *al, const uint32_t *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        al->counts[words[i]]++;
}

static void forget(nd_word_aligner *al, const uint32_t *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        al->counts[words[i]] = 0;
}

/* Aligns what lies between the runs, in order and without a moved one, that there are. */
static nd_status fill_gaps(nd_word_aligner *al, nd_err *err)
{
    nd_status st = ND_OK;
    nd_gap gap = {.level = 0};
    al->n_gaps = 0;
    for (size_t i = 0; st == ND_OK && i <= al->n_runs; i++) {
        const nd_run *run = i < al->n_runs ? &al->runs[i] : &(nd_run){.a = al->n_a, .b = al->n_b};
        gap.a_end = run->a;
        gap.b_end = run->b;
        st = add_gap(al, gap, err);
        gap.a = run->a + run->n;
        gap.b = run->b + run->n;
    }
    while (st == ND_OK && al->n_gaps > 0)
        st = look_at(al, al->gaps[--al->n_gaps], err);
    return st;
}

static uint64_t ordered_words(const nd_word_aligner *al)
{
    uint64_t words = 0;
    for (size_t i = 0; i < al->n_runs; i++)
        words += al->runs[i].moved ? 0 : al->runs[i].n;
    return words;
}

static void drop_moved(nd_word_aligner *al)
{
    size_t n = 0;
    for (size_t i = 0; i < al->n_runs; i++) {
        nd_run run = al->runs[i];
        if (run.moved)
            nd_unpair(al, &run);
        else
            al->runs[n++] = run;
    }
    al->n_runs = n;
}

/* Where the whole view shows a better order than the anchors did, the gaps of that are filled anew. */
static nd_status align(nd_word_aligner *al, nd_err *err)
{
    nd_status st = ND_OK;
    uint64_t before = 0, after = 1;
    for (int round = 0; st == ND_OK && round < MOST_ROUNDS && after > before; round++) {
        drop_moved(al);
        st = fill_gaps(al, err);
        if (st == ND_OK)
            st = nd_runs_support(al, err);
        before = ordered_words(al);
        if (st == ND_OK)
            st = nd_moved_find(al, err);
        if (st == ND_OK)
            st = nd_runs_order(al, err);
        after = ordered_words(al);
    }
    if (st != ND_OK)
        return st;
    nd_gaps_slide(al);
    nd_runs_extend(al);
    return ND_OK;
}

nd_status nd_align_words(nd_word_aligner *al, const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                         nd_err *err)
{
    const size_t most = INT32_MAX;
    if (n_a > most || n_b > most)
        return nd_fail(err, ND_ELIMIT, "a text of more than %zu words cannot be aligned", most);
    size_t n_counts = (size_t)largest(b, n_b, largest(a, n_a, 0)) + 1;
    if (!make_room(al, n_a, n_b, n_counts))
        return nd_no_memory(err, (n_a + 2 * n_b + n_counts) * sizeof *al->of_a);
    al->a = a;
    al->b = b;
    al->n_a = (uint32_t)n_a;
    al->n_b = (uint32_t)n_b;
    al->n_runs = 0;
    al->seed = XXH3_64bits_withSeed(a, n_a * sizeof *a, XXH3_64bits(b, n_b * sizeof *b));
    count(al, a, n_a);
    count(al, b, n_b);
    nd_status st = align(al, err);
    forget(al, a, n_a);
    forget(al, b, n_b);
    al->a = al->b = NULL;
    al->breaks_a = al->breaks_b = NULL;
    return st;
}
