/* SPDX-License-Identifier: MIT
 *
 * passages_shown.h - what a report shows of a result of passages.
 */
#ifndef ND_PASSAGES_SHOWN_H
#define ND_PASSAGES_SHOWN_H

#include "about.h"
#include "group_shown.h"
#include "tally.h"

enum {
    ND_SHOWN_FAMILIES = 500,
    ND_SHOWN_RELATIVES = 40,       /* members of one family whose text is shown, the first in time */
    ND_SHOWN_CARRIED = 10000,      /* members of one family that are counted by sentence */
    ND_SHOWN_PASSAGES = 60         /* outside families; and so many templates */
};

/* One that carries the core of a family, or a part of it. */
typedef struct nd_shown_relative {
    nd_shown_record record;        /* its id is its own */
    const char     *date;          /* as text; NULL: none */
    nd_place        at, core;      /* where it carries it, and which part: of the core record's text */
    double          similarity;
    uint64_t        added, cut, changed;
} nd_shown_relative;

/* A part of the core that a member carries; one record may carry several, as rows that follow each other. */
typedef struct nd_shown_part {
    nd_span  span;
    uint64_t document;             /* the records of a family, counted from 1 */
} nd_shown_part;

typedef struct nd_shown_family {
    uint64_t           number, words;
    nd_shown_record    core;       /* its id is its own */
    nd_place           at;
    bool               by_date;    /* else in input order */
    nd_pick            pick;
    nd_shown_relative *list;       /* the first of them */
    size_t             n, cap;
    nd_shown_part     *carried;
    size_t             n_carried, cap_carried;
    uint64_t           members, documents;
} nd_shown_family;

typedef struct nd_shown_passages {
    const nd_about  *about;
    nd_tally         tally;        /* similar: passages; missed: templates; sizes: families */
    uint64_t         passages, templates, all_families, in_families;
    nd_shown_family *families;     /* the largest, then the random ones */
    size_t           n_families;
    nd_shown_pairs   alone, forms; /* passages of no family, the lowest scores first; templates, the highest first */
    nd_shown_texts   texts;
} nd_shown_passages;

/* nd_passages_page - the page; as nd_group_page. */
nd_status nd_passages_page(nd_buf *to, const nd_shown_passages *shown, nd_aligner *aligner, nd_err *err);

#endif
