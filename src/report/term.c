/* SPDX-License-Identifier: MIT
 *
 * term.c - text that strangers wrote to text that a terminal only shows.
 *
 * An article may hold escape sequences that rename the window, answer for the user
 * or wipe the screen, and bidirectional controls that show another order than the
 * bytes have. A backslash stands as it is: the output is for reading, and --json is
 * there for what has to be read back.
 */
#include "term.h"

#include <inttypes.h>
#include <stdio.h>
#include <utf8proc.h>

typedef struct range {
    utf8proc_int32_t first, last;
} range;

static const range spelled_out[] = {
    {0x0000, 0x001F}, /* C0 controls */
    {0x007F, 0x009F}, /* DEL, C1 controls */
    {0x061C, 0x061C}, /* Arabic letter mark */
    {0x200E, 0x200F}, /* left-to-right, right-to-left mark */
    {0x2028, 0x202E}, /* line and paragraph separator; embeddings, overrides and their end */
    {0x2066, 0x2069}, /* isolates and their end */
};

/* Jamo that join the syllable before them; utf8proc gives each a column of its own. */
static const range joining[] = {{0x1160, 0x11FF}, {0xD7B0, 0xD7FF}};

static bool within(const range *ranges, size_t n, utf8proc_int32_t code)
{
    for (size_t i = 0; i < n; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* The character at text, its bytes taken; -1 and one byte where that is not UTF-8. */
static size_t next(const char *text, size_t len, utf8proc_int32_t *code)
{
    size_t most = len < 4 ? len : 4;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)most, code);
    if (n > 0)
        return (size_t)n;
    *code = -1;
    return 1;
}

static bool is_harmless(utf8proc_int32_t code)
{
    return code >= 0 && !within(spelled_out, ND_COUNT(spelled_out), code);
}

size_t nd_term_harmless(const char *text, size_t len)
{
    utf8proc_int32_t code;
    size_t i = 0, n;
    while (i < len && (n = next(text + i, len - i, &code), is_harmless(code)))
        i += n;
    return i;
}

void nd_term_text(nd_buf *to, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t harmless = nd_term_harmless(text + i, len - i);
        nd_buf_add(to, text + i, harmless);
        i += harmless;
        if (i == len)
            break;
        utf8proc_int32_t code;
        size_t n = next(text + i, len - i, &code);
        if (code < 0x80)
            nd_buf_printf(to, "\\x%02x", (unsigned)(unsigned char)text[i]);
        else
            nd_buf_printf(to, "\\u%04x", (unsigned)code);
        i += n;
    }
}

static size_t columns_of(utf8proc_int32_t code)
{
    if (code < 0)
        return 1;
    return within(joining, ND_COUNT(joining), code) ? 0 : (size_t)utf8proc_charwidth(code);
}

static size_t measure(const char *text, size_t len, size_t columns, size_t *taken)
{
    size_t i = 0;
    *taken = 0;
    while (i < len) {
        utf8proc_int32_t code;
        size_t n = next(text + i, len - i, &code), wide = columns_of(code);
        if (wide > columns - *taken)
            break;
        *taken += wide;
        i += n;
    }
    return i;
}

size_t nd_term_width(const char *text, size_t len)
{
    size_t taken;
    measure(text, len, SIZE_MAX, &taken);
    return taken;
}

size_t nd_term_cut(const char *text, size_t len, size_t columns)
{
    size_t taken;
    return measure(text, len, columns, &taken);
}

void nd_term_limit(nd_buf *to, size_t begin, size_t columns)
{
    if (!to->failed)
        to->len = begin + nd_term_cut(to->bytes + begin, to->len - begin, columns);
}

void nd_term_pad(nd_buf *to, size_t taken, size_t columns)
{
    for (; taken < columns; taken++)
        nd_buf_puts(to, " ");
}

bool nd_term_rtl(const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        utf8proc_int32_t code;
        i += next(text + i, len - i, &code);
        if (code < 0x80)
            continue;
        utf8proc_propval_t direction = utf8proc_get_property(code)->bidi_class;
        if (direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL)
            return true;
    }
    return false;
}

void nd_term_number(nd_buf *to, uint64_t number)
{
    char digits[24];
    size_t n = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            nd_buf_puts(to, ",");
        nd_buf_add(to, &digits[i], 1);
    }
}

void nd_term_count(nd_buf *to, uint64_t n, const char *what)
{
    nd_term_number(to, n);
    nd_buf_printf(to, " %s%s", what, n == 1 ? "" : "s");
}
