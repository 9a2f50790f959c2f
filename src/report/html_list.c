/* SPDX-License-Identifier: MIT
 *
 * html_list.c - items while they fit, and what is common to items of every kind.
 */
#include "html_list.h"

#include "html.h"
#include "html_sides.h"
#include "term.h"

#include "input/utf8.h"

#include <inttypes.h>

enum {
    TITLE = 90,                /* bytes of a title, about */
    TITLE_WORDS = 3,           /* that a line needs to be one */
    EXCERPT = 4000,            /* bytes of a text that is only shown */
    UNFOLDED = 1000,           /* more than so many are folded away */
    SAID = 4 << 10             /* kept for sentences about what was left out */
};

nd_status nd_html_list_init(nd_html_list *l, const nd_about *about, const nd_shown_texts *texts, nd_aligner *aligner,
                            const nd_alloc *alloc, nd_err *err)
{
    *l = (nd_html_list){.about = about, .texts = texts, .aligner = aligner};
    nd_buf_init(&l->scratch, alloc);
    nd_buf_init(&l->end, alloc);
    for (size_t i = 0; i < ND_COUNT(l->items); i++)
        nd_buf_init(&l->items[i], alloc);
    nd_html_end(&l->end);
    if (l->end.failed)
        return nd_no_memory(err, 0);
    size_t most = about->max_bytes < SIZE_MAX / 4 ? (size_t)about->max_bytes : SIZE_MAX / 4;
    l->limit = most > l->end.len + SAID ? most - l->end.len - SAID : 0;
    return ND_OK;
}

void nd_html_list_release(nd_html_list *l)
{
    nd_buf_release(&l->scratch);
    nd_buf_release(&l->end);
    for (size_t i = 0; i < ND_COUNT(l->items); i++)
        nd_buf_release(&l->items[i]);
}

nd_status nd_html_fill(nd_html_list *l, size_t taken, nd_html_part *parts, size_t n_parts, nd_html_item_fn *item,
                       void *ctx, nd_err *err)
{
    size_t room = l->limit > taken ? l->limit - taken : 0, used = 0, most = room / 8;
    bool more = true;
    for (size_t turn = 0; more; turn++) {
        more = false;
        for (size_t i = 0; i < n_parts; i++) {
            /* a part is at an end with the first item that does not fit: what is shown of it has no gaps */
            if (turn >= parts[i].n || parts[i].shown < turn)
                continue;
            nd_buf_clear(&l->scratch);
            nd_status st = item(ctx, parts[i].first + turn, &l->scratch, most, err);
            if (st == ND_OK && l->scratch.failed)
                st = nd_no_memory(err, l->scratch.len);
            if (st != ND_OK)
                return st;
            if (l->scratch.len > room - used)
                continue;
            nd_buf_add(&l->items[i], l->scratch.bytes, l->scratch.len);
            if (l->items[i].failed)
                return nd_no_memory(err, l->scratch.len);
            used += l->scratch.len;
            parts[i].shown++;
            more = true;
        }
    }
    return ND_OK;
}

void nd_html_left_out(const nd_html_list *l, nd_buf *to, uint64_t n, bool chosen)
{
    nd_buf_puts(to, " ");
    nd_term_number(to, n);
    nd_buf_puts(to, " are left out: ");
    if (chosen) {
        nd_buf_puts(to, "no more than these are looked up");
    } else {
        nd_buf_puts(to, "the page may have ");
        nd_html_size(to, l->about->max_bytes);
    }
    nd_buf_puts(to, ". The result file has all of them.");
}

void nd_html_legend(nd_buf *to)
{
    nd_buf_puts(to, "<p class=\"legend\"><span class=\"shared\">what both have</span>, <ins class=\"only\">what one has alone</ins>, "
                    "<span class=\"shared moved\"><span class=\"nr\">2 moved</span>what stands elsewhere</span>; a click goes to its twin</p>\n");
}

void nd_html_list_add(nd_html_list *l, nd_buf *to)
{
    nd_buf_puts(to, "<div class=\"items\">\n");
    for (size_t i = 0; i < ND_COUNT(l->items); i++)
        nd_buf_add(to, l->items[i].bytes, l->items[i].len);
    nd_buf_puts(to, "</div>\n");
}

nd_status nd_html_list_close(nd_html_list *l, nd_buf *to, nd_err *err)
{
    nd_buf_add(to, l->end.bytes, l->end.len);
    if (to->failed)
        return nd_no_memory(err, to->len);
    if (to->len > l->about->max_bytes)
        return nd_fail(err, ND_ELIMIT, "the page needs %zu bytes without a single text, more than --max-html allows", to->len);
    return ND_OK;
}

/* ---- texts */

static const nd_shown_text *find(const nd_html_list *l, const nd_shown_record *record, uint64_t from, uint64_t wanted)
{
    static const nd_shown_text none = {0};
    const nd_shown_text *text = nd_shown_texts_find(l->texts, record, from, wanted);
    return text != NULL ? text : &none;
}

