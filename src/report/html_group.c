/* SPDX-License-Identifier: MIT
 *
 * html_group.c - a result of group or dedup to one page: numbers, pictures, the pairs
 * nearest the threshold, clusters.
 *
 * The page has a limit of bytes. What stands around the list is written first, then
 * clusters, one of the largest and one of the random ones in turn, while they fit; how
 * many did is said above them, so they are set apart until all are there.
 */
#include "group_shown.h"

#include "group_pictures.h"
#include "html.h"
#include "html_list.h"
#include "rows.h"
#include "term.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct page {
    nd_buf               *to;
    const nd_shown_group *g;
    nd_html_list          list;
} page;

/* ---- the head */

static double share_of(uint64_t n, uint64_t all)
{
    return all > 0 ? 100 * (double)n / (double)all : 0;
}

static void add_lead(nd_buf *to, const nd_counts *c)
{
    uint64_t removed = c->documents - c->kept;
    nd_buf_puts(to, "<p class=\"lead\">Of ");
    nd_term_count(to, c->documents, "document");
    nd_buf_puts(to, ", ");
    nd_term_number(to, c->kept);
    nd_buf_puts(to, " were kept and ");
    nd_term_number(to, removed);
    nd_buf_printf(to, " (%.1f %%) removed as copies of a kept one: ", share_of(removed, c->documents));
    nd_term_number(to, c->identical);
    nd_buf_puts(to, " the same bytes, ");
    nd_term_number(to, c->same_words);
    nd_buf_puts(to, " the same words, ");
    nd_term_number(to, c->near);
    nd_buf_puts(to, " nearly the same.</p>\n");
}

static void add_head(nd_buf *to, const nd_shown_group *g)
{
    const nd_counts *c = &g->counts;
    nd_buf_puts(to, "<header>\n<h1>Copies found</h1>\n");
    add_lead(to, c);
    nd_buf_puts(to, "<dl class=\"facts\">\n");
    nd_html_count(to, "documents read", c->documents);
    nd_html_count(to, "kept", c->kept);
    nd_html_count(to, "removed", c->documents - c->kept);
    nd_html_count(to, "clusters", g->all_clusters);
    nd_html_fact(to, "least similarity", "%g", g->threshold);
    nd_html_count(to, "candidates checked", c->candidates);
    nd_html_count(to, "of them not alike", c->rejected);
    if (c->capped > 0)
        nd_html_count(to, "outside of full buckets", c->capped);
    if (c->wordless > 0)
        nd_html_count(to, "without a word, kept", c->wordless);
    if (g->restored > 0)
        nd_html_count(to, "removals cancelled by damage", g->restored);
    nd_about_end(to, g->about, "records not readable, kept");
}

/* ---- pairs */

static const char *verdict_of(nd_kind kind)
{
    static const char *const words[] = {
        [ND_KEPT] = "kept too: below the threshold",
        [ND_IDENTICAL] = "removed: the same bytes",
        [ND_SAME_WORDS] = "removed: the same words",
        [ND_NEAR] = "removed: nearly the same",
    };
    return words[kind];
}

static void add_numbers(nd_buf *to, const nd_shown_pair *pair)
{
    nd_buf_printf(to, "similarity %.4f", pair->jaccard);
    if (pair->kind != ND_KEPT)
        nd_buf_printf(to, ", containment %.4f, coverage %.4f", pair->containment, pair->coverage);
}

/* The kept text on the left, the one that was removed (or just not) on the right. */
static nd_status add_pair(page *p, nd_buf *to, const nd_shown_pair *pair, nd_err *err)
{
    const nd_html_pair about = {
        .a = &pair->other,
        .b = &pair->record,
        .kind = pair->kind == ND_KEPT ? "near_miss" : nd_kind_name(pair->kind),
        .similarity = pair->jaccard,
    };
    nd_html_pair_begin(&p->list, to, &about);
    nd_buf_puts(to, "<h4><b>kept</b> ");
    nd_about_name(to, p->g->about, &pair->other);
    nd_buf_printf(to, " and <b>%s</b> ", pair->kind == ND_KEPT ? "kept too" : "removed");
    nd_about_name(to, p->g->about, &pair->record);
    nd_buf_puts(to, "<br><span class=\"num\">");
    nd_buf_puts(to, verdict_of(pair->kind));
    nd_buf_puts(to, "; ");
    add_numbers(to, pair);
    nd_buf_puts(to, "</span></h4>\n");
    nd_status st = pair->kind == ND_IDENTICAL ? ND_OK
                                              : nd_html_pair_sides(&p->list, to, nd_html_whole(&p->list, &pair->other),
                                                                   nd_html_whole(&p->list, &pair->record), err);
    nd_html_pair_end(&p->list, to);
    return st;
}

/* ---- the pairs where a person judges */

