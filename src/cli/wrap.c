/* SPDX-License-Identifier: MIT */
#include "wrap.h"

#include "report/term.h"

void nd_wrap(nd_buf *to, const char *text, size_t column, size_t indent, size_t width)
{
    bool first = true;
    while (*(text += strspn(text, " ")) != '\0') {
        size_t len = strcspn(text, " ");
        while (text[len] == ' ' && text[len + 1] == '%')
            len += 1 + strcspn(text + len + 1, " ");
        size_t wide = nd_term_width(text, len);
        if (!first && column + 1 + wide > width) {
            nd_buf_printf(to, "\n%*s", (int)indent, "");
            column = indent;
            first = true;
        }
        if (!first)
            nd_buf_puts(to, " ");
        nd_buf_add(to, text, len);
        column += wide + !first;
        text += len;
        first = false;
    }
    nd_buf_puts(to, "\n");
}
