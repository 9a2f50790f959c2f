/* SPDX-License-Identifier: MIT
 *
 * markdown_text.c - any text as Markdown that shows just that text: a code span, whose
 * fence is longer than any run of backticks in it. Nothing is markup in there, and what
 * GitHub makes of finished text (mentions, references, addresses, emoji) leaves code
 * alone. Character references would not do: they are decoded before that.
 */
#include "markdown.h"

#include "term.h"

static size_t longest_fence(const nd_buf *text)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text->len; i++) {
        run = text->bytes[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_fence(nd_buf *to, size_t n)
{
    while (n-- > 0)
        nd_buf_puts(to, "`");
}

/* On one line, white space as one space. */
static void flatten(nd_buf *to, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t from = i;
        while (i < len && !nd_term_is_white(text[i]))
            i++;
        nd_term_text(to, text + from, i - from);
        if (i < len)
            nd_buf_puts(to, " ");
        while (i < len && nd_term_is_white(text[i]))
            i++;
    }
}

void nd_markdown_text(nd_buf *to, const char *text, size_t len, size_t most)
{
    size_t end = len < most ? len : most;
    nd_buf flat;
    nd_buf_init(&flat, to->alloc);
    while (end > 0 && end < len && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    flatten(&flat, text, end);
    if (end < len)
        nd_buf_puts(&flat, "…");
    size_t fence = longest_fence(&flat) + 1;
    add_fence(to, fence);
    nd_buf_puts(to, " "); /* one at either end is not shown, and parts fence and text */
    nd_buf_add(to, flat.bytes, flat.len);
    nd_buf_puts(to, " ");
    add_fence(to, fence);
    to->failed = to->failed || flat.failed;
    nd_buf_release(&flat);
}
