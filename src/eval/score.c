/* SPDX-License-Identifier: MIT
 *
 * score.c - figures of two clusterings.
 *
 * Records are sorted by (true, found) cluster; runs of one pair are the cells of the
 * contingency table, of which only those that are not empty are ever looked at. With
 * n below 2^32 records no count of pairs passes 2^63, so all sums are exact.
 */
#include "score.h"

#include <math.h>
#include <stdlib.h>

nd_interval nd_wilson(uint64_t hits, uint64_t n)
{
    const double z = 1.959963984540054; /* the normal's 97.5 % point */
    if (n == 0)
        return (nd_interval){0, 0, 1};
    double p = (double)hits / (double)n, m = (double)n, z2 = z * z;
    double middle = (p + z2 / (2 * m)) / (1 + z2 / m);
    double half = z * sqrt(p * (1 - p) / m + z2 / (4 * m * m)) / (1 + z2 / m);
    return (nd_interval){p, fmax(0, middle - half), fmin(1, middle + half)};
}

static double harmonic(double a, double b)
{
    return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

void nd_score_pairs(nd_score *score, uint64_t pairs_true, uint64_t pairs_found, uint64_t pairs_both)
{
    score->pairs_true = pairs_true;
    score->pairs_found = pairs_found;
    score->pairs_both = pairs_both;
    score->precision = nd_wilson(pairs_both, pairs_found);
    score->recall = nd_wilson(pairs_both, pairs_true);
    score->f1 = (nd_interval){
        harmonic(score->precision.value, score->recall.value),
        harmonic(score->precision.lo, score->recall.lo),
        harmonic(score->precision.hi, score->recall.hi),
    };
}

typedef struct cell {
    uint32_t truth, found;
    uint64_t n;
} cell;

static int by_truth(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->truth != y->truth)
        return x->truth < y->truth ? -1 : 1;
    return (x->found > y->found) - (x->found < y->found);
}

static int by_found(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->found != y->found)
        return x->found < y->found ? -1 : 1;
    return (x->truth > y->truth) - (x->truth < y->truth);
}

static uint64_t pairs_of(uint64_t n)
{
    return n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
}

/* The cells of the table, sorted; how many. */
static size_t make_cells(cell *cells, const uint32_t *truth, const uint32_t *found, size_t n)
{
    size_t n_cells = 0;
    for (size_t i = 0; i < n; i++)
        cells[i] = (cell){truth[i], found[i], 1};
    qsort(cells, n, sizeof *cells, by_truth);
    for (size_t i = 0; i < n; i++) {
        if (n_cells > 0 && by_truth(&cells[n_cells - 1], &cells[i]) == 0)
            cells[n_cells - 1].n++;
        else
            cells[n_cells++] = cells[i];
    }
    return n_cells;
}

/* Sums over the clusters of one side: cells of one cluster lie side by side. */
typedef struct side {
    uint64_t pairs;            /* inside the clusters */
    double   b3;               /* sum over records of the share of its cluster that shares its cell */
    uint64_t sets, whole;      /* clusters of two or more, and those in one cell */
} side;

static side sum_side(const cell *cells, size_t n, bool truth)
{
    side s = {0};
    for (size_t i = 0, end; i < n; i = end) {
        uint64_t size = 0;
        double squares = 0;
        for (end = i; end < n && (truth ? cells[end].truth == cells[i].truth : cells[end].found == cells[i].found); end++) {
            size += cells[end].n;
            squares += (double)cells[end].n * (double)cells[end].n;
        }
        s.pairs += pairs_of(size);
        s.b3 += squares / (double)size;
        s.sets += size > 1;
        s.whole += size > 1 && end == i + 1;
    }
    return s;
}

/* True clusters of two or more whose one cell is all of its found cluster. */
static uint64_t exact_sets(const cell *cells, size_t n, const nd_alloc *alloc, nd_err *err, nd_status *st)
{
    /* by found: cells of found clusters with a single cell; of these, true clusters with a single cell */
    uint64_t exact = 0;
    cell *single = nd_get(alloc, n, sizeof *single), *sorted = nd_get(alloc, n, sizeof *sorted);
    size_t n_single = 0;
    *st = single != NULL && sorted != NULL ? ND_OK : nd_no_memory(err, n * sizeof *single);
    if (*st == ND_OK) {
        for (size_t i = 0; i < n; i++)
            if ((i == 0 || cells[i - 1].truth != cells[i].truth) && (i + 1 == n || cells[i + 1].truth != cells[i].truth) &&
                cells[i].n > 1)
                single[n_single++] = cells[i];
        memcpy(sorted, cells, n * sizeof *cells);
        qsort(sorted, n, sizeof *sorted, by_found);
        for (size_t i = 0; i < n_single; i++) {
            const cell *at = bsearch(&single[i], sorted, n, sizeof *sorted, by_found);
            bool alone = at != NULL && (at == sorted || at[-1].found != at->found) &&
                         (at + 1 == sorted + n || at[1].found != at->found);
            exact += alone;
        }
    }
    nd_drop(alloc, single, n, sizeof *single);
    nd_drop(alloc, sorted, n, sizeof *sorted);
    return exact;
}

nd_status nd_score_clusters(nd_score *score, const uint32_t *truth, const uint32_t *found, size_t n,
                            const nd_alloc *alloc, nd_err *err)
{
    *score = (nd_score){.records = n, .clusters = true, .ari = 1};
    if (n == 0) {
        nd_score_pairs(score, 0, 0, 0);
        score->exact_sets = nd_wilson(0, 0);
        return ND_OK;
    }
    cell *cells = nd_get(alloc, n, sizeof *cells);
    if (cells == NULL)
        return nd_no_memory(err, n * sizeof *cells);
    size_t n_cells = make_cells(cells, truth, found, n);
    uint64_t both = 0;
    for (size_t i = 0; i < n_cells; i++)
        both += pairs_of(cells[i].n);
    side t = sum_side(cells, n_cells, true);
    nd_status st;
    uint64_t exact = exact_sets(cells, n_cells, alloc, err, &st);
    qsort(cells, n_cells, sizeof *cells, by_found);
    side f = sum_side(cells, n_cells, false);
    nd_drop(alloc, cells, n, sizeof *cells);
    if (st != ND_OK)
        return st;
    nd_score_pairs(score, t.pairs, f.pairs, both);
    double all = (double)pairs_of(n), expected = n > 1 ? (double)t.pairs / all * (double)f.pairs : 0;
    double most = ((double)t.pairs + (double)f.pairs) / 2;
    if (most != expected)
        score->ari = ((double)both - expected) / (most - expected);
    score->b3_recall = t.b3 / (double)n;
    score->b3_precision = f.b3 / (double)n;
    score->b3 = harmonic(score->b3_precision, score->b3_recall);
    score->sets = t.sets;
    score->exact_sets = nd_wilson(exact, t.sets);
    return ND_OK;
}
