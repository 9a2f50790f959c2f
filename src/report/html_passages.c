/* SPDX-License-Identifier: MIT
 *
 * html_passages.c - a result of passages to one page: families with their core and what
 * became of it, passages outside of them, forms.
 */
#include "passages_shown.h"

#include "chart.h"
#include "group_pictures.h"
#include "html.h"
#include "html_list.h"
#include "sentences.h"
#include "term.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct page {
    nd_buf                  *to;
    const nd_shown_passages *in;
    nd_html_list             list;
} page;

static void add_head(nd_buf *to, const nd_shown_passages *in)
{
    nd_buf_puts(to, "<header>\n<h1>Passages that documents share</h1>\n<p class=\"lead\">In ");
    nd_term_count(to, in->about->documents, "document");
    nd_buf_puts(to, ": ");
    nd_term_count(to, in->passages, "shared passage");
    nd_buf_puts(to, ", ");
    nd_term_number(to, in->all_families);
    nd_buf_puts(to, in->all_families == 1 ? " family" : " families");
    nd_buf_puts(to, " that carry one text each, and ");
    nd_term_count(to, in->templates, "form");
    nd_buf_puts(to, " that were filled in anew, which are no copies.</p>\n<dl class=\"facts\">\n");
    nd_html_count(to, "documents read", in->about->documents);
    nd_html_count(to, "shared passages", in->passages);
    nd_html_count(to, "of them in families", in->in_families);
    nd_html_count(to, "families", in->all_families);
    nd_html_count(to, "templates", in->templates);
    nd_about_end(to, in->about, "records not readable");
}

static nd_status add_pictures(nd_buf *to, const nd_shown_passages *in, nd_err *err)
{
    nd_bar bars[ND_SIMILARITY_BINS];
    size_t first = 0;
    while (first + 10 < ND_SIMILARITY_BINS && in->tally.similar[first] + in->tally.missed[first] == 0)
        first++;
    for (size_t i = first; i < ND_SIMILARITY_BINS; i++) {
        bars[i - first] = (nd_bar){.values = {in->tally.similar[i], in->tally.missed[i]}};
        snprintf(bars[i - first].label, sizeof bars->label, "%.2f", (double)i / ND_SIMILARITY_BINS);
    }
    nd_buf_puts(to, "<section id=\"pictures\">\n<h2>In pictures</h2>\n");
    nd_chart_add(to, &(nd_chart){.id = "similarity", .title = "Passages by similarity, and (outlined) templates",
                                 .columns = {"similarity from", "passages", "templates"}, .bars = bars,
                                 .n = ND_SIMILARITY_BINS - first, .logarithmic = true, .limit = -1});
    nd_sizes_picture(to, &in->tally, "Families by number of records (heights are logarithmic)", "families");
    nd_status st = nd_sources_picture(to, in->about, "Passages by input", "sides of passages", err);
    nd_buf_puts(to, "</section>\n");
    return st;
}

/* ---- a family */

/* How many records carry most of bytes [from, end) of the core record's text. */
static uint64_t carriers(const nd_shown_family *f, size_t from, size_t end)
{
    uint64_t n = 0;
    for (size_t i = 0, carried = 0; i < f->n_carried; i++) {
        const nd_span *span = &f->carried[i].span;
        size_t begin = span->offset > from ? span->offset : from;
        size_t stop = span->offset + span->len < end ? span->offset + span->len : end;
        carried += stop > begin ? stop - begin : 0;
        if (i + 1 < f->n_carried && f->carried[i + 1].document == f->carried[i].document)
            continue;
        n += 2 * carried >= end - from;
        carried = 0;
    }
    return n;
}

