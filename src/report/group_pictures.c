/* SPDX-License-Identifier: MIT
 *
 * group_pictures.c - how alike the pairs are, how large the clusters, whence the
 * copies, and what the index finds.
 */
#include "group_pictures.h"

#include "chart.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SOURCES = 12 };

static void similarity_picture(nd_buf *to, const nd_shown_group *g)
{
    nd_bar bars[ND_SIMILARITY_BINS];
    size_t first = nd_similarity_bin(g->threshold), n = 0;
    first = first > 5 ? first - 5 : 0;
    for (size_t i = 0; i < first; i++)
        if (g->tally.similar[i] + g->tally.missed[i] > 0)
            first = i;
    for (size_t i = first; i < ND_SIMILARITY_BINS; i++, n++) {
        bars[n] = (nd_bar){.values = {g->tally.similar[i], g->tally.missed[i]}};
        snprintf(bars[n].label, sizeof bars[n].label, "%.2f", (double)i / ND_SIMILARITY_BINS);
    }
    char limit[40];
    snprintf(limit, sizeof limit, "threshold %g", g->threshold);
    nd_chart_add(to, &(nd_chart){
        .id = "similarity",
        .title = "Pairs by similarity: removed as nearly the same, and (outlined) the near misses",
        .columns = {"similarity from", "removed", "near misses"},
        .bars = bars,
        .n = n,
        .logarithmic = true,
        .limit = g->threshold * ND_SIMILARITY_BINS - (double)first,
        .limit_label = limit,
    });
}

void nd_sizes_picture(nd_buf *to, const nd_tally *tally, const char *title, const char *what)
{
    nd_bar bars[ND_SIZE_BINS];
    size_t n = 0, used = 0;
    for (; n < ND_SIZE_BINS; n++) {
        bars[n] = (nd_bar){.values = {tally->sizes[n], tally->in_sizes[n]}};
        uint64_t least = nd_size_bin_over(n) + 1, most = nd_size_bin_most(n);
        snprintf(bars[n].label, sizeof bars[n].label, least == most ? "%" PRIu64 : "%" PRIu64 "-%" PRIu64, least, most);
        if (tally->sizes[n] > 0)
            used = n + 1;
    }
    /* a bar is of clusters: how many records are in them is for the table */
    nd_chart_add(to, &(nd_chart){
        .id = "sizes",
        .title = title,
        .columns = {"records", what, "records in them"},
        .bars = bars,
        .n = used,
        .logarithmic = true,
        .first_only = true,
        .limit = -1,
    });
}

static int by_rows(const void *a, const void *b)
{
    const nd_about_input *const *x = a, *const *y = b;
    if ((*x)->rows != (*y)->rows)
        return (*x)->rows > (*y)->rows ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

nd_status nd_sources_picture(nd_buf *to, const nd_about *about, const char *title, const char *what, nd_err *err)
{
    nd_bar bars[SOURCES + 1];
    size_t n = 0;
    const nd_about_input **order = nd_get(to->alloc, about->n_inputs + 1, sizeof *order);
    if (order == NULL)
        return nd_no_memory(err, about->n_inputs * sizeof *order);
    for (size_t i = 0; i < about->n_inputs; i++)
        if (about->inputs[i].rows > 0)
            order[n++] = &about->inputs[i];
    if (n > 0)
        qsort(order, n, sizeof *order, by_rows);
    for (size_t i = 0; i < n && i < SOURCES; i++)
        bars[i] = (nd_bar){.name = order[i]->file, .name_len = order[i]->file_len, .values = {order[i]->rows, 0}};
    if (n > SOURCES) {
        bars[SOURCES] = (nd_bar){.values = {0, 0}};
        snprintf(bars[SOURCES].label, sizeof bars[SOURCES].label, "%zu more inputs", n - SOURCES);
        for (size_t i = SOURCES; i < n; i++)
            bars[SOURCES].values[0] += order[i]->rows;
    }
    nd_drop(to->alloc, order, about->n_inputs + 1, sizeof *order);
    nd_chart_add(to, &(nd_chart){
        .id = "sources",
        .title = title,
        .columns = {"input", what, NULL},
        .bars = bars,
        .n = n < SOURCES + 1 ? n : SOURCES + 1,
        .lying = true,
        .limit = -1,
    });
    return ND_OK;
}

static double found(double x, const void *ctx)
{
    const nd_shown_group *g = ctx;
    return nd_band_probability(x, g->bands, g->rows);
}

static void curve_picture(nd_buf *to, const nd_shown_group *g)
{
    nd_curve_dot dots[ND_SIMILARITY_BINS];
    char limit[40];
    size_t n = 0;
    for (size_t i = 0; i < ND_SIMILARITY_BINS; i++) {
        uint64_t pairs = g->tally.similar[i] + g->tally.missed[i];
        if (pairs > 0)
            dots[n++] = (nd_curve_dot){((double)i + 0.5) / ND_SIMILARITY_BINS, pairs};
    }
    snprintf(limit, sizeof limit, "threshold %g", g->threshold);
    nd_curve_add(to, &(nd_curve){
        .id = "curve",
        .title = "How likely a pair is compared at all, by its similarity; dots are the candidates of the first picture",
        .y = found,
        .ctx = g,
        .limit = g->threshold,
        .limit_label = limit,
        .dots = dots,
        .n_dots = n,
    });
}

nd_status nd_group_pictures(nd_buf *to, const nd_shown_group *g, nd_err *err)
{
    nd_buf_puts(to, "<section id=\"pictures\">\n<h2>In pictures</h2>\n");
    similarity_picture(to, g);
    nd_sizes_picture(to, &g->tally, "Clusters by number of records (heights are logarithmic)", "clusters");
    nd_status st = nd_sources_picture(to, g->about, "Removed records by input", "removed", err);
    curve_picture(to, g);
    nd_buf_puts(to, "</section>\n");
    return st;
}
