/* SPDX-License-Identifier: MIT
 *
 * signals_text.c - repetition signals to lines for people, under the document's table.
 *
 *       duplicate lines        lines   0.0488   chars   0.0312   words   0.0301
 *       top n-gram, chars      2-gram  0.0120   3-gram  0.0000   4-gram  0.0000
 *       gopher would drop it   dup_line_frac 0.3333, over 0.30
 *
 * The signals stand three a line in the order of nd_signal; a rule goes by the name
 * of its signal in JSON. All of it is ASCII, so a line is cut by bytes.
 */
#include "signals_text.h"

#include <stdio.h>

static const struct {
    const char *label;
    nd_signal   first;
    const char *cells[3];   /* to the first NULL */
} lines[] = {
    {"duplicate lines", ND_DUP_LINE_FRAC, {"lines", "chars", "words"}},
    {"duplicate paragraphs", ND_DUP_PARA_FRAC, {"paras", "chars", "words"}},
    {"top n-gram, chars", ND_TOP_2GRAM_CHAR_FRAC, {"2-gram", "3-gram", "4-gram"}},
    {"dup n-grams, chars", ND_DUP_5GRAM_CHAR_FRAC, {"5-gram", "6-gram", "7-gram"}},
    {"", ND_DUP_8GRAM_CHAR_FRAC, {"8-gram", "9-gram", "10-gram"}},
    {"unique words", ND_UNIQUE_WORD_FRAC, {"words", NULL, NULL}},
};

static void add_line(nd_buf *to, const char *line, int len, size_t width)
{
    nd_buf_add(to, line, (size_t)len < width ? (size_t)len : width);
    nd_buf_puts(to, "\n");
}

void nd_signals_text(nd_buf *to, const nd_row_signals *more, size_t width)
{
    char line[128];
    for (size_t i = 0; more->signals != NULL && i < ND_COUNT(lines); i++) {
        int len = snprintf(line, sizeof line, "  %-20s", lines[i].label);
        for (size_t c = 0; c < ND_COUNT(lines[i].cells) && lines[i].cells[c] != NULL; c++)
            len += snprintf(line + len, sizeof line - (size_t)len, "   %-7s %.4f", lines[i].cells[c],
                            more->signals->frac[lines[i].first + c]);
        add_line(to, line, len, width);
    }
    for (size_t i = 0; i < more->n_broken; i++) {
        const nd_broken_rule *rule = &more->broken[i];
        int len = snprintf(line, sizeof line, "  %-20s   %s %.4f, over %.2f",
                           i == 0 ? "gopher would drop it" : "", nd_signal_name(rule->signal), rule->value,
                           rule->limit);
        add_line(to, line, len, width);
    }
}
