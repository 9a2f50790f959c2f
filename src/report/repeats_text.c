/* SPDX-License-Identifier: MIT
 *
 * repeats_text.c - findings to a table for people.
 *
 *     article.txt   1,482 words, 41 lines; 11.6 % of the text repeats
 *       line 3      = line 1    headline twice   "Storm closes ferry port for ..."
 *       line 22, 37 = line 9    line x3          "Photo: L. Aho / Coast Press"
 *       line 28     ~ line 14   74 % alike       "A and B {+leave+} the reception"
 *                                                "A and B [-attend-] the reception"
 *
 * The first three columns are ASCII, as wide as their widest cell; the text gets
 * what is left of the width.
 */
#include "repeats_text.h"

#include "groups.h"
#include "marking.h"
#include "name.h"
#include "term.h"

#include <inttypes.h>
#include <stdio.h>

enum { AT, OF, LABEL, N_CELLS };

static const size_t gaps[N_CELLS] = {2, 1, 3}, last_gap = 3;

/* A million equal lines are one group: its places are listed up to about this many columns. */
static const size_t most_at = 24;

/* In fewer columns than this a text is hard to know again: it goes below, at an indent. */
static const size_t least_beside = 28, indent_below = 6;

/* Fewer columns than this tell nothing of a text. */
static const size_t least_excerpt = 16;

typedef struct table {
    const nd_repeats *repeats;
    const char *text;
    size_t      len;
    const nd_look *look;
    nd_groups   groups;
    nd_marking  marking;
    nd_buf      cells[N_CELLS]; /* of the group at hand */
    size_t      columns[N_CELLS]; /* the widest of each */
    nd_buf      line;
} table;

static bool is_paragraph(nd_repeat_kind kind)
{
    return kind == ND_REPEAT_PARAGRAPH || kind == ND_REPEAT_NEAR_PARAGRAPH;
}

static bool is_equal(nd_repeat_kind kind)
{
    return kind == ND_REPEAT_LINE || kind == ND_REPEAT_PARAGRAPH || kind == ND_REPEAT_PHRASE;
}

/* "line 22, 37" or "para at line 30": each place of the group, as far as there is room. */
static void at_cell(table *t, const nd_group *group)
{
    const size_t *members = &t->groups.members[group->first];
    nd_buf *cell = &t->cells[AT];
    nd_buf_puts(cell, is_paragraph(t->repeats->rows[members[0]].kind) ? "para at line" : "line");
    for (size_t i = 0; i < group->n; i++) {
        char place[32];
        snprintf(place, sizeof place, "%s %" PRIu64, i == 0 ? "" : ",", t->repeats->rows[members[i]].at.line);
        if (i > 0 && cell->len + strlen(place) > most_at) {
            nd_buf_puts(cell, ", ...");
            break;
        }
        nd_buf_puts(cell, place);
    }
}

static void label_cell(nd_buf *label, const nd_repeat *row, size_t copies)
{
    char times[32] = " twice";
    if (copies > 2)
        snprintf(times, sizeof times, " x%zu", copies);
    switch (row->kind) {
    case ND_REPEAT_LINE:
        nd_buf_printf(label, "%s%s", row->headline ? "headline" : "line", times);
        break;
    case ND_REPEAT_PARAGRAPH:
        nd_buf_printf(label, "para%s, %" PRIu64 " words", times, row->words);
        break;
    case ND_REPEAT_NEAR_LINE:
    case ND_REPEAT_NEAR_PARAGRAPH:
        nd_buf_printf(label, "%.0f %% alike, %" PRIu64 " words", 100 * row->similarity, row->words);
        break;
    case ND_REPEAT_TEMPLATE:
        nd_buf_puts(label, "template");
        break;
    case ND_REPEAT_PHRASE:
        nd_buf_printf(label, "phrase%s, %" PRIu64 " words", times, row->words);
        break;
    case ND_REPEAT_STUTTER:
        nd_buf_puts(label, "stutter");
        break;
    case ND_REPEAT_PUNCTUATION:
        nd_buf_puts(label, "doubled mark");
        break;
    }
    if (row->weak)
        nd_buf_puts(label, ", weak");
}

static void fill_cells(table *t, const nd_group *group)
{
    const nd_repeat *row = &t->repeats->rows[t->groups.members[group->first]];
    for (size_t c = 0; c < N_CELLS; c++)
        nd_buf_clear(&t->cells[c]);
    at_cell(t, group);
    if (row->kind == ND_REPEAT_STUTTER)
        nd_buf_printf(&t->cells[OF], "word %" PRIu64, row->word);
    else if (row->kind != ND_REPEAT_PUNCTUATION)
        nd_buf_printf(&t->cells[OF], "%s line %" PRIu64, is_equal(row->kind) ? "=" : "~", row->of.line);
    label_cell(&t->cells[LABEL], row, 1 + group->n);
}

static void end_line(table *t, nd_buf *to)
{
    nd_buf_add(to, t->line.bytes, t->line.len);
    nd_buf_puts(to, "\n");
    nd_buf_clear(&t->line);
}

static void add_pieces(table *t, bool marked, size_t columns)
{
    t->line.failed |= !marked;
    if (marked)
        nd_excerpt(&t->line, t->marking.pieces, t->marking.n, t->marking.before, t->marking.after, columns,
                   t->look->color);
}

