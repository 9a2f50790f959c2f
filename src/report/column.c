/* SPDX-License-Identifier: MIT
 *
 * column.c - a running text to rows of at most so many columns.
 *
 * What stands between two places where a row may end is a chunk: it is put together
 * with its escape sequences, measured without them, and goes to the row it fits. A
 * row that ends within a style takes it back, and the next begins with it, so any
 * row may stand beside any other.
 */
#include "column.h"

#include "term.h"

void nd_column_init(nd_column *column, size_t width, const nd_alloc *alloc)
{
    const size_t wide = 2; /* columns of the widest character */
    *column = (nd_column){.width = width > wide ? width : wide, .style = "", .chunk_style = "", .row_style = ""};
    nd_buf_init(&column->rows, alloc);
    nd_buf_init(&column->chunk, alloc);
    nd_buf_init(&column->shown, alloc);
}

void nd_column_release(nd_column *column)
{
    const nd_alloc *alloc = column->rows.alloc;
    nd_buf_release(&column->rows);
    nd_buf_release(&column->chunk);
    nd_buf_release(&column->shown);
    nd_drop(alloc, column->list, column->cap, sizeof *column->list);
    nd_column_init(column, column->width, alloc);
}

bool nd_column_failed(const nd_column *column)
{
    return column->rows.failed || column->chunk.failed || column->shown.failed;
}

void nd_column_clear(nd_column *column)
{
    nd_buf_clear(&column->rows);
    column->n = 0;
    column->space = false;
}

static void change_style(nd_buf *to, const char *from, const char *style)
{
    if (strcmp(from, style) == 0)
        return;
    nd_buf_puts(to, *from != '\0' ? "\x1b[0m" : "");
    nd_buf_puts(to, style);
}

static void end_row(nd_column *column)
{
    change_style(&column->rows, column->row_style, "");
    if (!nd_grow(column->rows.alloc, &column->list, &column->cap, column->n + 1, sizeof *column->list)) {
        column->rows.failed = true;
        return;
    }
    column->list[column->n++] = (nd_column_row){column->rows.len, column->row_columns, column->row_rtl};
    column->row_columns = 0;
    column->row_rtl = column->space = false;
    column->row_style = "";
}

/* Marks alone take no column, and yet they are in the row. */
static bool row_is_open(const nd_column *column)
{
    return column->rows.len > (column->n > 0 ? column->list[column->n - 1].end : 0);
}

/* The chunk goes to the row it fits. */
static void place_chunk(nd_column *column)
{
    if (column->chunk.len == 0)
        return;
    size_t space = column->space && column->row_columns > 0;
    if (column->row_columns > 0 && column->row_columns + space + column->chunk_columns > column->width) {
        end_row(column);
        space = 0;
    }
    if (space > 0 && strcmp(column->row_style, column->chunk_style) != 0) {
        change_style(&column->rows, column->row_style, "");
        column->row_style = "";
    }
    nd_buf_add(&column->rows, " ", space);
    change_style(&column->rows, column->row_style, column->chunk_style);
    nd_buf_add(&column->rows, column->chunk.bytes, column->chunk.len);
    column->row_columns += space + column->chunk_columns;
    column->row_rtl |= column->chunk_rtl;
    column->row_style = column->style;
    column->space = false;
    nd_buf_clear(&column->chunk);
    column->chunk_columns = 0;
    column->chunk_rtl = false;
}

void nd_column_break(nd_column *column)
{
    place_chunk(column);
}

void nd_column_style(nd_column *column, const char *style)
{
    if (column->chunk.len > 0)
        change_style(&column->chunk, column->style, style);
    column->style = style;
}

/* Characters without white space go on with the chunk; it never grows wider than a row. */
static void add_characters(nd_column *column, const char *text, size_t len)
{
    nd_buf *shown = &column->shown;
    nd_buf_clear(shown);
    nd_term_text(shown, text, len);
    for (size_t at = 0; at < shown->len && !column->chunk.failed;) {
        size_t room = column->width - column->chunk_columns;
        size_t n = nd_term_cut(shown->bytes + at, shown->len - at, room);
        if (n == 0) {
            place_chunk(column);
            continue;
        }
        if (column->chunk.len == 0)
            column->chunk_style = column->style;
        nd_buf_add(&column->chunk, shown->bytes + at, n);
        column->chunk_columns += nd_term_width(shown->bytes + at, n);
        column->chunk_rtl |= nd_term_rtl(shown->bytes + at, n);
        at += n;
    }
}

/* A line end: of the row, or of one that stays empty. */
static void end_line(nd_column *column)
{
    place_chunk(column);
    if (row_is_open(column) || (column->n > 0 && column->list[column->n - 1].columns > 0))
        end_row(column);
}

void nd_column_text(nd_column *column, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t n = 0;
        while (i + n < len && !nd_term_is_white(text[i + n]))
            n++;
        if (n > 0)
            add_characters(column, text + i, n);
        i += n;
        if (i == len)
            return;
        bool crlf = text[i] == '\r' && i + 1 < len && text[i + 1] == '\n';
        if (text[i] == '\n' || (text[i] == '\r' && !crlf)) {
            end_line(column);
        } else {
            place_chunk(column);
            column->space = true;
        }
        i++;
    }
}

void nd_column_end(nd_column *column)
{
    place_chunk(column);
    if (row_is_open(column))
        end_row(column);
}

void nd_column_add(const nd_column *column, size_t i, bool filled, nd_buf *to)
{
    size_t taken = 0;
    if (i < column->n) {
        size_t from = i > 0 ? column->list[i - 1].end : 0;
        nd_buf_add(to, column->rows.bytes + from, column->list[i].end - from);
        taken = column->list[i].columns;
    }
    if (filled)
        nd_term_pad(to, taken, column->width);
}
