/* SPDX-License-Identifier: MIT
 *
 * html_article.c - the text of an article by lines: what repeats is marked, and the
 * margin says what of, as a link to that line. Lines far from all that are left out.
 */
#include "inspect_shown.h"

#include "html.h"
#include "term.h"

#include <inttypes.h>

enum { AROUND = 1 };           /* lines of context on either side */

typedef struct lines {
    const char *text;
    size_t      len;
    size_t     *starts;        /* n + 1: line i is [starts[i], starts[i + 1]), its end included */
    size_t      n, cap;
    bool       *shown;         /* n */
    size_t      cap_shown;
    const nd_alloc *alloc;
} lines;

static bool cut_lines(lines *l)
{
    for (size_t at = 0; at < l->len;) {
        if (!nd_grow(l->alloc, &l->starts, &l->cap, l->n + 2, sizeof *l->starts))
            return false;
        l->starts[l->n++] = at;
        while (at < l->len && l->text[at] != '\n' && l->text[at] != '\r')
            at++;
        at += at + 1 < l->len && l->text[at] == '\r' && l->text[at + 1] == '\n';
        at += at < l->len;
        l->starts[l->n] = at;
    }
    if (!nd_grow(l->alloc, &l->shown, &l->cap_shown, l->n + 1, sizeof *l->shown))
        return false;
    memset(l->shown, 0, (l->n + 1) * sizeof *l->shown);
    return true;
}

/* The line that a byte is in. */
static size_t line_of(const lines *l, size_t at)
{
    size_t low = 0, high = l->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(l->starts[middle] <= at ? &low : &high) = middle;
    }
    return low;
}

static bool is_inside(const lines *l, const nd_repeat *r)
{
    return r->at.offset + r->at.len <= l->len && r->of.offset + r->of.len <= l->len;
}

static void show(lines *l, const nd_place *place)
{
    size_t first = line_of(l, place->offset), last = line_of(l, place->offset + (place->len > 0 ? place->len - 1 : 0));
    first = first > AROUND ? first - AROUND : 0;
    for (size_t i = first; i <= last + AROUND && i < l->n; i++)
        l->shown[i] = true;
}

static const char *words_for(const nd_repeat *r)
{
    static const char *const words[] = {
        [ND_REPEAT_LINE] = "= line",
        [ND_REPEAT_NEAR_LINE] = "≈ line",
        [ND_REPEAT_TEMPLATE] = "begins like line",
        [ND_REPEAT_PARAGRAPH] = "= paragraph of line",
        [ND_REPEAT_NEAR_PARAGRAPH] = "≈ paragraph of line",
        [ND_REPEAT_PHRASE] = "phrase of line",
        [ND_REPEAT_STUTTER] = "said twice, line",
        [ND_REPEAT_PUNCTUATION] = "mark doubled, line",
    };
    return words[r->kind];
}

static void add_margin(nd_buf *to, const lines *l, const nd_shown_article *a, const nd_repeat *r)
{
    size_t of = line_of(l, r->of.offset) + 1;
    nd_buf_printf(to, "<a class=\"repeat\" href=\"#a%" PRIu64 "l%zu\" title=\"%s\">%s %zu", a->order, of,
                  nd_repeat_name(r->kind), words_for(r), of);
    if (r->similarity < 1)
        nd_buf_printf(to, ", %.0f %% alike", r->similarity * 100);
    if (r->headline)
        nd_buf_puts(to, ", headline");
    if (r->weak)
        nd_buf_puts(to, ", by nature");
    nd_buf_puts(to, "</a>");
}

/* The bytes of a line, those of repeats marked; i is the first repeat that may reach into it. */
static void add_words(nd_buf *to, const lines *l, const nd_shown_article *a, size_t i, size_t from, size_t end)
{
    for (; i < a->n_rows && a->rows[i].at.offset < end; i++) {
        const nd_repeat *r = &a->rows[i];
        size_t begin = r->at.offset > from ? r->at.offset : from;
        size_t stop = r->at.offset + r->at.len < end ? r->at.offset + r->at.len : end;
        if (!is_inside(l, r) || stop <= begin)
            continue;
        nd_html_text(to, l->text + from, begin - from);
        nd_buf_puts(to, "<mark class=\"rep\">");
        nd_html_text(to, l->text + begin, stop - begin);
        nd_buf_puts(to, "</mark>");
        from = stop;
    }
    nd_html_text(to, l->text + from, end - from);
}

static void add_line(nd_buf *to, const lines *l, const nd_shown_article *a, size_t line, size_t *first)
{
    size_t from = l->starts[line], next = l->starts[line + 1], end = next;
    while (end > from && (l->text[end - 1] == '\n' || l->text[end - 1] == '\r'))
        end--;
    while (*first < a->n_rows && a->rows[*first].at.offset + a->rows[*first].at.len <= from)
        ++*first;
    nd_buf_printf(to, "<div class=\"line\" id=\"a%" PRIu64 "l%zu\"><span class=\"no\">%zu</span><span class=\"margin\">",
                  a->order, line + 1, line + 1);
    for (size_t i = *first; i < a->n_rows && a->rows[i].at.offset < next; i++)
        if (a->rows[i].at.offset >= from && is_inside(l, &a->rows[i]))
            add_margin(to, l, a, &a->rows[i]);
    nd_buf_puts(to, "</span><span class=\"words\" dir=\"auto\">");
    add_words(to, l, a, *first, from, end);
    nd_buf_puts(to, "</span></div>");
}

static void add_cut(nd_buf *to, size_t n)
{
    nd_buf_puts(to, "<div class=\"line\"><span class=\"no\"></span><span class=\"margin\"></span>"
                    "<span class=\"words\"><span class=\"cut\">… ");
    nd_term_count(to, n, "line");
    nd_buf_puts(to, " …</span></span></div>");
}

nd_status nd_article_text(nd_buf *to, const nd_shown_article *a, const nd_shown_text *text, nd_err *err)
{
    lines l = {.text = text->text, .len = text->len, .alloc = to->alloc};
    nd_status st = cut_lines(&l) ? ND_OK : nd_no_memory(err, 0);
    size_t missing = 0, first = 0;
    for (size_t i = 0; st == ND_OK && l.n > 0 && i < a->n_rows; i++) {
        missing += !is_inside(&l, &a->rows[i]);
        if (is_inside(&l, &a->rows[i])) {
            show(&l, &a->rows[i].at);
            show(&l, &a->rows[i].of);
        }
    }
    nd_buf_puts(to, "<div class=\"text\">");
    for (size_t i = 0, cut = 0; st == ND_OK && i < l.n; i++) {
        cut += !l.shown[i];
        if (cut > 0 && (l.shown[i] || i + 1 == l.n)) {
            add_cut(to, cut);
            cut = 0;
        }
        if (l.shown[i])
            add_line(to, &l, a, i, &first);
    }
    nd_buf_puts(to, "</div>\n");
    missing += a->repeats > a->n_rows ? (size_t)(a->repeats - a->n_rows) : 0;
    if (missing > 0) {
        nd_buf_puts(to, "<p class=\"shown\">");
        nd_term_count(to, missing, "repeat");
        nd_buf_puts(to, " more, which the result lists, left out: the article is too long.</p>\n");
    }
    nd_drop(l.alloc, l.starts, l.cap, sizeof *l.starts);
    nd_drop(l.alloc, l.shown, l.cap_shown, sizeof *l.shown);
    return st;
}
