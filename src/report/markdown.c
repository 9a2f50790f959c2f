/* SPDX-License-Identifier: MIT
 *
 * markdown.c - each kind of result as a table of numbers and a list of what to look at,
 * item after item while they fit.
 */
#include "markdown.h"

#include "rows.h"
#include "term.h"

#include <inttypes.h>

enum { LINE = 160, DIFF = 24, SAID = 400 };

typedef struct page {
    nd_buf               *to;
    const nd_about       *about;
    const nd_shown_texts *texts;
    nd_aligner           *aligner;
    size_t                most;
    bool                  full;
} page;

static page begin(nd_buf *to, const nd_about *about, const nd_shown_texts *texts, nd_aligner *aligner)
{
    size_t most = about->max_bytes < ND_MARKDOWN_MOST ? (size_t)about->max_bytes : ND_MARKDOWN_MOST;
    return (page){to, about, texts, aligner, most - SAID, false};
}

static nd_status end(page *p, nd_err *err)
{
    if (p->full)
        nd_buf_puts(p->to, "\nMore is left out here, for a comment takes no more; the result file has all of it.\n");
    return p->to->failed ? nd_no_memory(err, p->to->len) : ND_OK;
}

/* Takes back what was added since `before` where it is too much; nothing is added behind that. */
static bool fits(page *p, size_t before)
{
    p->full = p->full || p->to->len > p->most;
    if (p->full)
        p->to->len = before;
    return !p->full;
}

static void count(nd_buf *to, const char *name, uint64_t n)
{
    nd_buf_printf(to, "| %s | ", name);
    nd_term_number(to, n);
    nd_buf_puts(to, " |\n");
}

static void name(page *p, const nd_shown_record *record)
{
    const nd_about_input *input = &p->about->inputs[record->input];
    nd_markdown_text(p->to, input->file, input->file_len, LINE);
    if (!input->whole_file)
        nd_buf_printf(p->to, ":%" PRIu64, record->record);
    if (record->id != NULL) {
        nd_buf_puts(p->to, " (");
        nd_markdown_text(p->to, record->id, record->id_len, LINE);
        nd_buf_puts(p->to, ")");
    }
}

static void title(page *p, const nd_shown_record *record, uint64_t from, uint64_t wanted)
{
    const nd_shown_text *text = nd_shown_texts_find(p->texts, record, from, wanted);
    if (text == NULL || text->text == NULL)
        return;
    nd_buf_puts(p->to, ": ");
    nd_markdown_text(p->to, text->text, text->len, LINE / 2);
}

/* The words that only one of two texts has, run by run. */
static void add_only(page *p, const nd_shown_text *text, const nd_aligned_text *words, const char *label)
{
    size_t runs = 0;
    for (uint64_t i = 0, next; i < words->n_words; i = next) {
        for (next = i + 1; next < words->n_words && words->blocks[next] == words->blocks[i]; next++)
            ;
        if (words->blocks[i] != ND_NO_BLOCK || ++runs > DIFF / 4)
            continue;
        size_t from = words->spans[i].offset, stop = words->spans[next - 1].offset + words->spans[next - 1].len;
        nd_buf_printf(p->to, runs == 1 ? "  - %s: " : "%s", runs == 1 ? label : " / ");
        nd_markdown_text(p->to, text->text + from, stop - from, LINE / 2);
    }
    nd_buf_puts(p->to, runs > DIFF / 4 ? " / …\n" : runs > 0 ? "\n" : "");
}

static nd_status add_diff(page *p, const nd_shown_text *a, const nd_shown_text *b, nd_err *err)
{
    nd_alignment al;
    if (a == NULL || b == NULL || a->text == NULL || b->text == NULL)
        return ND_OK;
    nd_status st = nd_align(p->aligner, a->text, a->len, b->text, b->len, &al, err);
    if (st == ND_OK) {
        add_only(p, a, &al.a, "only in the first");
        add_only(p, b, &al.b, "only in the second");
    }
    return st;
}

static const nd_shown_text *text_of(const page *p, const nd_shown_record *record, const nd_place *at)
{
    return at->len > 0 ? nd_shown_texts_find(p->texts, record, at->offset, at->len)
                       : nd_shown_texts_find(p->texts, record, 0, ND_WHOLE);
}

static nd_status add_pairs(page *p, const char *heading, const nd_shown_pairs *pairs, size_t room, nd_err *err)
{
    nd_status st = ND_OK;
    size_t stop = p->to->len + room;
    if (pairs->n > 0 && !p->full)
        nd_buf_printf(p->to, "\n### %s\n\n", heading);
    for (size_t i = 0; st == ND_OK && i < pairs->n && !p->full && p->to->len < stop; i++) {
        const nd_shown_pair *pair = &pairs->list[i];
        size_t before = p->to->len;
        nd_buf_printf(p->to, "- %.4f: ", pair->jaccard);
        name(p, &pair->other);
        nd_buf_puts(p->to, " and ");
        name(p, &pair->record);
        nd_buf_puts(p->to, "\n");
        st = add_diff(p, text_of(p, &pair->other, &pair->other_at), text_of(p, &pair->record, &pair->at), err);
        fits(p, before);
    }
    return st;
}

