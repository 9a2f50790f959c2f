/* SPDX-License-Identifier: MIT
 *
 * passages_text.c - families and passages to lines for people.
 *
 *     Family 3: 4 documents carry 212 words; + added, - cut, ~ changed
 *       "The ferry port of Kellbrae stayed shut for a second day on ..."
 *       likely source, a guess (the earliest): a.jsonl:12 (x7)
 *       1916-03-02  100 %                   a.jsonl:12 (x7)
 *       1916-03-03   97 %  +3 ~2            a.jsonl:31 (y2)
 *       no date      64 %  -81              b.jsonl:4
 *       ... and 1 more
 *
 * A name that does not fit is its end: ids of one collection begin alike.
 */
#include "passages_text.h"

#include "excerpt.h"
#include "name.h"
#include "term.h"

#include <inttypes.h>

enum {
    INDENT = 2,
    DATE = 12,                 /* columns */
    CHANGES = 16,
    LEAST_EXCERPT = 16,
    SHOWN_BYTES = 4096         /* of a stretch, more than any line shows */
};

/* The beginning of a stretch, on a line of its own; nothing where there is no room. */
static void add_beginning(nd_buf *to, const char *text, const nd_place *at, size_t indent, const nd_passages_look *look)
{
    const nd_marked piece = {text + at->offset, at->len < SHOWN_BYTES ? at->len : SHOWN_BYTES, ND_MARK_NONE};
    if (look->width < indent + LEAST_EXCERPT)
        return;
    nd_term_pad(to, 0, indent);
    nd_excerpt(to, &piece, 1, false, piece.len < at->len, look->width - indent, look->color);
    nd_buf_puts(to, "\n");
}

static void add_change(nd_buf *to, const char *mark, uint64_t n)
{
    if (n == 0)
        return;
    nd_buf_puts(to, mark);
    nd_term_number(to, n);
    nd_buf_puts(to, " ");
}

/* Columns that were added since begin. */
static size_t columns_since(const nd_buf *to, size_t begin)
{
    return to->failed ? 0 : nd_term_width(to->bytes + begin, to->len - begin);
}

/* A record's name; where it does not fit in what is left of the line that began at line, its end. */
static void add_name(nd_buf *to, const nd_row_record *record, size_t line, size_t width)
{
    static const char cut[] = "...";
    size_t mark = strlen(cut), begin = to->len, taken = columns_since(to, line);
    nd_record_name(to, record);
    size_t columns = columns_since(to, begin), from = begin, room = width > taken + mark ? width - taken - mark : 0;
    if (to->failed || taken + columns <= width)
        return;
    while (from < to->len && columns > room) {
        size_t next = from + 1;
        while (next < to->len && ((unsigned char)to->bytes[next] & 0xC0) == 0x80)
            next++;
        size_t wide = nd_term_width(to->bytes + from, next - from);
        columns -= wide < columns ? wide : columns;
        from = next;
    }
    if (from >= begin + mark) {
        memcpy(to->bytes + begin, cut, mark);
        memmove(to->bytes + begin + mark, to->bytes + from, to->len - from);
        to->len -= from - begin - mark;
    }
    nd_term_limit(to, line, width);
}

static void add_date(nd_buf *to, const nd_row_member *member)
{
    size_t begin = to->len;
    bool quoted = member->date != NULL && member->date[0] == '"';
    if (member->date == NULL)
        nd_buf_puts(to, "no date");
    else
        nd_term_text(to, member->date + quoted, member->date_len - 2 * (size_t)quoted);
    nd_term_limit(to, begin, DATE - 1);
    nd_term_pad(to, columns_since(to, begin), DATE);
}

static void add_member(nd_buf *to, const nd_row_family *family, const nd_row_member *member, bool dates,
                       const nd_passages_look *look)
{
    size_t line = to->len, begin;
    nd_term_pad(to, 0, INDENT);
    if (dates)
        add_date(to, member);
    double share = (double)member->core.len / (double)family->core.len;
    nd_buf_printf(to, "%3.0f %%  ", 100 * (share < 1 ? share : 1));
    begin = to->len;
    add_change(to, "+", member->changes.added);
    add_change(to, "-", member->changes.cut);
    add_change(to, "~", member->changes.changed);
    nd_term_pad(to, columns_since(to, begin), CHANGES);
    nd_buf_puts(to, " ");
    add_name(to, &member->record, line, look->width);
    nd_buf_puts(to, "\n");
}

static void add_source(nd_buf *to, const nd_row_family *family, const nd_passages_look *look)
{
    size_t line = to->len;
    nd_buf_printf(to, "%*slikely source, a guess (%s): ", INDENT, "",
                  family->by_date ? "the earliest" : "the first of the inputs");
    add_name(to, &family->members[0].record, line, look->width);
    nd_buf_puts(to, "\n");
}

void nd_family_text(nd_buf *to, const nd_row_family *family, const char *text, const nd_passages_look *look)
{
    size_t n = family->n_members < look->most ? family->n_members : look->most;
    nd_buf_printf(to, look->color ? "\x1b[1mFamily %zu\x1b[0m: " : "Family %zu: ", family->number);
    nd_term_count(to, family->n_members, "document");
    nd_buf_puts(to, " carry ");
    nd_term_count(to, family->words, "word");
    nd_buf_puts(to, "; + added, - cut, ~ changed\n");
    add_beginning(to, text, &family->core, INDENT, look);
    add_source(to, family, look);
    for (size_t i = 0; i < n; i++)
        add_member(to, family, &family->members[i], family->by_date, look);
    if (n < family->n_members)
        nd_buf_printf(to, "%*s... and %zu more\n", INDENT, "", family->n_members - n);
}

static void add_place(nd_buf *to, const nd_row_record *record, const nd_place *at, double share, const nd_passages_look *look)
{
    size_t line = to->len;
    nd_buf_printf(to, "%*s%3.0f %% of line %-6" PRIu64 " ", 2 * INDENT, "", 100 * share, at->line);
    add_name(to, record, line, look->width);
    nd_buf_puts(to, "\n");
}

void nd_shared_text(nd_buf *to, const nd_row_record *a, const nd_row_record *b, const nd_passage *passage,
                    const char *text, const nd_passages_look *look)
{
    nd_term_pad(to, 0, INDENT);
    nd_term_count(to, passage->a.words, "word");
    nd_buf_printf(to, ", %.0f %% alike\n", 100 * passage->similarity);
    add_beginning(to, text, &passage->a.at, 2 * INDENT, look);
    add_place(to, a, &passage->a.at, passage->a.share, look);
    add_place(to, b, &passage->b.at, passage->b.share, look);
}

void nd_passages_total_text(nd_buf *to, const nd_passages_total *total)
{
    nd_term_count(to, total->documents, "document");
    nd_buf_puts(to, ": ");
    nd_term_count(to, total->passages, "passage");
    if (total->passages == 0) {
        nd_buf_puts(to, "\n");
        return;
    }
    nd_buf_puts(to, "; ");
    nd_term_number(to, total->families);
    nd_buf_puts(to, total->families == 1 ? " family, " : " families, ");
    nd_term_number(to, total->outside);
    nd_buf_puts(to, " in none, ");
    nd_term_number(to, total->templates);
    nd_buf_puts(to, total->templates == 1 ? " template" : " templates");
    nd_buf_puts(to, total->templates > 0 ? " (a form filled in anew)\n" : "\n");
}
