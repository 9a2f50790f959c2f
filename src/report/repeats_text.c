/* SPDX-License-Identifier: MIT
 *
 * repeats_text.c - findings to a table for people.
 *
 *     article.txt   1,482 words, 41 lines; 11.6 % of the text repeats
 *       line 3      = line 1    headline twice   "Storm closes ferry port for ..."
 *       line 22, 37 = line 9    line x3          "Photo: L. Aho / Coast Press"
 *
 * Rows come by place; those of one kind that repeat the same place are a group,
 * told where its first row stands. The rows of a group are chained from the last
 * row backwards, so the one seen last is the group's first: no sorting, no hashing.
 * The first three columns are ASCII, as wide as their widest cell; the text gets
 * what is left of the width.
 */
#include "repeats_text.h"

#include "name.h"
#include "term.h"

#include <inttypes.h>
#include <stdio.h>

enum { AT, OF, LABEL, N_CELLS };
enum { N_KINDS = ND_REPEAT_PARAGRAPH + 1 };

/* A million equal lines are one group: its places are listed up to about this many columns. */
static const size_t most_at = 24;

/* Fewer columns than this tell nothing of a text. */
static const size_t least_excerpt = 10;

typedef struct table {
    const nd_repeats *repeats;
    const char *text;
    size_t  width;
    size_t *next;               /* a row: the next of its group, + 1; 0 ends it */
    size_t *first;              /* line and kind of a group: its first row, + 1 */
    nd_buf  cells[N_CELLS];     /* of the group at hand */
    size_t  columns[N_CELLS];   /* the widest of each */
    nd_buf  line, excerpt;
} table;

static size_t *first_of(table *t, const nd_repeat *row)
{
    return &t->first[(row->of.line - 1) * N_KINDS + row->kind];
}

static bool chain(table *t, const nd_alloc *alloc)
{
    size_t n = t->repeats->n_rows;
    t->next = nd_get(alloc, n, sizeof *t->next);
    t->first = nd_get(alloc, t->repeats->lines, N_KINDS * sizeof *t->first);
    if (t->next == NULL || t->first == NULL)
        return false;
    for (size_t i = n; i-- > 0;) {
        size_t *first = first_of(t, &t->repeats->rows[i]);
        t->next[i] = *first;
        *first = i + 1;
    }
    return true;
}

/* "line 22, 37" or "para at line 30": each place of the group, as far as there is room. */
static size_t at_cell(table *t, size_t row)
{
    const nd_repeat *rows = t->repeats->rows;
    nd_buf *cell = &t->cells[AT];
    bool full = false;
    size_t n = 0;
    nd_buf_puts(cell, rows[row].kind == ND_REPEAT_PARAGRAPH ? "para at line" : "line");
    for (size_t i = row + 1; i != 0; i = t->next[i - 1], n++) {
        char place[32];
        snprintf(place, sizeof place, "%s %" PRIu64, n == 0 ? "" : ",", rows[i - 1].at.line);
        if (!full && n > 0 && cell->len + strlen(place) > most_at) {
            nd_buf_puts(cell, ", ...");
            full = true;
        }
        if (!full)
            nd_buf_puts(cell, place);
    }
    return n;
}

static void fill_cells(table *t, size_t row)
{
    const nd_repeat *repeat = &t->repeats->rows[row];
    for (size_t c = 0; c < N_CELLS; c++)
        nd_buf_clear(&t->cells[c]);
    size_t copies = 1 + at_cell(t, row);
    nd_buf_printf(&t->cells[OF], "= line %" PRIu64, repeat->of.line);

    nd_buf *label = &t->cells[LABEL];
    bool paragraph = repeat->kind == ND_REPEAT_PARAGRAPH;
    nd_buf_puts(label, paragraph ? "para" : repeat->headline ? "headline" : "line");
    if (copies == 2)
        nd_buf_puts(label, " twice");
    else
        nd_buf_printf(label, " x%zu", copies);
    if (paragraph)
        nd_buf_printf(label, ", %" PRIu64 " words", repeat->words);
}

/* Where to cut at most at fits: between words where that costs less than half. */
static size_t last_word_end(const nd_buf *shown, size_t fits)
{
    for (size_t at = fits; at > fits / 2; at--)
        if (at == shown->len || shown->bytes[at] == ' ')
            return at;
    return fits;
}

