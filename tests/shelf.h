/* SPDX-License-Identifier: MIT
 *
 * shelf.h - texts that stay where they are, the passages found in them, and stories
 * planted in other text, badly read, cut or edited.
 */
#ifndef SHELF_H
#define SHELF_H

#include "base/buf.h"

typedef struct shelf_book {
    char    *text;
    size_t   len;
    uint64_t series;
    size_t   from, to;             /* bytes of the story in it */
} shelf_book;

typedef struct shelf {
    shelf_book *books;
    size_t      n, cap;
    nd_passage *rows;              /* of all of them, after shelf_search */
    size_t      n_rows, cap_rows;
    bool        noisy;
    nd_buf      words;             /* of articles 01 to 29 of the corpus, once something is invented */
    size_t     *starts;            /* of each */
    size_t      n_starts, cap_starts;
} shelf;

/* shelf_add - a copy of a text; its number. */
size_t shelf_add(shelf *s, const char *text, size_t len);
void   shelf_release(shelf *s);

/*
 * shelf_search - leaves in s->rows what nd_passages_of says of each text, forms told.
 * What holds of every row is asserted: order, places, ends at words, shares.
 */
void shelf_search(shelf *s, const nd_opts *opts);

/* shelf_pair - rows of two texts; the first in *row. */
size_t shelf_pair(const shelf *s, uint64_t a, uint64_t b, const nd_passage **row);

/*
 * shelf_misread - text as a bad scan: of a hundred bytes that are no line end, `percent`
 * are another letter, missing, or followed by one. @to is cleared first.
 */
void shelf_misread(nd_buf *to, const char *text, size_t len, uint32_t percent, uint64_t *state);

/* shelf_plant - a story between invented text on either side; its number. */
size_t shelf_plant(shelf *s, const char *story, size_t len, uint64_t *state);

/* shelf_invent - so many bytes about, in lines: words at random from the corpus. @to is cleared first. */
void shelf_invent(shelf *s, nd_buf *to, uint32_t letters, uint64_t *state);

/* shelf_covers - whether a side and the story in its text have 80 % of each in common. */
bool shelf_covers(const shelf *s, const nd_passage_side *side);

#endif
