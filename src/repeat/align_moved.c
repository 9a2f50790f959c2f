/* SPDX-License-Identifier: MIT
 *
 * align_moved.c - what both texts have but in another order, and which order that is.
 *
 * Of the words that are still free, each run of ND_MOVED_WORDS or more that stands in
 * b too is a candidate. The longest get their words first, so that a paragraph is not
 * cut up by the phrases in it; what others took from a candidate is looked for anew.
 *
 * Then all runs together are put in order: a heaviest chain that increases in both
 * texts, weighed in words (a Fenwick tree over the places in b). What is outside it has
 * moved.
 */
#include "align_steps.h"

enum {
    ROUNDS = 3,     /* candidates are looked for */
    PLACES = 8,     /* of one n-gram in b that are tried */
    LENGTHS = 32    /* candidates are sorted by the logarithm of their length */
};

/* Free equal words from a and b on. */
static uint32_t equal_words(const nd_word_aligner *al, uint32_t a, uint32_t b)
{
    uint32_t n = 0;
    while (a + n < al->n_a && b + n < al->n_b && al->of_a[a + n] == 0 && al->of_b[b + n] == 0 &&
           al->a[a + n] == al->b[b + n])
        n++;
    return n;
}

/* The longest of the first few runs that begin with the n-gram at a. */
static nd_run longest_at(nd_word_aligner *al, uint32_t a)
{
    nd_run best = {.a = a};
    const nd_gram *gram = nd_gram_at(al, a, ND_MOVED_WORDS);
    uint32_t place = gram != NULL ? gram->first : 0;
    for (int i = 0; i < PLACES && place != 0; i++) {
        uint32_t n = equal_words(al, a, place - 1);
        if (n > best.n) {
            best.n = n;
            best.b = place - 1;
        }
        place = al->next[place - 1];
    }
    return best;
}

/* Candidates as al->runs, in order of a; they may overlap. */
static nd_status candidates(nd_word_aligner *al, nd_err *err)
{
    nd_status st = nd_grams_make(al, 0, al->n_b, ND_MOVED_WORDS, err);
    al->n_runs = 0;
    for (uint32_t a = 0, free = 0, from = 0; st == ND_OK && a < al->n_a; a++) {
        free = al->of_a[a] == 0 ? free + 1 : 0;
        if (free < ND_MOVED_WORDS || a + 1 - ND_MOVED_WORDS < from)
            continue;
        nd_run run = longest_at(al, a + 1 - ND_MOVED_WORDS);
        if (run.n < ND_MOVED_WORDS)
            continue;
        from = run.a + run.n + 1 - ND_MOVED_WORDS; /* a longer one may begin in its last words */
        if (!nd_is_telling(al, run.a, run.n))
            continue;
        if (!nd_grow(al->alloc, &al->runs, &al->cap_runs, al->n_runs + 1, sizeof *al->runs))
            return nd_no_memory(err, 0);
        al->runs[al->n_runs++] = run;
    }
    return st;
}

/* Pairs what is still free of a candidate, in runs that are worth it. True: some of it was. */
static bool claim(nd_word_aligner *al, const nd_run *run)
{
    bool any = false;
    for (uint32_t i = 0, n; i < run->n; i += n + 1) {
        n = equal_words(al, run->a + i, run->b + i);
        if (n > run->n - i)
            n = run->n - i;
        if (n < ND_MOVED_WORDS || !nd_is_telling(al, run->a + i, n))
            continue;
        for (uint32_t k = 0; k < n; k++)
            nd_pair(al, run->a + i + k, run->b + i + k);
        any = true;
    }
    return any;
}

/* The candidates, the longest first. tails: the next of about the same length, + 1. */
static bool claim_all(nd_word_aligner *al)
{
    uint32_t first[LENGTHS] = {0}, *next = al->tails;
    bool any = false;
    for (size_t i = al->n_runs; i-- > 0;) {
        uint32_t *head = &first[31 - __builtin_clz(al->runs[i].n)];
        next[i] = *head;
        *head = (uint32_t)i + 1;
    }
    for (int length = LENGTHS - 1; length >= 0; length--)
        for (uint32_t i = first[length]; i != 0; i = next[i - 1])
            any |= claim(al, &al->runs[i - 1]);
    return any;
}