static nd_status add_nearest(page *p, const nd_shown_pairs *pairs, size_t room, nd_err *err)
{
    nd_status st = ND_OK;
    size_t end = p->to->len + room, shown = 0;
    for (; st == ND_OK && shown < pairs->n; shown++) {
        nd_buf_clear(&p->list.scratch);
        st = add_pair(p, &p->list.scratch, &pairs->list[shown], err);
        if (p->list.scratch.len + p->to->len > end)
            break;
        nd_buf_add(p->to, p->list.scratch.bytes, p->list.scratch.len);
    }
    if (st == ND_OK && shown < pairs->n) {
        nd_buf_puts(p->to, "<p class=\"shown\">");
        nd_term_count(p->to, pairs->n - shown, "pair");
        nd_buf_puts(p->to, " left out, for the page would be too large.</p>\n");
    }
    return st;
}

static nd_status add_threshold(page *p, nd_err *err)
{
    const nd_shown_group *g = p->g;
    size_t room = p->list.limit > p->to->len ? (p->list.limit - p->to->len) / 4 : 0;
    nd_status st = ND_OK;
    nd_buf_printf(p->to,
                  "<section id=\"threshold\">\n<h2>Where to judge</h2>\n"
                  "<p class=\"shown\">The pairs nearest the threshold of %g, on either side: where these are right, the rest is.</p>\n",
                  g->threshold);
    nd_html_legend(p->to);
    nd_buf_puts(p->to, "<h3>Removed, and only just</h3>\n");
    if (g->removed.n == 0)
        nd_buf_puts(p->to, "<p>No record was removed for being nearly the same.</p>\n");
    st = add_nearest(p, &g->removed, room, err);
    nd_buf_puts(p->to, "<h3>Kept, and only just</h3>\n");
    if (g->missed.n == 0)
        nd_buf_puts(p->to, "<p>No pair came near the threshold and stayed below it.</p>\n");
    if (st == ND_OK)
        st = add_nearest(p, &g->missed, room, err);
    nd_buf_puts(p->to, "</section>\n");
    return st;
}

/* ---- clusters */

static void add_members(page *p, nd_buf *to, const nd_shown_cluster *c)
{
    nd_buf_puts(to, "<div class=\"wide\"><table class=\"data\">\n<tr><th scope=\"col\">removed</th><th scope=\"col\">why</th>"
                    "<th scope=\"col\">similarity</th><th scope=\"col\">containment</th><th scope=\"col\">coverage</th></tr>\n");
    for (size_t i = 0; i < c->members.n; i++) {
        const nd_shown_pair *m = &c->members.list[i];
        nd_buf_puts(to, "<tr><td>");
        nd_about_name(to, p->g->about, &m->record);
        nd_buf_printf(to, "</td><td>%s</td><td>%.4f</td><td>%.4f</td><td>%.4f</td></tr>\n", nd_kind_name(m->kind),
                      m->jaccard, m->containment, m->coverage);
    }
    nd_buf_puts(to, "</table></div>\n");
    if (c->members.offered > c->members.n) {
        nd_buf_puts(to, "<p class=\"shown\">The least similar are shown; ");
        nd_term_number(to, c->members.offered - c->members.n);
        nd_buf_puts(to, " more were removed.</p>\n");
    }
}

/* Of a small cluster, those that were removed beside each other. */
static nd_status add_among(page *p, nd_buf *to, const nd_shown_cluster *c, nd_err *err)
{
    enum { SMALL = 4 };
    nd_status st = ND_OK;
    if (c->members.n < 2 || c->members.n > SMALL || c->members.n < c->members.offered)
        return ND_OK;
    nd_buf_puts(to, "<details><summary>The removed ones beside each other</summary>\n");
    for (size_t i = 0; st == ND_OK && i < c->members.n; i++) {
        for (size_t k = i + 1; st == ND_OK && k < c->members.n; k++) {
            const nd_shown_record *a = &c->members.list[i].record, *b = &c->members.list[k].record;
            nd_html_pair_begin(&p->list, to, &(nd_html_pair){.a = a, .b = b, .kind = "same_cluster", .similarity = -1});
            nd_buf_puts(to, "<h4>");
            nd_about_name(to, p->g->about, a);
            nd_buf_puts(to, " and ");
            nd_about_name(to, p->g->about, b);
            nd_buf_puts(to, "</h4>\n");
            st = nd_html_pair_sides(&p->list, to, nd_html_whole(&p->list, a), nd_html_whole(&p->list, b), err);
            nd_html_pair_end(&p->list, to);
        }
    }
    nd_buf_puts(to, "</details>\n");
    return st;
}

/* Each removed one beside the kept one, while there is room. */
static nd_status add_beside(page *p, nd_buf *to, const nd_shown_cluster *c, size_t room, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; i < c->members.n; i++) {
        size_t before = to->len;
        st = add_pair(p, to, &c->members.list[i], err);
        if (st != ND_OK)
            return st;
        if (to->len > room) {
            to->len = before;
            nd_buf_puts(to, "<p class=\"shown\">");
            nd_term_count(to, c->members.n - i, "pair");
            nd_buf_puts(to, " left out, for the page would be too large.</p>\n");
            return ND_OK;
        }
    }
    size_t before = to->len;
    st = add_among(p, to, c, err);
    if (to->len > room)
        to->len = before;
    return st;
}

