/* SPDX-License-Identifier: MIT
 *
 * excerpt.h - a piece of a text on one line of a terminal, some of its words marked.
 */
#ifndef ND_EXCERPT_H
#define ND_EXCERPT_H

#include "base/buf.h"

typedef enum nd_mark {
    ND_MARK_NONE = 0,
    ND_MARK_SAME,              /* {=what repeats=}; bold in colour */
    ND_MARK_ADDED,             /* {+only here+}; green */
    ND_MARK_REMOVED            /* [-only in the other place-]; red */
} nd_mark;

/* Bytes of a text, all under one mark; any bytes. */
typedef struct nd_marked {
    const char *bytes;
    size_t      len;
    nd_mark     mark;
} nd_marked;

/*
 * nd_excerpt - pieces that follow each other in a text, in quotes, on one line: made
 * harmless, white space as one space, cut between words where it is more than columns
 * can take (" ..." then says so).
 *
 * @before, @after  the text goes on there: "... " and " ..." say it
 * @columns         that it may take, its quotes and marks too; 10 at least
 *
 * to->failed: no memory.
 */
void nd_excerpt(nd_buf *to, const nd_marked *pieces, size_t n, bool before, bool after, size_t columns, bool color);

#endif
