/* SPDX-License-Identifier: MIT
 *
 * report_inspect.c - rows of inspect --json to the articles that are shown.
 *
 * The first reading takes the articles that repeat most, the second their repeats: rows
 * of one article stand together, in front of the article's own.
 */
#include "report_inspect.h"

#include <stdlib.h>

enum {
    KIND = ND_ROW_OWN, AT_LINE, AT_OFFSET, AT_LENGTH, OF_LINE, OF_OFFSET, OF_LENGTH, WORDS, SIMILARITY, NAME, WEAK,
    LINES, REPEATS, REPEATED, DOCUMENTS, TEXT, FIRST, FIRST_LINE = FIRST + 3, PATHS
};

static const char *const paths[PATHS] = {
    ND_ROW_PATHS, "kind", "at.line", "at.offset", "at.length", "of.line", "of.offset", "of.length", "words",
    "similarity", "name", "weak", "lines", "repeats", "repeated", "documents", "text", "first.file", "first.record",
    "first.id", "first.line",
};

typedef struct reading {
    nd_reporting     *r;
    nd_shown_inspect *in;
    uint64_t          order;
    nd_shown_article *chosen[ND_SHOWN_ARTICLES]; /* by record */
    size_t            n_chosen;
} reading;

static nd_status bad(const reading *rd, nd_err *err, const char *what)
{
    return nd_result_bad(&rd->r->result, err, what);
}

/* ---- the first reading */

static void drop_article(const nd_alloc *alloc, nd_shown_article *a)
{
    nd_drop(alloc, a->record.id, a->record.id_len + 1, 1);
    nd_drop(alloc, a->rows, a->cap_rows, sizeof *a->rows);
}

/* Among the worst so far, by share, then by place. */
static nd_status offer(reading *rd, const nd_shown_article *article, nd_err *err)
{
    nd_shown_inspect *in = rd->in;
    const nd_alloc *alloc = rd->r->alloc;
    size_t at = in->n_articles;
    while (at > 0 && article->share > in->articles[at - 1].share)
        at--;
    if (at == ND_SHOWN_ARTICLES)
        return ND_OK;
    nd_shown_article own = *article;
    if (!nd_grow(alloc, &in->articles, &in->cap_articles, in->n_articles + 1, sizeof own))
        return nd_no_memory(err, sizeof own);
    nd_status st = nd_shown_record_own(alloc, &own.record, err);
    if (st != ND_OK)
        return st;
    if (in->n_articles == ND_SHOWN_ARTICLES)
        drop_article(alloc, &in->articles[--in->n_articles]);
    memmove(&in->articles[at + 1], &in->articles[at], (in->n_articles - at) * sizeof own);
    in->articles[at] = own;
    in->n_articles++;
    return ND_OK;
}

static nd_status take_article(reading *rd, const nd_json_value *v, nd_err *err)
{
    nd_shown_article a = {.order = ++rd->order};
    nd_status st = nd_reporting_record(rd->r, &v[ND_ROW_FILE], &a.record, err);
    if (st == ND_OK)
        st = nd_reporting_share(rd->r, &v[REPEATED], "share that is repeated", &a.share, err);
    if (st == ND_OK && (!nd_json_count(&v[WORDS], &a.words) || !nd_json_count(&v[LINES], &a.lines) ||
                        !nd_json_count(&v[REPEATS], &a.repeats)))
        return bad(rd, err, "an article without its numbers");
    if (st != ND_OK || a.repeats == 0)
        return st;
    size_t bin = (size_t)(a.share * ND_SHARE_BINS + 1e-7);
    rd->in->shares[bin < ND_SHARE_BINS ? bin : ND_SHARE_BINS - 1]++;
    rd->in->with_repeats++;
    return offer(rd, &a, err);
}

static nd_status take_recurring(reading *rd, const nd_json_value *v, nd_err *err)
{
    enum { MOST_TEXT = 200 };
    nd_shown_inspect *in = rd->in;
    nd_shown_recurring r = {0};
    nd_status st = nd_reporting_record(rd->r, &v[FIRST], &r.first, err);
    if (st != ND_OK)
        return st;
    if (v[TEXT].kind != ND_JSON_STRING || !nd_json_count(&v[DOCUMENTS], &r.documents) ||
        !nd_json_count(&v[FIRST_LINE], &r.line))
        return bad(rd, err, "does not say what recurs, and where");
    in->all_recurring++;
    if (in->n_recurring == ND_SHOWN_RECURRING)
        return ND_OK;
    r.len = v[TEXT].len;
    while (r.len > MOST_TEXT && (r.len > MOST_TEXT + 3 || ((unsigned char)v[TEXT].text[r.len] & 0xC0) == 0x80))
        r.len--;
    r.text = nd_reporting_lasting(rd->r, v[TEXT].text, r.len);
    r.first.id = NULL;         /* not lasting, and these rows have none */
    if (r.text == NULL)
        return nd_no_memory(err, r.len);
    in->recurring[in->n_recurring++] = r;
    return ND_OK;
}