/* What stands at the place and, where that differs, what it repeats, on a second line. */
static void add_excerpts(table *t, nd_buf *to, const nd_repeat *row, size_t indent, size_t columns)
{
    nd_marking *m = &t->marking;
    const nd_place *at = &row->at, *of = &row->of;
    const nd_marked all = {t->text + at->offset, at->len, ND_MARK_NONE};
    nd_term_pad(&t->line, t->line.len, indent);
    switch (row->kind) {
    case ND_REPEAT_LINE:
    case ND_REPEAT_PARAGRAPH:
        nd_excerpt(&t->line, &all, 1, false, false, columns, t->look->color);
        break;
    case ND_REPEAT_STUTTER:
    case ND_REPEAT_PUNCTUATION:
        add_pieces(t, nd_mark_in_line(m, t->text, t->len, of->offset, at->offset + at->len, columns), columns);
        break;
    case ND_REPEAT_PHRASE:
        add_pieces(t, nd_mark_in_line(m, t->text, t->len, at->offset, at->offset + at->len, columns), columns);
        end_line(t, to);
        nd_term_pad(&t->line, t->line.len, indent);
        add_pieces(t, nd_mark_in_line(m, t->text, t->len, of->offset, of->offset + of->len, columns), columns);
        break;
    case ND_REPEAT_NEAR_LINE:
    case ND_REPEAT_NEAR_PARAGRAPH:
    case ND_REPEAT_TEMPLATE:
        add_pieces(t, nd_mark_different(m, t->text, at, of, ND_MARK_ADDED, columns), columns);
        end_line(t, to);
        nd_term_pad(&t->line, t->line.len, indent);
        add_pieces(t, nd_mark_different(m, t->text, of, at, ND_MARK_REMOVED, columns), columns);
        break;
    }
}

static void add_group(table *t, nd_buf *to, const nd_group *group)
{
    const nd_repeat *row = &t->repeats->rows[t->groups.members[group->first]];
    nd_buf *line = &t->line;
    size_t at = 0, width = t->look->width;
    nd_buf_clear(line);
    fill_cells(t, group);
    for (size_t c = 0; c < N_CELLS; c++) {
        at += gaps[c];
        if (t->cells[c].len > 0)
            nd_term_pad(line, line->len, at);
        nd_buf_add(line, t->cells[c].bytes, t->cells[c].len);
        at += t->columns[c];
    }
    at += last_gap;
    bool below = width < at + least_beside && width >= indent_below + least_excerpt;
    if (below || width < at + least_excerpt)
        line->len = nd_term_cut(line->bytes, line->len, width);
    if (below) {
        end_line(t, to);
        at = indent_below;
    }
    if (width >= at + least_excerpt)
        add_excerpts(t, to, row, at, width - at);
    end_line(t, to);
}

static void add_groups(table *t, nd_buf *to)
{
    size_t n = t->groups.n, most = t->look->most;
    if (most > 0 && n > most)
        n = most;
    for (size_t g = 0; g < n; g++) {
        fill_cells(t, &t->groups.list[g]);
        for (size_t c = 0; c < N_CELLS; c++)
            if (t->columns[c] < t->cells[c].len)
                t->columns[c] = t->cells[c].len;
    }
    for (size_t g = 0; g < n; g++)
        add_group(t, to, &t->groups.list[g]);
    if (n < t->groups.n)
        nd_buf_printf(to, "  ... and %zu more\n", t->groups.n - n);
}

static void add_table(nd_buf *to, const char *text, size_t len, const nd_repeats *repeats, nd_text *folder,
                      const nd_look *look)
{
    table t = {.repeats = repeats, .text = text, .len = len, .look = look};
    nd_buf *scratch[] = {&t.cells[AT], &t.cells[OF], &t.cells[LABEL], &t.line};
    for (size_t i = 0; i < ND_COUNT(scratch); i++)
        nd_buf_init(scratch[i], to->alloc);
    nd_marking_init(&t.marking, folder, to->alloc);
    if (nd_groups_make(&t.groups, repeats, look->by_weight, to->alloc))
        add_groups(&t, to);
    else
        to->failed = true;
    nd_groups_release(&t.groups);
    nd_marking_release(&t.marking);
    for (size_t i = 0; i < ND_COUNT(scratch); i++) {
        to->failed |= scratch[i]->failed;
        nd_buf_release(scratch[i]);
    }
}

static void add_head(nd_buf *to, const nd_row_record *record, const nd_repeats *repeats)
{
    nd_record_name(to, record);
    nd_buf_puts(to, "   ");
    nd_term_count(to, repeats->words, "word");
    nd_buf_puts(to, ", ");
    nd_term_count(to, repeats->lines, "line");
    if (repeats->n_rows == 0)
        nd_buf_puts(to, "; no repeats");
    else
        nd_buf_printf(to, "; %.1f %% of the text repeats", 100 * nd_repeats_share(repeats));
    nd_buf_puts(to, "\n");
}

void nd_repeats_text(nd_buf *to, const nd_row_record *record, const char *text, size_t len,
                     const nd_repeats *repeats, nd_text *folder, const nd_look *look)
{
    size_t told_weak = 0;
    add_head(to, record, repeats);
    if (repeats->n_rows > 0)
        add_table(to, text, len, repeats, folder, look);
    for (size_t i = 0; i < repeats->n_rows; i++)
        told_weak += repeats->rows[i].weak;
    if (repeats->weak > told_weak) {
        nd_buf_puts(to, "  ");
        nd_term_count(to, repeats->weak - told_weak, "weak repeat");
        nd_buf_puts(to, " not shown (--all)\n");
    }
}