static void add_core(nd_buf *to, const nd_shown_family *f, const nd_shown_text *core)
{
    enum { STRIP = 64 };
    uint64_t all = f->n_carried > 0 ? f->carried[f->n_carried - 1].document : 1;
    if (core->text == NULL) {
        nd_html_excerpt(to, core);
        return;
    }
    nd_buf_puts(to, "<div class=\"core\" dir=\"auto\">");
    for (size_t at = 0, n; at < core->len; at += n) {
        n = nd_sentence_end(core->text + at, core->len - at);
        uint64_t carry = carriers(f, f->at.offset + at, f->at.offset + at + n);
        nd_buf_printf(to,
                      "<span class=\"sentence\" data-carry=\"%" PRIu64 "\"><svg class=\"strip\" viewBox=\"0 0 %d 8\" "
                      "aria-hidden=\"true\"><rect class=\"rail\" width=\"%d\" height=\"8\"/><rect class=\"bar\" width=\"%.0f\" "
                      "height=\"8\"/></svg><span class=\"carry\">%" PRIu64 " of %" PRIu64 "</span>",
                      carry, STRIP, STRIP, STRIP * (double)carry / (double)all, carry, all);
        nd_html_text(to, core->text + at, n);
        nd_buf_puts(to, "</span>");
    }
    if (core->len < f->at.len)
        nd_buf_puts(to, "<span class=\"cut\"> … </span>");
    nd_buf_puts(to, "</div>\n");
}

static bool is_core(const nd_shown_family *f, const nd_shown_relative *m)
{
    return m->record.input == f->core.input && m->record.record == f->core.record;
}

static void add_member(page *p, nd_buf *to, const nd_shown_family *f, size_t i)
{
    const nd_shown_relative *m = &f->list[i];
    nd_buf_puts(to, "<li>");
    if (m->date != NULL) {
        nd_buf_puts(to, "<span class=\"date\">");
        nd_html_name(to, m->date, strlen(m->date));
        nd_buf_puts(to, "</span> ");
    }
    nd_about_name(to, p->in->about, &m->record);
    nd_buf_printf(to, " <span class=\"meta\">similarity %.4f", m->similarity);
    if (is_core(f, m))
        nd_buf_puts(to, ", the core");
    nd_buf_printf(to, "; words added %" PRIu64 ", cut %" PRIu64 ", changed %" PRIu64, m->added, m->cut, m->changed);
    if (i == 0)
        nd_buf_puts(to, f->by_date ? "; the earliest, so likely the source (a guess)"
                                   : "; the first in the input, so perhaps the source (a guess)");
    nd_buf_puts(to, "</span></li>\n");
}

/* The part of the core that a member carries, of what was kept of the core. */
static nd_shown_text part_of(const nd_shown_text *core, const nd_shown_family *f, const nd_place *part)
{
    size_t from = part->offset > f->at.offset ? part->offset - f->at.offset : 0;
    nd_shown_text own = *core;
    if (core->text == NULL)
        return own;
    from = from < core->len ? from : core->len;
    own.text = core->text + from;
    own.len = part->len < core->len - from ? part->len : core->len - from;
    own.from = core->from + from;
    return own;
}

static nd_status add_beside(page *p, nd_buf *to, const nd_shown_family *f, const nd_shown_text *core, size_t i, nd_err *err)
{
    const nd_shown_relative *m = &f->list[i];
    nd_shown_text part = part_of(core, f, &m->core);
    nd_html_pair_begin(&p->list, to, &(nd_html_pair){&f->core, &m->record, "passage", m->similarity});
    nd_buf_puts(to, "<h4><b>core</b> ");
    nd_about_name(to, p->in->about, &f->core);
    nd_buf_puts(to, " and <b>member</b> ");
    nd_about_name(to, p->in->about, &m->record);
    nd_buf_printf(to, "<br><span class=\"num\">similarity %.4f; words added %" PRIu64 ", cut %" PRIu64 ", changed %" PRIu64
                      "</span></h4>\n", m->similarity, m->added, m->cut, m->changed);
    nd_status st = nd_html_pair_sides(&p->list, to, &part, nd_html_piece(&p->list, &m->record, &m->at), err);
    nd_html_pair_end(&p->list, to);
    return st;
}

static nd_status add_relatives(page *p, nd_buf *to, const nd_shown_family *f, const nd_shown_text *core, size_t room,
                               nd_err *err)
{
    nd_status st = ND_OK;
    nd_buf_puts(to, "<details><summary>What each changed</summary>\n");
    for (size_t i = 0; st == ND_OK && i < f->n; i++) {
        if (is_core(f, &f->list[i]))
            continue;
        size_t before = to->len;
        st = add_beside(p, to, f, core, i, err);
        if (st == ND_OK && to->len > room) {
            to->len = before;
            nd_buf_puts(to, "<p class=\"shown\">");
            nd_term_count(to, f->n - i, "member");
            nd_buf_puts(to, " left out here, for the page would be too large.</p>\n");
            break;
        }
    }
    nd_buf_puts(to, "</details>\n");
    return st;
}