/* The text at a place on one line, quoted, in at most columns; only as much of it is read as may show. */
static void excerpt(table *t, const nd_place *place, size_t columns)
{
    static const char cut_mark[] = " ...";
    enum { BYTES_PER_COLUMN = 16 };
    const char *text = t->text + place->offset;
    size_t len = place->len, room = columns - 2;
    if (len / BYTES_PER_COLUMN > columns) {
        len = columns * BYTES_PER_COLUMN;
        for (int i = 0; i < 3 && ((unsigned char)text[len] & 0xC0) == 0x80; i++)
            len--;
    }

    nd_buf *shown = &t->excerpt;
    nd_buf_clear(shown);
    for (size_t i = 0, word; i < len; i += word) {
        while (i < len && nd_term_is_white(text[i]))
            i++;
        for (word = 0; i + word < len && !nd_term_is_white(text[i + word]); word++)
            ;
        if (word > 0 && shown->len > 0)
            nd_buf_puts(shown, " ");
        nd_term_text(shown, text + i, word);
    }

    size_t fits = nd_term_cut(shown->bytes, shown->len, room);
    bool cut = fits < shown->len || len < place->len;
    if (cut)
        fits = last_word_end(shown, nd_term_cut(shown->bytes, shown->len, room - strlen(cut_mark)));
    nd_buf_puts(&t->line, "\"");
    nd_buf_add(&t->line, shown->bytes, fits);
    nd_buf_puts(&t->line, cut ? " ...\"" : "\"");
}

static void pad(nd_buf *line, size_t columns)
{
    while (line->len < columns && !line->failed)
        nd_buf_puts(line, " ");
}

static void add_group(table *t, nd_buf *to, size_t row)
{
    static const size_t gaps[N_CELLS] = {2, 1, 3}, last_gap = 3;
    nd_buf *line = &t->line;
    size_t at = 0;
    nd_buf_clear(line);
    fill_cells(t, row);
    for (size_t c = 0; c < N_CELLS; c++) {
        at += gaps[c];
        pad(line, at);
        nd_buf_add(line, t->cells[c].bytes, t->cells[c].len);
        at += t->columns[c];
    }
    at += last_gap;
    if (t->width >= at + least_excerpt) {
        pad(line, at);
        excerpt(t, &t->repeats->rows[row].at, t->width - at);
    }
    nd_buf_add(to, line->bytes, nd_term_cut(line->bytes, line->len, t->width));
    nd_buf_puts(to, "\n");
}

static void add_groups(table *t, nd_buf *to)
{
    const nd_repeats *repeats = t->repeats;
    for (size_t i = 0; i < repeats->n_rows; i++) {
        if (*first_of(t, &repeats->rows[i]) != i + 1)
            continue;
        fill_cells(t, i);
        for (size_t c = 0; c < N_CELLS; c++)
            if (t->columns[c] < t->cells[c].len)
                t->columns[c] = t->cells[c].len;
    }
    for (size_t i = 0; i < repeats->n_rows; i++)
        if (*first_of(t, &repeats->rows[i]) == i + 1)
            add_group(t, to, i);
}

static void add_count(nd_buf *to, uint64_t n, const char *what)
{
    nd_term_number(to, n);
    nd_buf_printf(to, " %s%s", what, n == 1 ? "" : "s");
}

static void add_head(nd_buf *to, const nd_row_record *record, const nd_repeats *repeats)
{
    nd_record_name(to, record);
    nd_buf_puts(to, "   ");
    add_count(to, repeats->words, "word");
    nd_buf_puts(to, ", ");
    add_count(to, repeats->lines, "line");
    if (repeats->n_rows == 0)
        nd_buf_puts(to, "; no repeats\n");
    else
        nd_buf_printf(to, "; %.1f %% of the text repeats\n",
                      100 * (double)repeats->repeated_words / (double)repeats->words);
}

void nd_repeats_text(nd_buf *to, const nd_row_record *record, const char *text, const nd_repeats *repeats,
                     size_t width)
{
    add_head(to, record, repeats);
    if (repeats->n_rows == 0)
        return;
    table t = {.repeats = repeats, .text = text, .width = width};
    nd_buf *scratch[] = {&t.cells[AT], &t.cells[OF], &t.cells[LABEL], &t.line, &t.excerpt};
    for (size_t i = 0; i < ND_COUNT(scratch); i++)
        nd_buf_init(scratch[i], to->alloc);
    if (chain(&t, to->alloc))
        add_groups(&t, to);
    else
        to->failed = true;
    for (size_t i = 0; i < ND_COUNT(scratch); i++) {
        to->failed |= scratch[i]->failed;
        nd_buf_release(scratch[i]);
    }
    nd_drop(to->alloc, t.next, repeats->n_rows, sizeof *t.next);
    nd_drop(to->alloc, t.first, repeats->lines, N_KINDS * sizeof *t.first);
}
