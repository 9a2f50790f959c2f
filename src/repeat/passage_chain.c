/* SPDX-License-Identifier: MIT
 *
 * passage_chain.c - hits of one diagonal become runs of equal letters, as long as they
 * can be; runs become chains by the usual recurrence, with a short look back
 * (Li, "Minimap2: pairwise alignment for nucleotide sequences", 2018).
 */
#include "passage_chain.h"

#include "sort_keys.h"

enum {
    REACH = 64,       /* letters that a run goes on from a seed to either side */
    LOOK_BACK = 40,   /* runs */
    GAP = 250,        /* letters between two runs, in either text */
    DRIFT = 12,       /* letters that one gap may be longer than the other, and 15 in 100 of it */
    DRIFT_PERCENT = 15,
    DRIFT_COST = 30,  /* in hundredths of a letter */
    GAP_COST = 2
};

void nd_chainer_init(nd_chainer *c, const nd_alloc *alloc)
{
    *c = (nd_chainer){.alloc = alloc};
}

void nd_chainer_release(nd_chainer *c)
{
    nd_drop(c->alloc, c->is_near, c->cap_near, 1);
    nd_drop(c->alloc, c->spare, c->cap_spare, sizeof *c->spare);
    nd_drop(c->alloc, c->found, c->cap_found, sizeof *c->found);
    nd_drop(c->alloc, c->runs, c->cap_runs, sizeof *c->runs);
    nd_drop(c->alloc, c->scores, c->cap_scores, sizeof *c->scores);
    nd_drop(c->alloc, c->before, c->cap_before, sizeof *c->before);
    nd_drop(c->alloc, c->links, c->cap_links, sizeof *c->links);
    nd_drop(c->alloc, c->chains, c->cap_chains, sizeof *c->chains);
}

static bool room_to_chain(nd_chainer *c, size_t n)
{
    return nd_grow(c->alloc, &c->runs, &c->cap_runs, n, sizeof *c->runs) &&
           nd_grow(c->alloc, &c->scores, &c->cap_scores, n, sizeof *c->scores) &&
           nd_grow(c->alloc, &c->before, &c->cap_before, n, sizeof *c->before) &&
           nd_grow(c->alloc, &c->links, &c->cap_links, n, sizeof *c->links) &&
           nd_grow(c->alloc, &c->chains, &c->cap_chains, n, sizeof *c->chains);
}

/* k letters, 8 to 16. */
static inline bool same_seed(const uint8_t *a, const uint8_t *b, uint32_t k)
{
    uint64_t first[2], last[2];
    memcpy(&first[0], a, 8);
    memcpy(&first[1], b, 8);
    memcpy(&last[0], a + k - 8, 8);
    memcpy(&last[1], b + k - 8, 8);
    return first[0] == first[1] && last[0] == last[1];
}

/* Equal letters from a and b on, or with step -1 before them; REACH at most, so that no text makes this long. */
static uint32_t reach(const nd_letters *a, const nd_letters *b, uint32_t at_a, uint32_t at_b, int step)
{
    uint32_t n = 0, most_a = step > 0 ? a->n - at_a : at_a, most_b = step > 0 ? b->n - at_b : at_b;
    uint32_t most = most_a < most_b ? most_a : most_b;
    const uint8_t *p = a->bytes + at_a - (step < 0), *q = b->bytes + at_b - (step < 0);
    for (most = most < REACH ? most : REACH; n < most && *p == *q; n++) {
        p += step;
        q += step;
    }
    return n;
}

/* Sorted by diagonal and place, the hits of one run follow each other. False: no memory. */
static bool find_runs(nd_chainer *c, const nd_letters *a, const nd_letters *b, nd_hit *hits, size_t n, uint32_t k)
{
    nd_sort_keys(hits, c->spare, n);
    nd_equal_run *last = NULL;
    c->n_runs = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t at_a = nd_hit_a(hits[i]), at_b = nd_hit_b(hits[i]);
        bool goes_on = last != NULL && at_b - at_a == last->b - last->a && at_b >= last->b && at_b <= last->b + last->n;
        if (goes_on && at_b + k <= last->b + last->n)
            continue;
        if (!same_seed(a->bytes + at_a, b->bytes + at_b, k))  /* two of one hash */
            continue;
        if (!goes_on) {
            uint32_t back = reach(a, b, at_a, at_b, -1);
            if (!nd_grow(c->alloc, &c->found, &c->cap_found, c->n_runs + 1, sizeof *c->found))
                return false;
            last = &c->found[c->n_runs++];
            *last = (nd_equal_run){at_a - back, at_b - back, 0};
        }
        last->n = at_b + k + reach(a, b, at_a + k, at_b + k, 1) - last->b;
    }
    return true;
}

/* @keys: room for one a run. */
static void order_runs(nd_chainer *c, uint64_t *keys)
{
    for (size_t i = 0; i < c->n_runs; i++)
        keys[i] = (uint64_t)c->found[i].b << 32 | i;
    nd_sort_keys(keys, c->spare, c->n_runs);
    for (size_t i = 0; i < c->n_runs; i++)
        c->runs[i] = c->found[(uint32_t)keys[i]];
}

