/* SPDX-License-Identifier: MIT */
#include "sentences.h"

#include "term.h"

enum { SHORT = 25, LONG = 400, LONGEST = 1200 };

/* Bytes of a mark that ends a sentence; wide ones need no white space behind them. */
static size_t mark_at(const char *text, size_t len, bool *wide)
{
    static const char *const wide_marks[] = {"。", "！", "？", "।"};
    *wide = false;
    if (text[0] == '.' || text[0] == '!' || text[0] == '?')
        return 1;
    for (size_t i = 0; i < ND_COUNT(wide_marks); i++) {
        size_t n = strlen(wide_marks[i]);
        if (n <= len && memcmp(text, wide_marks[i], n) == 0) {
            *wide = true;
            return n;
        }
    }
    return 0;
}

static size_t skip_white(const char *text, size_t len, size_t at)
{
    while (at < len && nd_term_is_white(text[at]))
        at++;
    return at;
}

size_t nd_sentence_end(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool wide, white = nd_term_is_white(text[i]);
        size_t n = mark_at(text + i, len - i, &wide);
        if (n > 0 && (wide || (i + n < len && nd_term_is_white(text[i + n]) && i >= SHORT)))
            return skip_white(text, len, i + n);
        if (text[i] == '\n' && i + 1 < len && text[i + 1] == '\n')
            return skip_white(text, len, i);
        if (i >= LONG && white)
            return skip_white(text, len, i);
        if (i >= LONGEST && ((unsigned char)text[i] & 0xC0) != 0x80)
            return i;
    }
    return len;
}