const nd_shown_text *nd_html_whole(const nd_html_list *l, const nd_shown_record *record)
{
    return find(l, record, 0, ND_WHOLE);
}

const nd_shown_text *nd_html_piece(const nd_html_list *l, const nd_shown_record *record, const nd_place *place)
{
    return find(l, record, place->offset, place->len);
}

uint64_t nd_html_words(const nd_shown_text *text)
{
    uint64_t n = 0;
    for (size_t i = 0; i < text->len; i++)
        n += !nd_term_is_white(text->text[i]) && (i == 0 || nd_term_is_white(text->text[i - 1]));
    return n;
}

/* The last place at or before most where a character begins. */
static size_t cut_at(const char *text, size_t len, size_t most)
{
    size_t at = most;
    if (len <= most)
        return len;
    while (at > 0 && most - at < 3 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Where the line at `from` ends, and how many words it has. */
static size_t line_end(const nd_shown_text *text, size_t from, size_t *words)
{
    size_t end = from;
    *words = 0;
    for (; end < text->len && text->text[end] != '\n' && text->text[end] != '\r'; end++)
        *words += !nd_term_is_white(text->text[end]) && (end == from || nd_term_is_white(text->text[end - 1]));
    return end;
}

void nd_html_title(nd_buf *to, const nd_shown_text *text)
{
    size_t best = 0, words, most = 0;
    if (text->text == NULL || text->len == 0) {
        nd_buf_puts(to, "(no text)");
        return;
    }
    /* the first line of some words, else the one that has most: "Menu" and "---" say little */
    for (size_t from = 0; from < text->len && most < TITLE_WORDS; from++) {
        size_t end = line_end(text, from, &words);
        if (words > most) {
            best = from;
            most = words;
        }
        from = end;
    }
    while (best < text->len && nd_term_is_white(text->text[best]))
        best++;
    size_t end = line_end(text, best, &words), n = cut_at(text->text + best, end - best, TITLE);
    nd_buf_puts(to, "<bdi>");
    nd_html_text(to, text->text + best, n);
    nd_buf_puts(to, n < end - best ? "…</bdi>" : "</bdi>");
}

void nd_html_excerpt(nd_buf *to, const nd_shown_text *text)
{
    if (text->text == NULL) {
        nd_buf_puts(to, "<p class=\"shown\">Its text cannot be read any more.</p>\n");
        return;
    }
    size_t n = cut_at(text->text, text->len, EXCERPT);
    bool folded = n > UNFOLDED;
    nd_buf_puts(to, folded ? "<details><summary>Its text</summary>\n" : "");
    nd_buf_puts(to, "<div class=\"text\" dir=\"auto\">");
    nd_html_text(to, text->text, n);
    if (n < text->whole) {
        nd_buf_puts(to, " <span class=\"cut\">… ");
        nd_term_number(to, text->whole - n);
        nd_buf_puts(to, " bytes more</span>");
    }
    nd_buf_puts(to, folded ? "</div>\n</details>\n" : "</div>\n");
}

void nd_html_size(nd_buf *to, uint64_t bytes)
{
    if (bytes >= 1000000)
        nd_buf_printf(to, "%.4g MB", (double)bytes / 1e6);
    else
        nd_buf_printf(to, "%.4g KB", (double)bytes / 1e3);
}

/* ---- pairs */

static void add_label(nd_html_list *l, nd_buf *to, const char *name, const nd_shown_record *record)
{
    nd_buf label;
    nd_buf_init(&label, to->alloc);
    nd_about_label(&label, l->about, record);
    nd_buf_printf(to, " data-%s=\"", name);
    nd_html_value(to, label.bytes, label.len);
    nd_buf_puts(to, "\"");
    to->failed = to->failed || label.failed;
    nd_buf_release(&label);
}

void nd_html_pair_begin(nd_html_list *l, nd_buf *to, const nd_html_pair *pair)
{
    nd_buf_printf(to, "<article class=\"pair\" id=\"p%" PRIu64 "\"", ++l->pairs);
    add_label(l, to, "a", pair->a);
    add_label(l, to, "b", pair->b);
    if (pair->similarity >= 0)
        nd_buf_printf(to, " data-sim=\"%.4f\"", pair->similarity);
    nd_buf_printf(to, " data-kind=\"%s\">\n", pair->kind);
}

nd_status nd_html_pair_sides(nd_html_list *l, nd_buf *to, const nd_shown_text *a, const nd_shown_text *b, nd_err *err)
{
    if (a->text == NULL || b->text == NULL) {
        nd_buf_puts(to, "<p class=\"shown\">A text of the two cannot be read any more.</p>\n");
        return ND_OK;
    }
    nd_html_side left = {a->text, a->len, a->from > 0, a->from + a->len < a->whole};
    nd_html_side right = {b->text, b->len, b->from > 0, b->from + b->len < b->whole};
    return nd_html_sides(to, l->aligner, l->pairs, &left, &right, err);
}

void nd_html_pair_end(nd_html_list *l, nd_buf *to)
{
    (void)l;
    nd_buf_puts(to, "</article>\n");
}