static nd_status read_repeat(const reading *rd, const nd_json_value *v, nd_repeat *out, nd_err *err)
{
    unsigned kind = 0;
    *out = (nd_repeat){0};
    while (kind < ND_REPEAT_KINDS && !nd_json_is(&v[KIND], nd_repeat_name((nd_repeat_kind)kind)))
        kind++;
    if (kind == ND_REPEAT_KINDS || !nd_reporting_place(&v[AT_LINE], &out->at) ||
        !nd_reporting_place(&v[OF_LINE], &out->of))
        return bad(rd, err, "a repeat without a kind and two places");
    out->kind = (nd_repeat_kind)kind;
    out->headline = nd_json_is(&v[NAME], "headline");
    out->weak = nd_json_true(&v[WEAK]);
    return nd_reporting_share(rd->r, &v[SIMILARITY], "similarity", &out->similarity, err);
}

static nd_status count_row(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *rd = ctx;
    nd_repeat repeat;
    nd_shown_record record;
    if (nd_json_is(&v[ND_ROW_TYPE], "article"))
        return take_article(rd, v, err);
    if (nd_json_is(&v[ND_ROW_TYPE], "boilerplate"))
        return take_recurring(rd, v, err);
    if (!nd_json_is(&v[ND_ROW_TYPE], "repeat"))
        return nd_reporting_fault(rd->r, v, err);
    nd_status st = nd_reporting_record(rd->r, &v[ND_ROW_FILE], &record, err);
    if (st == ND_OK)
        st = read_repeat(rd, v, &repeat, err);
    if (st != ND_OK)
        return st;
    rd->in->kinds[repeat.kind]++;
    rd->in->repeats++;
    rd->r->about.inputs[record.input].rows++;
    return ND_OK;
}

/* ---- the second */

static int by_record(const void *a, const void *b)
{
    const nd_shown_article *x = *(nd_shown_article *const *)a, *y = *(nd_shown_article *const *)b;
    if (x->record.input != y->record.input)
        return x->record.input < y->record.input ? -1 : 1;
    return x->record.record < y->record.record ? -1 : x->record.record > y->record.record;
}

static nd_status add_repeat(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *rd = ctx;
    nd_shown_article wanted = {0}, *key = &wanted;
    nd_repeat repeat;
    if (!nd_json_is(&v[ND_ROW_TYPE], "repeat"))
        return ND_OK;
    nd_status st = nd_reporting_record(rd->r, &v[ND_ROW_FILE], &wanted.record, err);
    if (st == ND_OK)
        st = read_repeat(rd, v, &repeat, err);
    if (st != ND_OK || rd->n_chosen == 0)
        return st;
    nd_shown_article *const *found = bsearch(&key, rd->chosen, rd->n_chosen, sizeof *rd->chosen, by_record);
    if (found == NULL || (*found)->n_rows == ND_SHOWN_REPEATS)
        return ND_OK;
    nd_shown_article *a = *found;
    if (a->n_rows > 0 && repeat.at.offset < a->rows[a->n_rows - 1].at.offset)
        return bad(rd, err, "a repeat that is not in the order of places");
    if (!nd_grow(rd->r->alloc, &a->rows, &a->cap_rows, a->n_rows + 1, sizeof repeat))
        return nd_no_memory(err, sizeof repeat);
    a->rows[a->n_rows++] = repeat;
    return ND_OK;
}

nd_status nd_report_inspect(nd_reporting *r, nd_shown_inspect *in, nd_err *err)
{
    reading rd = {.r = r, .in = in};
    *in = (nd_shown_inspect){.about = &r->about};
    nd_shown_texts_init(&in->texts, r->alloc);
    nd_status st = nd_reporting_rows(r, paths, PATHS, count_row, &rd, err);
    for (; rd.n_chosen < in->n_articles; rd.n_chosen++)
        rd.chosen[rd.n_chosen] = &in->articles[rd.n_chosen];
    if (rd.n_chosen > 0)
        qsort(rd.chosen, rd.n_chosen, sizeof *rd.chosen, by_record);
    if (st == ND_OK)
        st = nd_reporting_rows(r, paths, PATHS, add_repeat, &rd, err);
    for (size_t i = 0; st == ND_OK && i < in->n_articles; i++)
        st = nd_shown_texts_want(&in->texts, &in->articles[i].record, 0, ND_WHOLE, err);
    nd_reporting_close(r, &in->texts);
    return st;
}

nd_status nd_report_inspect_check(const nd_reporting *r, const nd_shown_inspect *in, nd_err *err)
{
    for (size_t i = 0; i < in->n_articles; i++) {
        const nd_shown_article *a = &in->articles[i];
        const nd_shown_text *text = nd_shown_texts_find(&in->texts, &a->record, 0, ND_WHOLE);
        for (size_t k = 0; text != NULL && text->text != NULL && k < a->n_rows; k++) {
            const nd_repeat *row = &a->rows[k];
            if (row->at.offset > text->whole || row->at.len > text->whole - row->at.offset ||
                row->of.offset > text->whole || row->of.len > text->whole - row->of.offset)
                return nd_fail(err, ND_EINVAL, "%s: a repeat is at no place of record %llu of %.150s; is --text-field as it was then?",
                               r->result.path, (unsigned long long)a->record.record,
                               r->result.inputs[a->record.input].file);
        }
    }
    return ND_OK;
}

void nd_shown_inspect_release(nd_shown_inspect *in, const nd_alloc *alloc)
{
    for (size_t i = 0; i < in->n_articles; i++)
        drop_article(alloc, &in->articles[i]);
    nd_drop(alloc, in->articles, in->cap_articles, sizeof *in->articles);
    nd_shown_texts_release(&in->texts);
    *in = (nd_shown_inspect){0};
}
