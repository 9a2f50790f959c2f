/* SPDX-License-Identifier: MIT
 *
 * inspect_text.c - documents, one a line, and what recurs over them, for people.
 */
#include "repeats_text.h"

#include "excerpt.h"
#include "name.h"
#include "term.h"

#include <inttypes.h>

void nd_repeats_line(nd_buf *to, const nd_row_record *record, const nd_repeats *repeats, size_t width)
{
    static const char *const names[ND_REPEAT_KINDS] = {
        [ND_REPEAT_LINE] = "line",
        [ND_REPEAT_NEAR_LINE] = "near line",
        [ND_REPEAT_TEMPLATE] = "template",
        [ND_REPEAT_PARAGRAPH] = "paragraph",
        [ND_REPEAT_NEAR_PARAGRAPH] = "near paragraph",
        [ND_REPEAT_PHRASE] = "phrase",
        [ND_REPEAT_STUTTER] = "stutter",
        [ND_REPEAT_PUNCTUATION] = "doubled mark",
    };
    uint64_t counts[ND_REPEAT_KINDS] = {0};
    size_t begin = to->len;
    for (size_t i = 0; i < repeats->n_rows; i++)
        counts[repeats->rows[i].kind]++;
    nd_buf_printf(to, "%5.1f %%  ", 100 * nd_repeats_share(repeats));
    nd_record_name(to, record);
    const char *before = "   ";
    for (size_t k = 0; k < ND_REPEAT_KINDS; k++) {
        if (counts[k] == 0)
            continue;
        nd_buf_puts(to, before);
        nd_term_count(to, counts[k], names[k]);
        before = ", ";
    }
    nd_term_limit(to, begin, width);
    nd_buf_puts(to, "\n");
}

void nd_boilerplate_text(nd_buf *to, const nd_row_record *first, const nd_recurring *unit, const nd_look *look)
{
    enum { LEAST = 16 };
    const nd_marked text = {unit->text, unit->len, ND_MARK_NONE};
    size_t begin = to->len, half = look->width / 2;
    nd_buf_printf(to, "  %s", unit->missed > 0 ? "at least " : "");
    nd_term_count(to, unit->documents, "article");
    nd_buf_puts(to, "   ");
    if (half >= LEAST)
        nd_excerpt(to, &text, 1, false, false, half, look->color);
    nd_buf_puts(to, "   first in ");
    nd_record_name(to, first);
    nd_buf_printf(to, ", line %" PRIu64, unit->line);
    nd_term_limit(to, begin, look->width);
    nd_buf_puts(to, "\n");
}
