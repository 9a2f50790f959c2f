/* SPDX-License-Identifier: MIT
 *
 * score_clusters.c - a clustering against labelled clusters, by counting.
 *
 * With n items in a labelled set, in a found cluster, and in both, pairs are sums of
 * n (n - 1) / 2, B-cubed a sum of squares. So the items are sorted twice: by cluster,
 * then set, and by set, then cluster; one walk over each does the rest, and finds the
 * pairs to look at too. Documents that no row and no label names are alone on both
 * sides: no pair, and precision and recall 1.
 */
#include "score.h"

#include <math.h>
#include <stdlib.h>

/* An item in the order of blocks, which fall into parts. */
typedef struct place {
    uint64_t block, part;
    uint32_t item;
} place;

/* One order of the items: by found cluster and then labelled set, or the other way. */
typedef struct order {
    place   *places;
    size_t   n;
    uint64_t pairs;            /* in one block */
    uint64_t pairs_in_parts;   /* in one part of one */
    double   b3;               /* sum over the items: share of the block that is in its part */
} order;

static int by_block(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static uint64_t pairs_of(uint64_t n)
{
    return n * (n - 1) / 2;
}

/* Behind the last of the block, or part, that begins at `at`. */
static size_t block_end(const order *o, size_t at)
{
    size_t end = at;
    while (end < o->n && o->places[end].block == o->places[at].block)
        end++;
    return end;
}

static size_t part_end(const order *o, size_t at)
{
    size_t end = at;
    while (end < o->n && o->places[end].block == o->places[at].block &&
           o->places[end].part == o->places[at].part)
        end++;
    return end;
}

static void sum_up(order *o)
{
    for (size_t at = 0, end; at < o->n; at = end) {
        double squares = 0;
        end = block_end(o, at);
        for (size_t part = at, next; part < end; part = next) {
            next = part_end(o, part);
            uint64_t n = next - part;
            o->pairs_in_parts += pairs_of(n);
            squares += (double)n * (double)n;
        }
        o->pairs += pairs_of(end - at);
        o->b3 += squares / (double)(end - at);
    }
}

/*
 * The nth pair, from 0, of the block at..end whose two are in different parts and have
 * no similarity: those that have one are found by their rows.
 */
static bool nth_apart(const order *o, const nd_found *found, size_t at, size_t end, size_t nth, nd_fault *out)
{
    size_t next = at;
    for (size_t i = at; i < end; i++) {
        if (i == next)
            next = part_end(o, i);
        for (size_t k = next; k < end; k++) {
            uint32_t a = o->places[i].item, b = o->places[k].item;
            bool known = nd_found_jaccard(found, a, b) >= 0;
            if (!known && nth-- == 0) {
                *out = (nd_fault){a < b ? a : b, a < b ? b : a, ND_UNKNOWN, ND_NO_ID};
                return true;
            }
        }
    }
    return false;
}

/* Fills what is left of worst: first a pair of each block, then a second, so that many blocks are seen. */
static void add_unknown(nd_worst *worst, const order *o, const nd_found *found, bool sets)
{
    bool more = true;
    for (size_t nth = 0; more && worst->n < ND_WORST; nth++) {
        more = false;
        for (size_t at = 0, end; at < o->n && worst->n < ND_WORST; at = end) {
            nd_fault fault;
            end = block_end(o, at);
            if (o->places[at].part == o->places[end - 1].part || !nth_apart(o, found, at, end, nth, &fault))
                continue;
            more = true;
            fault.label = sets ? (uint32_t)o->places[at].block : ND_NO_ID;
            nd_worst_add(worst, &fault);
        }
    }
}

/* The set of an item; of one without a label a number of its own, behind all labels. */
static uint64_t set_of(const nd_found *found, const nd_labels *labels, uint32_t item)
{
    uint32_t name = found->items[item].name;
    uint32_t set = name < labels->n_members ? labels->members[name].cluster : ND_NO_ID;
    return set != ND_NO_ID ? set : (uint64_t)UINT32_MAX + item;
}

/* Pairs that have a row: removed and keeper, and near misses. */
static void add_known(nd_score *score, const nd_found *found, const nd_labels *labels)
{
    for (uint32_t i = 0; i < found->places.n; i++) {
        const nd_item *item = &found->items[i];
        if (item->keeper != i && item->jaccard >= 0 &&
            set_of(found, labels, i) != set_of(found, labels, item->keeper))
            nd_worst_add(&score->wrong, &(nd_fault){i, item->keeper, item->jaccard, ND_NO_ID});
    }
    for (size_t i = 0; i < found->n_near; i++) {
        const nd_near_pair *row = &found->near[i];
        uint64_t set = set_of(found, labels, row->a);
        bool again = i > 0 && row[-1].a == row->a && row[-1].b == row->b;
        if (!again && row->jaccard >= 0 && set == set_of(found, labels, row->b) &&
            !nd_found_together(found, row->a, row->b))
            nd_worst_add(&score->missed, &(nd_fault){row->a, row->b, row->jaccard, (uint32_t)set});
    }
}

/* Sets of two and more that are a cluster of the result, no more and no less; sizes: of clusters, by keeper. */
static void count_sets(nd_score *score, const order *by_set, const uint32_t *sizes)
{
    for (size_t at = 0, end; at < by_set->n; at = end) {
        end = block_end(by_set, at);
        const place *first = &by_set->places[at];
        if (end - at < 2)
            continue;
        score->sets++;
        score->exact += part_end(by_set, at) == end && sizes[first->part] == end - at;
    }
}

static void finish(nd_score *score, const order *by_cluster, const order *by_set)
{
    uint64_t n = score->documents > by_set->n ? score->documents : by_set->n;
    double alone = (double)(n - by_set->n), p, r;
    score->found = by_cluster->pairs;
    score->truth = by_set->pairs;
    score->both = by_set->pairs_in_parts;
    score->ari = n > 0 ? nd_ari(n, score->truth, score->found, score->both) : NAN;
    score->b3_precision = p = (by_cluster->b3 + alone) / (double)n;
    score->b3_recall = r = (by_set->b3 + alone) / (double)n;
    score->b3 = 2 * p * r / (p + r);
    score->exact_sets = nd_wilson(score->exact, score->sets);
}

nd_status nd_score_clusters(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err)
{
    size_t n = found->n_items;
    place *places = nd_get(score->alloc, n + 1, sizeof *places);
    uint32_t *sizes = nd_get(score->alloc, n + 1, sizeof *sizes);
    nd_status st = ND_OK;
    if (places == NULL || sizes == NULL) {
        st = nd_no_memory(err, n * sizeof *places);
        goto done;
    }
    for (uint32_t i = 0; i < n; i++) {
        places[i] = (place){found->items[i].keeper, set_of(found, labels, i), i};
        sizes[found->items[i].keeper]++;
    }
    add_known(score, found, labels);
    qsort(places, n, sizeof *places, by_block);
    order by_cluster = {.places = places, .n = n};
    sum_up(&by_cluster);
    add_unknown(&score->wrong, &by_cluster, found, false);
    for (size_t i = 0; i < n; i++)
        places[i] = (place){places[i].part, places[i].block, places[i].item};
    qsort(places, n, sizeof *places, by_block);
    order by_set = {.places = places, .n = n};
    sum_up(&by_set);
    add_unknown(&score->missed, &by_set, found, true);
    count_sets(score, &by_set, sizes);
    finish(score, &by_cluster, &by_set);
done:
    nd_drop(score->alloc, places, n + 1, sizeof *places);
    nd_drop(score->alloc, sizes, n + 1, sizeof *sizes);
    return st;
}