nd_status nd_group_markdown(nd_buf *to, const nd_shown_group *g, nd_aligner *aligner, nd_err *err)
{
    page p = begin(to, g->about, &g->texts, aligner);
    const nd_counts *c = &g->counts;
    nd_buf_printf(to, "## Copies found\n\n| | |\n|---|--:|\n| least similarity | %g |\n", g->threshold);
    count(to, "documents", c->documents);
    count(to, "kept", c->kept);
    count(to, "removed", c->documents - c->kept);
    count(to, "of them the same bytes", c->identical);
    count(to, "the same words", c->same_words);
    count(to, "nearly the same", c->near);
    count(to, "clusters", g->all_clusters);
    count(to, "records not readable, kept", g->about->errors);
    nd_status st = add_pairs(&p, "Removed, and only just", &g->removed, p.most / 3, err);
    if (st == ND_OK)
        st = add_pairs(&p, "Kept, and only just", &g->missed, p.most / 3, err);
    if (g->n_clusters > 0 && !p.full)
        nd_buf_puts(to, "\n### The largest clusters\n\n");
    for (size_t i = 0; i < g->n_clusters && g->clusters[i].pick == ND_PICK_LARGEST && !p.full; i++) {
        size_t before = to->len;
        nd_buf_puts(to, "- ");
        nd_term_count(to, g->clusters[i].size, "record");
        nd_buf_puts(to, ", kept ");
        name(&p, &g->clusters[i].keeper);
        title(&p, &g->clusters[i].keeper, 0, ND_WHOLE);
        nd_buf_puts(to, "\n");
        fits(&p, before);
    }
    return st == ND_OK ? end(&p, err) : st;
}

nd_status nd_inspect_markdown(nd_buf *to, const nd_shown_inspect *in, nd_aligner *aligner, nd_err *err)
{
    page p = begin(to, in->about, &in->texts, aligner);
    nd_buf_puts(to, "## Repeats inside articles\n\n| | |\n|---|--:|\n");
    count(to, "articles", in->about->documents);
    count(to, "with repeats", in->with_repeats);
    count(to, "repeats", in->repeats);
    count(to, "records not readable", in->about->errors);
    for (size_t i = 0; i < in->n_articles && !p.full; i++) {
        const nd_shown_article *a = &in->articles[i];
        const nd_shown_text *text = nd_shown_texts_find(&in->texts, &a->record, 0, ND_WHOLE);
        size_t before = to->len;
        nd_buf_puts(to, "\n### ");
        name(&p, &a->record);
        nd_buf_printf(to, ", %.1f %% repeats\n\n", a->share * 100);
        for (size_t k = 0; k < a->n_rows && k < DIFF; k++) {
            const nd_repeat *r = &a->rows[k];
            nd_buf_printf(to, "- line %" PRIu64 " repeats line %" PRIu64 " (%s)", r->at.line, r->of.line,
                          nd_repeat_name(r->kind));
            if (text != NULL && text->text != NULL && r->at.offset + r->at.len <= text->len) {
                nd_buf_puts(to, ": ");
                nd_markdown_text(to, text->text + r->at.offset, r->at.len, LINE);
            }
            nd_buf_puts(to, "\n");
        }
        fits(&p, before);
    }
    return end(&p, err);
}

nd_status nd_passages_markdown(nd_buf *to, const nd_shown_passages *in, nd_aligner *aligner, nd_err *err)
{
    page p = begin(to, in->about, &in->texts, aligner);
    nd_buf_puts(to, "## Passages that documents share\n\n| | |\n|---|--:|\n");
    count(to, "documents", in->about->documents);
    count(to, "passages", in->passages);
    count(to, "families", in->all_families);
    count(to, "templates", in->templates);
    count(to, "records not readable", in->about->errors);
    nd_status st = add_pairs(&p, "Outside families, the lowest scores", &in->alone, p.most / 3, err);
    if (in->n_families > 0 && !p.full)
        nd_buf_puts(to, "\n### The largest families\n\n");
    for (size_t i = 0; i < in->n_families && in->families[i].pick == ND_PICK_LARGEST && !p.full; i++) {
        const nd_shown_family *f = &in->families[i];
        size_t before = to->len;
        nd_buf_puts(to, "- ");
        nd_term_count(to, f->members, "record");
        nd_buf_puts(to, ", core ");
        name(&p, &f->core);
        title(&p, &f->core, f->at.offset, f->at.len);
        nd_buf_puts(to, "\n");
        fits(&p, before);
    }
    return st == ND_OK ? end(&p, err) : st;
}
