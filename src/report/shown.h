/* SPDX-License-Identifier: MIT
 *
 * shown.h - what of a result a report shows: records, pairs of them, the texts that
 * are read again for them, and what is told of the run as a whole.
 */
#ifndef ND_SHOWN_H
#define ND_SHOWN_H

#include "base/buf.h"

/* A record that a row names. */
typedef struct nd_shown_record {
    uint32_t input;            /* number in nd_about.inputs */
    uint64_t record;           /* from 1 */
    char    *id;               /* as text, without quotes; NULL: it has none */
    size_t   id_len;
} nd_shown_record;

/* nd_shown_record_own - its id becomes a copy, to be dropped by whoever keeps it. */
nd_status nd_shown_record_own(const nd_alloc *alloc, nd_shown_record *record, nd_err *err);

/* Two records that a row speaks of. */
typedef struct nd_shown_pair {
    nd_shown_record record, other;   /* other is the keeper, or was kept first */
    nd_kind  kind;                   /* ND_KEPT: a near miss */
    double   jaccard, containment, coverage;
    uint64_t row;                    /* its number in the result */
    nd_place at, other_at;           /* of a passage: where it is in either; it is as alike as jaccard says */
    double   score;                  /* likewise */
    double   weight;                 /* of a list of the best: the less, the better */
} nd_shown_pair;

/*
 * The best pairs so far, at most so many: those of least weight, by weight, then by row.
 * The ids are the list's own.
 */
typedef struct nd_shown_pairs {
    nd_shown_pair *list;
    size_t    n, cap, most;
    uint64_t  offered;
    const nd_alloc *alloc;
} nd_shown_pairs;

void nd_shown_pairs_init(nd_shown_pairs *pairs, size_t most, const nd_alloc *alloc);
void nd_shown_pairs_release(nd_shown_pairs *pairs);

/* nd_shown_pairs_offer - takes a copy of pair, weighed so, where it is among the best; rows come in order. */
nd_status nd_shown_pairs_offer(nd_shown_pairs *pairs, const nd_shown_pair *pair, double weight, nd_err *err);

/* ---- texts */

/* A piece of a record's text, wanted and then found. */
typedef struct nd_shown_text {
    uint32_t    input;
    uint64_t    record;
    uint64_t    from, wanted;  /* bytes of its text: where, and how many; ND_WHOLE: all */
    const char *text;          /* NULL: not found */
    size_t      len;           /* fewer than were wanted where that is more than may be kept */
    uint64_t    whole;         /* bytes of the record's text in all */
} nd_shown_text;

#define ND_WHOLE UINT64_MAX

typedef struct nd_shown_texts {
    nd_shown_text *list;
    size_t   n, cap;
    size_t   most;             /* bytes of one that are kept */
    nd_arena bytes;
} nd_shown_texts;

void nd_shown_texts_init(nd_shown_texts *texts, const nd_alloc *alloc);
void nd_shown_texts_release(nd_shown_texts *texts);
nd_status nd_shown_texts_want(nd_shown_texts *texts, const nd_shown_record *record, uint64_t from, uint64_t wanted,
                              nd_err *err);

/* nd_shown_texts_close - nothing more is wanted: in order of inputs, records and places, each once. */
void nd_shown_texts_close(nd_shown_texts *texts, size_t budget);

/* nd_shown_texts_give - the text of a record that is wanted; ND_EINVAL where a wanted place is not in it. */
nd_status nd_shown_texts_give(nd_shown_texts *texts, nd_shown_text *piece, const char *text, size_t len, nd_err *err);

/* nd_shown_texts_find - one that was wanted; NULL where it was not. */
const nd_shown_text *nd_shown_texts_find(const nd_shown_texts *texts, const nd_shown_record *record, uint64_t from,
                                         uint64_t wanted);

#endif