static void chain_runs(nd_chainer *c)
{
    uint32_t longest = 0;
    for (size_t i = 0, others = 0; i < c->n_runs; i++) { /* others: runs that begin before this one in b */
        const nd_equal_run *run = &c->runs[i];
        others = i > 0 && run->b != c->runs[i - 1].b ? i : others;
        int64_t best = 100 * (int64_t)run->n;
        uint32_t before = 0;
        for (size_t j = others; j > 0 && others - j < LOOK_BACK; j--) {
            const nd_equal_run *other = &c->runs[j - 1];
            if (run->b - other->b > GAP + longest)
                break;
            int64_t gap_a = (int64_t)run->a - other->a - other->n, gap_b = (int64_t)run->b - other->b - other->n;
            int64_t least = gap_a < gap_b ? gap_a : gap_b, gap = gap_a > gap_b ? gap_a : gap_b;
            int64_t drift = gap - least, new = run->n + (least < 0 ? least : 0);
            gap = gap < 0 ? 0 : gap;
            if (run->a <= other->a || new <= 0 || gap > GAP || 100 * drift > 100 * DRIFT + DRIFT_PERCENT * gap)
                continue;
            int64_t score = c->scores[j - 1] + 100 * new - DRIFT_COST * drift - GAP_COST * gap;
            if (score > best) {
                best = score;
                before = (uint32_t)j;
            }
        }
        longest = run->n > longest ? run->n : longest;
        c->scores[i] = best;
        c->before[i] = before;
    }
}

/* From the best end back, as far as no better chain has been. @keys: room for one a run. */
static void take_chains(nd_chainer *c, uint64_t *keys, uint32_t least)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_runs; i++)
        if (c->scores[i] >= 100 * (int64_t)least)
            keys[n++] = (uint64_t)(INT32_MAX - (c->scores[i] / 100 < INT32_MAX ? c->scores[i] / 100 : INT32_MAX)) << 32 | i;
    nd_sort_keys(keys, c->spare, n);
    c->n_links = c->n_chains = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)keys[i] + 1;
        int64_t score = c->scores[at - 1];
        size_t first = c->n_links;
        while (at != 0 && c->scores[at - 1] >= 0) {
            uint32_t next = c->before[at - 1];
            c->links[c->n_links++] = at - 1;
            c->scores[at - 1] = -1 - c->scores[at - 1];
            at = next;
        }
        if (at != 0)
            score -= -1 - c->scores[at - 1];
        if (c->n_links == first || score < 100 * (int64_t)least) {
            c->n_links = first;
            continue;
        }
        for (size_t x = first, y = c->n_links - 1; x < y; x++, y--) {
            uint32_t swap = c->links[x];
            c->links[x] = c->links[y];
            c->links[y] = swap;
        }
        c->chains[c->n_chains++] = (nd_chain){(uint32_t)first, (uint32_t)(c->n_links - first)};
    }
}

static bool near(int64_t gap_a, int64_t gap_b)
{
    int64_t gap = gap_a > gap_b ? gap_a : gap_b, drift = gap_a > gap_b ? gap_a - gap_b : gap_b - gap_a;
    return gap <= GAP && 100 * drift <= 100 * DRIFT + DRIFT_PERCENT * (gap < 0 ? 0 : gap);
}

/*
 * Leaves the hits that may be of one chain with the hit nearest before or behind. Seeds
 * that two texts share by chance are near no other: no letter of them is read, and no
 * memory taken, which for two long texts would be many times theirs. False: no memory.
 */
static bool keep_near(nd_chainer *c, nd_hit *hits, size_t *n_hits, uint32_t k)
{
    size_t n = *n_hits, kept = 0;
    if (!nd_grow(c->alloc, &c->is_near, &c->cap_near, n, 1))
        return false;
    memset(c->is_near, 0, n);
    for (size_t i = 0, others = 0; i < n; i++) {     /* others: hits before those of this place in b */
        uint32_t a = nd_hit_a(hits[i]), b = nd_hit_b(hits[i]);
        others = i > 0 && b != nd_hit_b(hits[i - 1]) ? i : others;
        for (size_t j = others; j > 0 && others - j < LOOK_BACK && b - nd_hit_b(hits[j - 1]) <= GAP + k; j--) {
            uint32_t other_a = nd_hit_a(hits[j - 1]), other_b = nd_hit_b(hits[j - 1]);
            if (a <= other_a || !near((int64_t)a - other_a - k, (int64_t)b - other_b - k))
                continue;
            c->is_near[i] = c->is_near[j - 1] = 1;
            break;
        }
    }
    for (size_t i = 0; i < n; i++)
        if (c->is_near[i])
            hits[kept++] = hits[i];
    *n_hits = kept;
    return kept == 0 || nd_grow(c->alloc, &c->spare, &c->cap_spare, kept, sizeof *c->spare);
}

nd_status nd_chain_hits(nd_chainer *c, const nd_letters *a, const nd_letters *b, nd_hit *hits, size_t n,
                        uint32_t k, uint32_t least, nd_err *err)
{
    c->n_chains = 0;
    if (!keep_near(c, hits, &n, k))
        return nd_no_memory(err, n * sizeof *c->spare);
    if (n == 0)
        return ND_OK;
    if (!find_runs(c, a, b, hits, n, k) || !room_to_chain(c, c->n_runs))
        return nd_no_memory(err, n * sizeof *c->found);
    order_runs(c, hits);
    chain_runs(c);
    take_chains(c, hits, least);
    return ND_OK;
}
