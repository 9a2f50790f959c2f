/* SPDX-License-Identifier: MIT
 *
 * chart.h - pictures of numbers as SVG, each with the table that it was drawn from.
 */
#ifndef ND_CHART_H
#define ND_CHART_H

#include "base/buf.h"

/* One bar: what it stands for, and a number of either series. */
typedef struct nd_bar {
    char        label[48];     /* text of ours */
    const char *name;          /* in its place a name from an input; NULL: label */
    size_t      name_len;
    uint64_t    values[2];
} nd_bar;

typedef struct nd_chart {
    const char   *id, *title;  /* text of ours; id without "chart-" */
    const char   *columns[3];  /* heads of the table: label, first and second series; the last may be NULL */
    const nd_bar *bars;
    size_t        n;
    bool          logarithmic; /* heights */
    bool          first_only;  /* the second series is only in the table */
    bool          lying;       /* bars that lie below each other, for names */
    double        limit;       /* a mark at so many bars from the left; negative: none */
    const char   *limit_label;
} nd_chart;

/* nd_chart_add - a <figure class="chart">; of nothing where n is 0. */
void nd_chart_add(nd_buf *to, const nd_chart *chart);

/* A curve over 0 to 1, both ways, with pairs on it. */
typedef struct nd_curve_dot {
    double   x;
    uint64_t n;                /* pairs there */
} nd_curve_dot;

typedef struct nd_curve {
    const char *id, *title;
    double    (*y)(double x, const void *ctx);
    const void *ctx;
    double      limit;
    const char *limit_label;
    const nd_curve_dot *dots;
    size_t      n_dots;
} nd_curve;

void nd_curve_add(nd_buf *to, const nd_curve *curve);

#endif
