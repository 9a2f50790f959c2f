/* SPDX-License-Identifier: MIT
 *
 * html_inspect.c - what inspect found to one page: the worst articles, their repeats
 * marked, and what stands in several.
 */
#include "inspect_shown.h"

#include "chart.h"
#include "group_pictures.h"
#include "html.h"
#include "html_list.h"
#include "term.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct page {
    const nd_shown_inspect *in;
    nd_html_list            list;
} page;

static void add_head(nd_buf *to, const nd_shown_inspect *in)
{
    nd_buf_puts(to, "<header>\n<h1>Repeats inside articles</h1>\n<p class=\"lead\">Of ");
    nd_term_count(to, in->about->documents, "article");
    nd_buf_puts(to, ", ");
    nd_term_number(to, in->with_repeats);
    nd_buf_puts(to, in->with_repeats == 1 ? " says something more than once: " : " say something more than once: ");
    nd_term_count(to, in->repeats, "repeat");
    nd_buf_puts(to, ".</p>\n<dl class=\"facts\">\n");
    nd_html_count(to, "articles read", in->about->documents);
    nd_html_count(to, "with repeats", in->with_repeats);
    nd_html_count(to, "repeats", in->repeats);
    nd_about_end(to, in->about, "records not readable");
}

static nd_status add_pictures(nd_buf *to, const nd_shown_inspect *in, nd_err *err)
{
    nd_bar kinds[ND_REPEAT_KINDS], shares[ND_SHARE_BINS];
    nd_buf_puts(to, "<section id=\"pictures\">\n<h2>In pictures</h2>\n");
    for (unsigned i = 0; i < ND_REPEAT_KINDS; i++) {
        kinds[i] = (nd_bar){.values = {in->kinds[i], 0}};
        snprintf(kinds[i].label, sizeof kinds[i].label, "%s", nd_repeat_name((nd_repeat_kind)i));
    }
    for (int i = 0; i < ND_SHARE_BINS; i++) {
        shares[i] = (nd_bar){.values = {in->shares[i], 0}};
        snprintf(shares[i].label, sizeof shares[i].label, "%d %%", i * 100 / ND_SHARE_BINS);
    }
    nd_chart_add(to, &(nd_chart){.id = "kinds", .title = "Repeats by kind", .columns = {"kind", "repeats", NULL},
                                 .bars = kinds, .n = ND_REPEAT_KINDS, .lying = true, .limit = -1});
    nd_chart_add(to, &(nd_chart){.id = "shares", .title = "Articles by the share of their words that repeats (heights are logarithmic)",
                                 .columns = {"share from", "articles", NULL}, .bars = shares, .n = ND_SHARE_BINS,
                                 .logarithmic = true, .limit = -1});
    nd_status st = nd_sources_picture(to, in->about, "Repeats by input", "repeats", err);
    nd_buf_puts(to, "</section>\n");
    return st;
}

static void add_recurring(nd_buf *to, const nd_shown_inspect *in)
{
    if (in->n_recurring == 0)
        return;
    nd_buf_puts(to, "<section id=\"recurring\">\n<h2>In more than one article</h2>\n<div class=\"wide\"><table class=\"data\">\n"
                    "<tr><th scope=\"col\">articles</th><th scope=\"col\">text</th><th scope=\"col\">first in</th></tr>\n");
    for (size_t i = 0; i < in->n_recurring; i++) {
        const nd_shown_recurring *r = &in->recurring[i];
        nd_buf_puts(to, "<tr><td>");
        nd_term_number(to, r->documents);
        nd_buf_puts(to, "</td><td>");
        nd_html_name(to, r->text, r->len);
        nd_buf_puts(to, "</td><td>");
        nd_about_name(to, in->about, &r->first);
        nd_buf_puts(to, ", line ");
        nd_term_number(to, r->line);
        nd_buf_puts(to, "</td></tr>\n");
    }
    nd_buf_puts(to, "</table></div>\n");
    if (in->all_recurring > in->n_recurring) {
        nd_buf_puts(to, "<p class=\"shown\">");
        nd_term_number(to, in->all_recurring - in->n_recurring);
        nd_buf_puts(to, " more are left out.</p>\n");
    }
    nd_buf_puts(to, "</section>\n");
}

static nd_status article_item(void *ctx, size_t i, nd_buf *to, size_t room, nd_err *err)
{
    page *p = ctx;
    const nd_shown_article *a = &p->in->articles[i];
    const nd_shown_text *text = nd_html_whole(&p->list, &a->record);
    nd_status st = ND_OK;
    (void)room;
    nd_buf_printf(to,
                  "<details class=\"item\" id=\"c%" PRIu64 "\" data-size=\"%" PRIu64 "\" data-sim=\"%.4f\" data-words=\"%" PRIu64
                  "\" data-order=\"%" PRIu64 "\" data-pick=\"largest\">\n<summary><span class=\"title\">",
                  a->order, a->repeats, a->share, a->words, a->order);
    nd_html_title(to, text);
    nd_buf_printf(to, "</span> <span class=\"meta\">%.1f %% repeats, in ", a->share * 100);
    nd_term_count(to, a->repeats, "place");
    nd_buf_puts(to, "; ");
    nd_about_name(to, p->in->about, &a->record);
    nd_buf_puts(to, "</span></summary>\n<p class=\"shown\">");
    nd_term_count(to, a->words, "word");
    nd_buf_puts(to, ", ");
    nd_term_count(to, a->lines, "line");
    nd_buf_puts(to, "</p>\n");
    if (text->text == NULL)
        nd_html_excerpt(to, text);
    else
        st = nd_article_text(to, a, text, err);
    nd_buf_puts(to, "</details>\n");
    return st;
}

static nd_status add_articles(page *p, nd_buf *to, nd_err *err)
{
    const nd_shown_inspect *in = p->in;
    nd_html_part part = {.n = in->n_articles};
    nd_status st = nd_html_fill(&p->list, to->len, &part, 1, article_item, p, err);
    nd_buf_puts(to, "<section id=\"list\" data-unit=\"article\">\n<h2>Articles</h2>\n<p class=\"shown\">");
    if (part.shown == in->with_repeats) {
        nd_buf_puts(to, part.shown == 0 ? "None repeats anything." : "All that repeat something, the worst first.");
    } else {
        nd_buf_puts(to, "The ");
        nd_term_number(to, part.shown);
        nd_buf_puts(to, " that repeat most.");
        nd_html_left_out(&p->list, to, in->with_repeats - part.shown, part.shown == in->n_articles);
    }
    nd_buf_puts(to, "</p>\n");
    nd_html_list_add(&p->list, to);
    nd_buf_puts(to, "</section>\n");
    return st;
}

nd_status nd_inspect_page(nd_buf *to, const nd_shown_inspect *in, nd_aligner *aligner, nd_err *err)
{
    page p = {.in = in};
    nd_status st = nd_html_list_init(&p.list, in->about, &in->texts, aligner, to->alloc, err);
    nd_html_begin(to, "inspect", "neardup: repeats inside articles", in->about->digest);
    add_head(to, in);
    if (st == ND_OK)
        st = add_pictures(to, in, err);
    add_recurring(to, in);
    if (st == ND_OK)
        st = add_articles(&p, to, err);
    if (st == ND_OK)
        st = nd_html_list_close(&p.list, to, err);
    nd_html_list_release(&p.list);
    return st;
}
