/* SPDX-License-Identifier: MIT
 *
 * labels.h - LABELS, what is really a copy of what: lines of columns with tabs between.
 *
 *     id1 id2 label ...     pairs: 0 (any way to write it) is no copy, all else is one;
 *                           of the pairs that are not listed nothing is known
 *     id cluster ...        clusters: every pair counts; who is not listed is alone
 *
 * A first line is a header (in any case of letters) where it begins with "id" or "id1",
 * has "cluster" in the second column, or "label" or "type" in a later one. It says where
 * the label is: in the first column "label", else "type", else the third. Without one,
 * two columns are clusters and more are pairs. Blank lines, CRLF, a BOM, gzip and zstd
 * change nothing.
 */
#ifndef ND_LABELS_H
#define ND_LABELS_H

#include "found.h"

#include "input/reader.h"

typedef struct nd_pair {
    uint32_t a, b;             /* items, a < b */
    uint32_t label;            /* number in values */
    uint64_t line;
} nd_pair;

typedef struct nd_member {
    uint32_t cluster;          /* number in values, or ND_NO_ID */
    uint64_t line;
} nd_member;

typedef struct nd_labels {
    bool       clusters;       /* else pairs */
    nd_ids     values;         /* labels, or names of clusters */
    bool      *copies;         /* by number of a label: whether its pairs are copies */
    size_t     cap_copies;
    nd_ids     listed;         /* pairs, by both items */
    nd_pair   *pairs;          /* listed.n of them, each once */
    size_t     cap_pairs;
    nd_member *members;        /* of a name of the found, by number */
    size_t     n_members, cap_members;
    uint64_t   lines, bad;     /* of them, header and blank lines apart; those that said nothing */
    const nd_alloc *alloc;
} nd_labels;

/* What is wrong with a line. */
typedef void nd_bad_label(void *ctx, uint64_t line, const char *what);

void nd_labels_init(nd_labels *labels, const nd_alloc *alloc);
void nd_labels_release(nd_labels *labels);

/*
 * nd_labels_read - all of a source into empty labels; names that the result does not
 * have become items of found, which is closed.
 *
 * @sources   the one to read
 * @bad       called for each line that says nothing: too few columns, not UTF-8, a
 *            record with itself, or another label than an earlier line gave
 *
 * A line again that says the same is no harm. ND_EINVAL: not to be read, damaged,
 * without one good line, or an id that stands for records of several clusters.
 * Memory grows with the names and pairs that are listed.
 */
nd_status nd_labels_read(nd_labels *labels, nd_found *found, const nd_sources *sources,
                         const volatile sig_atomic_t *stop, nd_bad_label *bad, void *ctx, nd_err *err);

#endif