static nd_status family_item(void *ctx, size_t i, nd_buf *to, size_t room, nd_err *err)
{
    static const char *const picks[] = {[ND_PICK_LARGEST] = "largest", [ND_PICK_RANDOM] = "random"};
    page *p = ctx;
    const nd_shown_family *f = &p->in->families[i];
    const nd_shown_text *core = nd_html_piece(&p->list, &f->core, &f->at);
    double least = 1;
    for (size_t k = 0; k < f->n; k++)
        least = f->list[k].similarity < least ? f->list[k].similarity : least;
    nd_buf_printf(to,
                  "<details class=\"item\" id=\"c%" PRIu64 "\" data-size=\"%" PRIu64 "\" data-sim=\"%.4f\" data-words=\"%" PRIu64
                  "\" data-order=\"%" PRIu64 "\" data-pick=\"%s\">\n<summary><span class=\"title\">",
                  f->number, f->documents, least, f->words, f->number, picks[f->pick]);
    nd_html_title(to, core);
    nd_buf_puts(to, "</span> <span class=\"meta\">");
    nd_term_count(to, f->documents, "record");
    nd_buf_puts(to, ", ");
    nd_term_count(to, f->words, "word");
    nd_buf_puts(to, "</span></summary>\n<h3>Core: ");
    nd_about_name(to, p->in->about, &f->core);
    nd_buf_puts(to, ", line ");
    nd_term_number(to, f->at.line);
    nd_buf_puts(to, "</h3>\n");
    add_core(to, f, core);
    nd_buf_printf(to, "<h3>Members, %s</h3>\n<ol class=\"members\">\n", f->by_date ? "by date" : "in input order");
    for (size_t k = 0; k < f->n; k++)
        add_member(p, to, f, k);
    nd_buf_puts(to, "</ol>\n");
    if (f->members > f->n) {
        nd_buf_puts(to, "<p class=\"shown\">");
        nd_term_count(to, f->members - f->n, "member");
        nd_buf_puts(to, " more in the result file.</p>\n");
    }
    nd_status st = add_relatives(p, to, f, core, room, err);
    nd_buf_puts(to, "</details>\n");
    return st;
}

static void add_shown(page *p, const size_t *shown)
{
    const nd_shown_passages *in = p->in;
    uint64_t all = in->all_families, n = shown[ND_PICK_LARGEST] + shown[ND_PICK_RANDOM];
    nd_buf_puts(p->to, "<section id=\"list\" data-unit=\"family\">\n<h2>Families</h2>\n<p class=\"shown\">");
    if (n == all) {
        nd_buf_puts(p->to, all == 0 ? "There is none." : "All of them, the largest first.");
    } else {
        nd_term_number(p->to, n);
        nd_buf_puts(p->to, " of ");
        nd_term_number(p->to, all);
        nd_buf_puts(p->to, ": the ");
        nd_term_number(p->to, shown[ND_PICK_LARGEST]);
        nd_buf_puts(p->to, " largest and ");
        nd_term_number(p->to, shown[ND_PICK_RANDOM]);
        nd_buf_puts(p->to, " taken at random, always the same.");
        nd_html_left_out(&p->list, p->to, all - n, n == in->n_families);
    }
    nd_buf_puts(p->to, "</p>\n");
}

static nd_status add_families(page *p, nd_err *err)
{
    const nd_shown_passages *in = p->in;
    nd_html_part parts[2] = {{0}};
    size_t shown[2];
    for (size_t i = 0; i < in->n_families; i++)
        parts[in->families[i].pick].n++;
    parts[ND_PICK_RANDOM].first = parts[ND_PICK_LARGEST].n;
    nd_status st = nd_html_fill(&p->list, p->to->len, parts, ND_COUNT(parts), family_item, p, err);
    for (size_t i = 0; i < ND_COUNT(parts); i++)
        shown[i] = parts[i].shown;
    add_shown(p, shown);
    if (in->n_families > 0)
        nd_html_legend(p->to);
    nd_html_list_add(&p->list, p->to);
    nd_buf_puts(p->to, "</section>\n");
    return st;
}