static nd_status add_cluster(page *p, nd_buf *to, const nd_shown_cluster *c, size_t room, nd_err *err)
{
    static const char *const picks[] = {[ND_PICK_LARGEST] = "largest", [ND_PICK_RANDOM] = "random"};
    const nd_shown_text *kept = nd_html_whole(&p->list, &c->keeper);
    double least = c->members.n > 0 ? c->members.list[0].jaccard : 1;
    nd_buf_printf(to,
                  "<details class=\"item\" id=\"c%" PRIu64 "\" data-size=\"%" PRIu64 "\" data-sim=\"%.4f\" data-words=\"%" PRIu64
                  "\" data-order=\"%" PRIu64 "\" data-pick=\"%s\">\n<summary><span class=\"title\">",
                  c->order, c->size, least, nd_html_words(kept), c->order, picks[c->pick]);
    nd_html_title(to, kept);
    nd_buf_puts(to, "</span> <span class=\"meta\">");
    nd_term_count(to, c->size, "record");
    nd_buf_printf(to, ", alike by %.2f or more</span></summary>\n<h3>Kept: ", least);
    nd_about_name(to, p->g->about, &c->keeper);
    nd_buf_puts(to, "</h3>\n");
    nd_html_excerpt(to, kept);
    add_members(p, to, c);
    nd_status st = add_beside(p, to, c, room, err);
    nd_buf_puts(to, "</details>\n");
    return st;
}

static nd_status cluster_item(void *ctx, size_t i, nd_buf *to, size_t room, nd_err *err)
{
    page *p = ctx;
    return add_cluster(p, to, &p->g->clusters[i], room, err);
}

static void add_shown(page *p, nd_buf *to, const size_t *shown)
{
    const nd_shown_group *g = p->g;
    uint64_t all = g->all_clusters, n = shown[ND_PICK_LARGEST] + shown[ND_PICK_RANDOM];
    nd_buf_puts(to, "<section id=\"list\" data-unit=\"cluster\">\n<h2>Clusters</h2>\n<p class=\"shown\">");
    if (n == all) {
        nd_buf_puts(to, all == 0 ? "There is none." : "All of them, the largest first.");
    } else {
        nd_term_number(to, n);
        nd_buf_puts(to, " of ");
        nd_term_number(to, all);
        nd_buf_puts(to, ": the ");
        nd_term_number(to, shown[ND_PICK_LARGEST]);
        nd_buf_puts(to, " largest");
        if (shown[ND_PICK_RANDOM] > 0) {
            nd_buf_puts(to, " and ");
            nd_term_number(to, shown[ND_PICK_RANDOM]);
            nd_buf_puts(to, " taken at random, always the same");
        }
        nd_buf_puts(to, ".");
        nd_html_left_out(&p->list, to, all - n, n == g->n_clusters);
    }
    nd_buf_puts(to, "</p>\n");
}

static nd_status add_clusters(page *p, nd_err *err)
{
    const nd_shown_group *g = p->g;
    nd_html_part parts[2] = {{0}};
    size_t shown[2] = {0, 0};
    for (size_t i = 0; i < g->n_clusters; i++)
        parts[g->clusters[i].pick].n++;
    parts[ND_PICK_RANDOM].first = parts[ND_PICK_LARGEST].n;
    nd_status st = nd_html_fill(&p->list, p->to->len, parts, ND_COUNT(parts), cluster_item, p, err);
    if (st != ND_OK)
        return st;
    for (size_t i = 0; i < ND_COUNT(parts); i++)
        shown[i] = parts[i].shown;
    add_shown(p, p->to, shown);
    if (g->n_clusters > 0)
        nd_html_legend(p->to);
    nd_html_list_add(&p->list, p->to);
    nd_buf_puts(p->to, "</section>\n");
    return ND_OK;
}

nd_status nd_group_page(nd_buf *to, const nd_shown_group *g, nd_aligner *aligner, nd_err *err)
{
    page p = {.to = to, .g = g};
    nd_status st = nd_html_list_init(&p.list, g->about, &g->texts, aligner, to->alloc, err);
    nd_html_begin(to, "group", "neardup: copies found", g->about->digest);
    add_head(to, g);
    if (st == ND_OK)
        st = nd_group_pictures(to, g, err);
    if (st == ND_OK)
        st = add_threshold(&p, err);
    if (st == ND_OK)
        st = add_clusters(&p, err);
    if (st == ND_OK)
        st = nd_html_list_close(&p.list, to, err);
    nd_html_list_release(&p.list);
    return st;
}
