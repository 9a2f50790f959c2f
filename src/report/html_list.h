/* SPDX-License-Identifier: MIT
 *
 * html_list.h - the list of a report's page: items while they fit, pairs of texts in
 * them, and the texts that these come from.
 */
#ifndef ND_HTML_LIST_H
#define ND_HTML_LIST_H

#include "about.h"

typedef struct nd_html_list {
    const nd_about       *about;
    const nd_shown_texts *texts;
    nd_aligner           *aligner;
    uint64_t              pairs;       /* so far; each has a number of its own */
    size_t                limit;       /* bytes of the page that may stand before its end */
    nd_buf                scratch;     /* an item being made */
    nd_buf                items[3];    /* those that fit, by part */
    nd_buf                end;         /* of the page */
} nd_html_list;

/* nd_html_list_init - ND_ENOMEM; to be released either way. */
nd_status nd_html_list_init(nd_html_list *list, const nd_about *about, const nd_shown_texts *texts,
                            nd_aligner *aligner, const nd_alloc *alloc, nd_err *err);
void nd_html_list_release(nd_html_list *list);

/* Items [first, first + n) of the caller's, in the order they are shown; how many of them fit. */
typedef struct nd_html_part {
    size_t first, n, shown;
} nd_html_part;

/* nd_html_item_fn - item i, in about room bytes. */
typedef nd_status nd_html_item_fn(void *ctx, size_t i, nd_buf *to, size_t room, nd_err *err);

/*
 * nd_html_fill - makes items, the next of each part in turn, and keeps those that fit
 * behind `taken` bytes of the page.
 */
nd_status nd_html_fill(nd_html_list *list, size_t taken, nd_html_part *parts, size_t n_parts, nd_html_item_fn *item,
                       void *ctx, nd_err *err);

/* nd_html_left_out - " 12 are left out: ...": n of them, and why; chosen: all that were chosen are on the page. */
void nd_html_left_out(const nd_html_list *list, nd_buf *to, uint64_t n, bool chosen);

/* nd_html_legend - what the marks of a pair say. */
void nd_html_legend(nd_buf *to);

/* nd_html_list_add - <div class="items"> with what fits, part after part. */
void nd_html_list_add(nd_html_list *list, nd_buf *to);

/* nd_html_list_close - the end of the page; ND_ELIMIT where it is larger than it may be, ND_ENOMEM. */
nd_status nd_html_list_close(nd_html_list *list, nd_buf *to, nd_err *err);

/* ---- texts */

/* nd_html_whole - the text of a record; one that is not there has text NULL. */
const nd_shown_text *nd_html_whole(const nd_html_list *list, const nd_shown_record *record);
/* nd_html_piece - likewise, a place in it. */
const nd_shown_text *nd_html_piece(const nd_html_list *list, const nd_shown_record *record, const nd_place *place);
uint64_t nd_html_words(const nd_shown_text *text);            /* about: runs without white space */
void nd_html_title(nd_buf *to, const nd_shown_text *text);    /* its first line, cut */
void nd_html_excerpt(nd_buf *to, const nd_shown_text *text);  /* its beginning, as a block */
void nd_html_size(nd_buf *to, uint64_t bytes);                /* "10 MB" */

/* ---- pairs */

typedef struct nd_html_pair {
    const nd_shown_record *a, *b;      /* left, right */
    const char            *kind;
    double                 similarity; /* negative: not known */
} nd_html_pair;

/* An <article class="pair">: begin, then a heading of the caller's, then sides, then end. */
void nd_html_pair_begin(nd_html_list *list, nd_buf *to, const nd_html_pair *pair);
nd_status nd_html_pair_sides(nd_html_list *list, nd_buf *to, const nd_shown_text *a, const nd_shown_text *b, nd_err *err);
void nd_html_pair_end(nd_html_list *list, nd_buf *to);

#endif
