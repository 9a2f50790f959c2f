/* SPDX-License-Identifier: MIT
 *
 * align_support.c - runs of paired words, and which of them chance explains as well.
 *
 * Two unrelated texts have words in common, and a long chain of them stands in the
 * same order; a reader who sees "the" joined across two rewritten paragraphs is only
 * confused. So each run has to be more than chance. A word tells its bits, the
 * logarithm of how rare it is in both texts together; a run the sum of its words'.
 * What begins ga words further in one text and gb in the other could have stood at
 * (ga + 1)(gb + 1) places. A run belongs to its neighbour where its bits reach twice
 * the logarithm of that: common words between two single changes do, three words
 * away they do not. The two then stand together as one. Neighbours are joined from the
 * narrowest gap to the widest, so a name may hold on to its sentence, and the sentence
 * to the passage. What is left alone at the end must tell more than finding it
 * anywhere in the two texts would.
 *
 * Bits are integers, in sixteenths: the same result on every machine.
 */
#include "align_steps.h"

enum {
    BIT = 16,
    ALONE = 6 * BIT,      /* 64 times, anywhere */
    OTHER_WORDS = 256,    /* added to the length of the texts: in two short ones every word looks common */
    COSTS = 2 * 2 * 32 * BIT
};

/* The logarithm to base 2, within a tenth of a bit; x > 0. */
static uint32_t bits_of(uint64_t x)
{
    uint32_t e = 63 - (uint32_t)__builtin_clzll(x);
    uint64_t fraction = e >= 4 ? x >> (e - 4) : x << (4 - e);
    return e * BIT + (uint32_t)(fraction & (BIT - 1));
}

static uint64_t bits_told(const nd_word_aligner *al, uint32_t a, uint32_t n)
{
    uint32_t all = bits_of((uint64_t)al->n_a + al->n_b + OTHER_WORDS);
    uint64_t told = 0;
    for (uint32_t i = a; i < a + n; i++) {
        uint32_t bits = all - bits_of(al->counts[al->a[i]]);
        told += bits > BIT ? bits : BIT; /* a text of one word said again and again has a place too */
    }
    return told;
}

/* A quarter more than independent words would ask for: words follow one another, phrases are not as rare. */
static uint64_t bits_of_chance(const nd_word_aligner *al)
{
    uint64_t places = (uint64_t)bits_of(al->n_a) + bits_of(al->n_b);
    return places + places / 4 + ALONE;
}

bool nd_is_telling(const nd_word_aligner *al, uint32_t a, uint32_t n)
{
    return bits_told(al, a, n) >= bits_of_chance(al);
}

nd_status nd_runs_gather(nd_word_aligner *al, nd_err *err)
{
    al->n_runs = 0;
    for (uint32_t a = 0, n; a < al->n_a; a += n) {
        n = 1;
        if (al->of_a[a] == 0)
            continue;
        while (a + n < al->n_a && al->of_a[a + n] == al->of_a[a] + n)
            n++;
        if (!nd_grow(al->alloc, &al->runs, &al->cap_runs, al->n_runs + 1, sizeof *al->runs))
            return nd_no_memory(err, 0);
        al->runs[al->n_runs++] = (nd_run){.a = a, .b = al->of_a[a] - 1, .n = n};
    }
    return ND_OK;
}

static bool may_pair(const nd_word_aligner *al, uint32_t a, uint32_t b)
{
    return a < al->n_a && b < al->n_b && al->of_a[a] == 0 && al->of_b[b] == 0 && al->a[a] == al->b[b];
}

void nd_runs_extend(nd_word_aligner *al)
{
    size_t n = 0;
    for (size_t i = 0; i < al->n_runs; i++) {
        nd_run run = al->runs[i];
        while (run.a > 0 && run.b > 0 && may_pair(al, run.a - 1, run.b - 1)) {
            nd_pair(al, --run.a, --run.b);
            run.n++;
        }
        while (may_pair(al, run.a + run.n, run.b + run.n)) {
            nd_pair(al, run.a + run.n, run.b + run.n);
            run.n++;
        }
        nd_run *last = n > 0 ? &al->runs[n - 1] : NULL;
        if (last != NULL && last->a + last->n == run.a && last->b + last->n == run.b)
            last->n += run.n;
        else
            al->runs[n++] = run;
    }
    al->n_runs = n;
}

/* The run that stands for all that were joined with run i. */
static uint32_t leader(uint32_t *leaders, uint32_t i)
{
    while (leaders[i] != i) {
        leaders[i] = leaders[leaders[i]];
        i = leaders[i];
    }
    return i;
}

/* What it costs to join run i and the next. */
static uint32_t cost_of(const nd_word_aligner *al, size_t i)
{
    const nd_run *run = &al->runs[i], *next = run + 1;
    return 2 * (bits_of(next->a - run->a - run->n + 1) + bits_of(next->b - run->b - run->n + 1));
}

/* Joins neighbours, those that cost least first. back: leaders; tails: the next gap of the same cost, + 1. */
static void join(nd_word_aligner *al)
{
    uint32_t first[COSTS + 1] = {0}, *leaders = al->back, *next = al->tails;
    for (size_t i = al->n_runs - 1; i-- > 0;) {
        uint32_t *head = &first[cost_of(al, i)];
        next[i] = *head;
        *head = (uint32_t)i + 1;
    }
    for (uint32_t cost = 0; cost <= COSTS; cost++) {
        for (uint32_t i = first[cost]; i != 0; i = next[i - 1]) {
            uint32_t one = leader(leaders, i - 1), other = leader(leaders, i);
            uint64_t weaker = al->scores[one] < al->scores[other] ? al->scores[one] : al->scores[other];
            if (weaker < cost)
                continue;
            al->scores[one] += al->scores[other] - cost;
            leaders[other] = one;
        }
    }
}

nd_status nd_runs_support(nd_word_aligner *al, nd_err *err)
{
    nd_status st = nd_runs_gather(al, err);
    size_t n = al->n_runs, kept = 0;
    if (st != ND_OK || n == 0)
        return st;
    if (!nd_grow(al->alloc, &al->back, &al->cap_back, n, sizeof *al->back) ||
        !nd_grow(al->alloc, &al->tails, &al->cap_tails, n, sizeof *al->tails) ||
        !nd_grow(al->alloc, &al->scores, &al->cap_scores, n, sizeof *al->scores))
        return nd_no_memory(err, n * sizeof *al->scores);
    for (uint32_t i = 0; i < n; i++) {
        al->scores[i] = bits_told(al, al->runs[i].a, al->runs[i].n);
        al->back[i] = i;
    }
    join(al);
    uint64_t chance = bits_of_chance(al);
    for (uint32_t i = 0; i < n; i++) {
        nd_run run = al->runs[i];
        if (al->scores[leader(al->back, i)] >= chance)
            al->runs[kept++] = run;
        else
            nd_unpair(al, &run);
    }
    al->n_runs = kept;
    nd_runs_extend(al);
    return ND_OK;
}
