/* SPDX-License-Identifier: MIT
 *
 * column.h - text from inputs set as rows of a column, so that two can stand side by side.
 */
#ifndef ND_COLUMN_H
#define ND_COLUMN_H

#include "base/buf.h"

typedef struct nd_column_row {
    size_t end;             /* of its bytes in rows */
    size_t columns;         /* that it takes */
    bool   rtl;             /* has characters that are written from right to left */
} nd_column_row;

typedef struct nd_column {
    size_t width;           /* columns of a row, at most */
    nd_buf rows;            /* the bytes of all rows */
    nd_column_row *list;
    size_t n, cap;

    nd_buf chunk, shown;    /* what is not to be parted, still in no row; scratch */
    size_t chunk_columns, row_columns;
    bool   space;           /* white space came after what is in the row */
    bool   chunk_rtl, row_rtl;
    const char *style, *chunk_style, *row_style; /* now; where the chunk begins; where the row ends */
} nd_column;

void nd_column_init(nd_column *column, size_t width, const nd_alloc *alloc);
void nd_column_release(nd_column *column);
bool nd_column_failed(const nd_column *column); /* no memory */

/* nd_column_clear - no rows. */
void nd_column_clear(nd_column *column);

/*
 * nd_column_text - goes on with text as it came, made harmless. White space is one
 * space, or where the row ends; a line end ends the row, several of them leave one
 * row empty. What fits no row is cut between characters.
 */
void nd_column_text(nd_column *column, const char *text, size_t len);

/* nd_column_break - the row may end here, without a space. */
void nd_column_break(nd_column *column);

/* nd_column_style - an escape sequence for what follows, or ""; the string is kept. A row ends without style. */
void nd_column_style(nd_column *column, const char *style);

/* nd_column_end - ends the last row. */
void nd_column_end(nd_column *column);

/* nd_column_add - row i, or nothing where there are fewer, filled up with blanks where filled. */
void nd_column_add(const nd_column *column, size_t i, bool filled, nd_buf *to);

/* nd_column_rtl - whether row i has text from right to left. */
static inline bool nd_column_rtl(const nd_column *column, size_t i)
{
    return i < column->n && column->list[i].rtl;
}

#endif