/* ---- passages outside families */

static nd_status add_passage(page *p, nd_buf *to, const nd_shown_pair *pair, const char *kind, nd_err *err)
{
    nd_html_pair_begin(&p->list, to, &(nd_html_pair){&pair->record, &pair->other, kind, pair->jaccard});
    nd_buf_puts(to, "<h4>");
    nd_about_name(to, p->in->about, &pair->record);
    nd_buf_printf(to, ", line %" PRIu64 ", and ", pair->at.line);
    nd_about_name(to, p->in->about, &pair->other);
    nd_buf_printf(to, ", line %" PRIu64 "<br><span class=\"num\">similarity %.4f, score %.1f; %.0f %% of the one, %.0f %% of the other"
                      "</span></h4>\n", pair->other_at.line, pair->jaccard, pair->score, pair->containment * 100,
                  pair->coverage * 100);
    nd_status st = nd_html_pair_sides(&p->list, to, nd_html_piece(&p->list, &pair->record, &pair->at),
                                      nd_html_piece(&p->list, &pair->other, &pair->other_at), err);
    nd_html_pair_end(&p->list, to);
    return st;
}

static nd_status add_passages(page *p, const char *id, const char *title, const char *about, const char *kind,
                              const nd_shown_pairs *pairs, nd_err *err)
{
    nd_buf *scratch = &p->list.scratch;
    size_t room = p->list.limit > p->to->len ? (p->list.limit - p->to->len) / 8 : 0, end = p->to->len + room, shown = 0;
    nd_status st = ND_OK;
    nd_buf_printf(p->to, "<section id=\"%s\">\n<h2>%s</h2>\n<p class=\"shown\">%s</p>\n", id, title, about);
    if (pairs->n == 0)
        nd_buf_puts(p->to, "<p>There is none.</p>\n");
    for (; shown < pairs->n; shown++) {
        nd_buf_clear(scratch);
        st = add_passage(p, scratch, &pairs->list[shown], kind, err);
        if (st != ND_OK || p->to->len + scratch->len > end)
            break;
        nd_buf_add(p->to, scratch->bytes, scratch->len);
    }
    if (st == ND_OK && shown < pairs->offered) {
        nd_buf_puts(p->to, "<p class=\"shown\">");
        nd_term_number(p->to, pairs->offered - shown);
        nd_buf_puts(p->to, " more are left out; the result file has all of them.</p>\n");
    }
    nd_buf_puts(p->to, "</section>\n");
    return st;
}

nd_status nd_passages_page(nd_buf *to, const nd_shown_passages *in, nd_aligner *aligner, nd_err *err)
{
    page p = {.to = to, .in = in};
    nd_buf behind;
    nd_buf_init(&behind, to->alloc);
    nd_status st = nd_html_list_init(&p.list, in->about, &in->texts, aligner, to->alloc, err);
    nd_html_begin(to, "passages", "neardup: passages that documents share", in->about->digest);
    add_head(to, in);
    if (st == ND_OK)
        st = add_pictures(to, in, err);
    /* made first, that it has room; put behind the families, which take what is left */
    size_t before = to->len;
    if (st == ND_OK)
        st = add_passages(&p, "alone", "Passages outside families", "Those of the lowest scores, where a person judges.",
                          "passage", &in->alone, err);
    if (st == ND_OK)
        st = add_passages(&p, "templates", "Templates",
                          "Forms that were filled in anew (rates, weather, results): no copies. Those of the highest scores.",
                          "template", &in->forms, err);
    nd_buf_add(&behind, to->bytes + before, to->len - before);
    if (st == ND_OK && behind.failed)
        st = nd_no_memory(err, to->len - before);
    to->len = before;
    p.list.limit = p.list.limit > behind.len ? p.list.limit - behind.len : 0;
    if (st == ND_OK)
        st = add_families(&p, err);
    nd_buf_add(to, behind.bytes, behind.len);
    if (st == ND_OK)
        st = nd_html_list_close(&p.list, to, err);
    nd_html_list_release(&p.list);
    nd_buf_release(&behind);
    return st;
}