static size_t free_words(const uint32_t *partners, uint32_t n)
{
    size_t free = 0;
    for (uint32_t i = 0; i < n; i++)
        free += partners[i] == 0;
    return free;
}

nd_status nd_moved_find(nd_word_aligner *al, nd_err *err)
{
    nd_status st = ND_OK;
    bool any = true;
    for (int round = 0; st == ND_OK && any && round < ROUNDS; round++) {
        if (free_words(al->of_a, al->n_a) < ND_MOVED_WORDS || free_words(al->of_b, al->n_b) < ND_MOVED_WORDS)
            break;
        st = candidates(al, err);
        if (st == ND_OK && !nd_grow(al->alloc, &al->tails, &al->cap_tails, al->n_runs, sizeof *al->tails))
            st = nd_no_memory(err, al->n_runs * sizeof *al->tails);
        any = st == ND_OK && claim_all(al);
    }
    if (st == ND_OK)
        st = nd_runs_gather(al, err);
    if (st == ND_OK)
        nd_runs_extend(al);
    return st;
}

/* The place of each run among all in order of b: ranks[run], from 1. */
static void rank(nd_word_aligner *al, uint32_t *ranks)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < al->n_runs; i++)
        al->next[al->runs[i].b] = i;
    for (uint32_t b = 0; b < al->n_b; b++)
        if (al->of_b[b] != 0 && (b == 0 || al->of_b[b - 1] == 0 || al->of_b[b] != al->of_b[b - 1] + 1))
            ranks[al->next[b]] = ++n;
}

/*
 * Marks as moved the runs outside a heaviest chain. tree[i] is the run (+ 1) that ends
 * the heaviest chain among some whose rank is at most i; weights[i] what the chain
 * that ends in run i weighs; before[i] the run before it, + 1.
 */
static void mark_moved(nd_word_aligner *al, const uint32_t *ranks, uint32_t *before, uint32_t *tree)
{
    uint64_t *weights = al->scores;
    uint32_t n = (uint32_t)al->n_runs, heaviest = 0;
    memset(tree, 0, (n + 1) * sizeof *tree);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t best = 0;
        for (uint32_t r = ranks[i] - 1; r > 0; r &= r - 1)
            if (tree[r] != 0 && (best == 0 || weights[tree[r] - 1] > weights[best - 1]))
                best = tree[r];
        before[i] = best;
        weights[i] = al->runs[i].n + (best != 0 ? weights[best - 1] : 0);
        for (uint32_t r = ranks[i]; r <= n; r += r & (~r + 1))
            if (tree[r] == 0 || weights[i] > weights[tree[r] - 1])
                tree[r] = i + 1;
        if (heaviest == 0 || weights[i] > weights[heaviest - 1])
            heaviest = i + 1;
        al->runs[i].moved = true;
    }
    for (uint32_t i = heaviest; i != 0; i = before[i - 1])
        al->runs[i - 1].moved = false;
}

nd_status nd_runs_order(nd_word_aligner *al, nd_err *err)
{
    size_t n = al->n_runs, kept = 0, need = 2 * n + 1;
    if (n == 0)
        return ND_OK;
    if (!nd_grow(al->alloc, &al->back, &al->cap_back, n, sizeof *al->back) ||
        !nd_grow(al->alloc, &al->tails, &al->cap_tails, need, sizeof *al->tails) ||
        !nd_grow(al->alloc, &al->scores, &al->cap_scores, n, sizeof *al->scores))
        return nd_no_memory(err, need * sizeof *al->tails);
    rank(al, al->back);
    mark_moved(al, al->back, al->tails, al->tails + n);
    for (size_t i = 0; i < n; i++) {
        nd_run run = al->runs[i];
        if (run.moved && (run.n < ND_MOVED_WORDS || !nd_is_telling(al, run.a, run.n)))
            nd_unpair(al, &run);
        else
            al->runs[kept++] = run;
    }
    al->n_runs = kept;
    return ND_OK;
}
