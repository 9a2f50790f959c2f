/* SPDX-License-Identifier: MIT
 *
 * html.c - escaping. An unquoted attribute is never written, so five characters are
 * enough; the policy of the page stands behind them.
 */
#include "html.h"

#include "term.h"

#include "input/utf8.h"

#include <stdarg.h>
#include <stdio.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* What stands for c in text and attributes; NULL: itself. */
static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void add_escaped(nd_buf *to, const char *text, size_t len)
{
    size_t plain = 0;
    for (size_t i = 0; i < len; i++) {
        const char *name = entity(text[i]);
        if (name == NULL)
            continue;
        nd_buf_add(to, text + plain, i - plain);
        nd_buf_puts(to, name);
        plain = i + 1;
    }
    nd_buf_add(to, text + plain, len - plain);
}

void nd_html_text(nd_buf *to, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t run = nd_term_harmless(text + i, len - i);
        add_escaped(to, text + i, run);
        i += run;
        if (i == len)
            break;
        if (text[i] == '\n' || text[i] == '\t') {
            nd_buf_add(to, text + i, 1);
            i++;
        } else if (text[i] == '\r') {
            nd_buf_puts(to, i + 1 < len && text[i + 1] == '\n' ? "" : "\n");
            i++;
        } else {
            size_t n = nd_utf8_character(text + i, len - i);
            n = n > 0 ? n : 1;
            nd_term_text(to, text + i, n);
            i += n;
        }
    }
}

void nd_html_value(nd_buf *to, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t n = text[i] == '\0' ? 0 : nd_utf8_character(text + i, len - i);
        if (n == 0)
            nd_buf_puts(to, REPLACEMENT);
        else if (text[i] == '\r')
            nd_buf_puts(to, "&#13;"); /* a bare one would be read as LF */
        else
            add_escaped(to, text + i, n);
        i += n > 0 ? n : 1;
    }
}

void nd_html_name(nd_buf *to, const char *text, size_t len)
{
    nd_buf_puts(to, "<bdi>");
    nd_html_text(to, text, len);
    nd_buf_puts(to, "</bdi>");
}

void nd_html_fact(nd_buf *to, const char *name, const char *format, ...)
{
    char value[200];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(value, sizeof value, format, args);
    va_end(args);
    nd_buf_printf(to, "<div><dt>%s</dt><dd>", name);
    if (n > 0)
        nd_html_text(to, value, strlen(value));
    nd_buf_puts(to, "</dd></div>\n");
}

void nd_html_count(nd_buf *to, const char *name, uint64_t n)
{
    nd_buf_printf(to, "<div><dt>%s</dt><dd>", name);
    nd_term_number(to, n);
    nd_buf_puts(to, "</dd></div>\n");
}
