/* SPDX-License-Identifier: MIT
 *
 * report_passages.c - rows of passages to the families and passages that are shown.
 *
 * The first reading counts the members of each family; then the largest are known and
 * others are drawn, and the second reading takes those apart.
 */
#include "report_passages.h"
#include "draw.h"

#include <stdlib.h>

enum {
    A = ND_ROW_OWN, A_PLACE = A + 3, B = A_PLACE + 3, B_PLACE = B + 3, WORDS = B_PLACE + 3, SIMILARITY, A_SHARE, B_SHARE,
    SCORE, TEMPLATE, FAMILY, CORE, CORE_PLACE = CORE + 3, SOURCE = CORE_PLACE + 3, FAMILIES, ERRORS, PATHS
};

static const char *const paths[PATHS] = {
    ND_ROW_PATHS, "a.file", "a.record", "a.id", "a.line", "a.offset", "a.length", "b.file", "b.record", "b.id", "b.line",
    "b.offset", "b.length", "words", "similarity", "a_share", "b_share", "score", "template", "family", "core.file",
    "core.record", "core.id", "core.line", "core.offset", "core.length", "likely_source", "families", "errors",
};

enum { M_RECORD, M_PLACE = M_RECORD + 3, M_CORE = M_PLACE + 3, M_SIMILARITY = M_CORE + 2, M_ADDED, M_CUT, M_CHANGED, M_DATE, M_PATHS };

static const char *const member_paths[M_PATHS] = {
    "file", "record", "id", "line", "offset", "length", "core_offset", "core_length", "similarity", "added", "cut", "changed",
    "date",
};

typedef struct reading {
    nd_reporting      *r;
    nd_shown_passages *in;
    nd_ranked *sizes;          /* of each family, by the number of its row from 0 */
    size_t    n_sizes, cap_sizes;
    nd_ranked *chosen;         /* those that are shown, by number; size: where in families */
    size_t    n_chosen, at;
    uint64_t  said, errors;    /* families and errors in the summary */
    nd_shown_family *family;   /* whose members are being read */
    uint64_t  members, documents; /* of the row at hand */
    nd_shown_record last;      /* the member before */
} reading;

static nd_status bad(const reading *rd, nd_err *err, const char *what)
{
    return nd_result_bad(&rd->r->result, err, what);
}

static nd_status place_of(const reading *rd, const nd_json_value *v, nd_place *out, nd_err *err)
{
    return nd_reporting_place(v, out) ? ND_OK : bad(rd, err, "a place without line, offset and length");
}

/* ---- the first reading */

static nd_status take_passage(reading *rd, const nd_json_value *v, nd_err *err)
{
    nd_shown_passages *in = rd->in;
    nd_shown_pair pair = {.kind = ND_NEAR};
    uint64_t family = 0;
    bool form = nd_json_true(&v[TEMPLATE]);
    nd_status st = nd_reporting_record(rd->r, &v[A], &pair.record, err);
    if (st == ND_OK)
        st = nd_reporting_record(rd->r, &v[B], &pair.other, err);
    if (st == ND_OK)
        st = place_of(rd, &v[A_PLACE], &pair.at, err);
    if (st == ND_OK)
        st = place_of(rd, &v[B_PLACE], &pair.other_at, err);
    if (st == ND_OK)
        st = nd_reporting_share(rd->r, &v[SIMILARITY], "similarity", &pair.jaccard, err);
    if (st == ND_OK)
        st = nd_reporting_share(rd->r, &v[A_SHARE], "a_share", &pair.containment, err);
    if (st == ND_OK)
        st = nd_reporting_share(rd->r, &v[B_SHARE], "b_share", &pair.coverage, err);
    if (st != ND_OK)
        return st;
    bool in_family = nd_json_count(&v[FAMILY], &family);
    if (v[SCORE].kind != ND_JSON_NUMBER || !(v[SCORE].number >= 0 && v[SCORE].number < 1e15))
        return bad(rd, err, "a passage without a score");
    if (form && in_family)
        return bad(rd, err, "a template in a family");
    pair.score = v[SCORE].number;
    in->templates += form;
    in->passages += !form;
    in->in_families += in_family;
    (form ? in->tally.missed : in->tally.similar)[nd_similarity_bin(pair.jaccard)]++;
    rd->r->about.inputs[pair.record.input].rows++;
    rd->r->about.inputs[pair.other.input].rows++;
    if (in_family)
        return ND_OK;
    return form ? nd_shown_pairs_offer(&in->forms, &pair, -pair.score, err)
                : nd_shown_pairs_offer(&in->alone, &pair, pair.score, err);
}

/* One record may be several members, as rows that follow each other. */
static void add_document(reading *rd, const nd_shown_record *record)
{
    rd->members++;
    rd->documents += rd->members == 1 || record->input != rd->last.input || record->record != rd->last.record;
    rd->last = *record;
    rd->last.id = NULL;
}

static nd_status count_member(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *rd = ctx;
    nd_shown_record record;
    nd_status st = nd_reporting_record(rd->r, &v[M_RECORD], &record, err);
    if (st == ND_OK)
        add_document(rd, &record);
    return st;
}

/* A fault of the array that is not one of a member, as a line of the file. */
static nd_status each_member(reading *rd, nd_status (*fn)(void *, const nd_json_value *, nd_err *), nd_err *err)
{
    nd_result *result = &rd->r->result;
    rd->members = rd->documents = 0;
    nd_status st = nd_json_each(result->json, result->row, result->row_len, "records", member_paths, M_PATHS, fn, rd, err);
    if (st == ND_EFORMAT || (st == ND_OK && rd->members < 2))
        return bad(rd, err, "a family without two records");
    return st;
}

static nd_status count_family(reading *rd, nd_err *err)
{
    nd_tally *tally = &rd->in->tally;
    if (rd->n_sizes >= UINT32_MAX - 1)
        return nd_fail(err, ND_ELIMIT, "more families than are supported");
    if (!nd_grow(rd->r->alloc, &rd->sizes, &rd->cap_sizes, rd->n_sizes + 1, sizeof *rd->sizes))
        return nd_no_memory(err, 0);
    nd_status st = each_member(rd, count_member, err);
    if (st != ND_OK)
        return st;
    rd->sizes[rd->n_sizes] = (nd_ranked){rd->documents, (uint32_t)rd->n_sizes};
    rd->n_sizes++;
    tally->sizes[nd_size_bin(rd->documents)]++;
    tally->in_sizes[nd_size_bin(rd->documents)] += rd->documents;
    return ND_OK;
}

static nd_status count_row(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *rd = ctx;
    if (nd_json_is(&v[ND_ROW_TYPE], "passage"))
        return take_passage(rd, v, err);
    if (nd_json_is(&v[ND_ROW_TYPE], "family"))
        return count_family(rd, err);
    if (nd_json_is(&v[ND_ROW_TYPE], "summary") &&
        (!nd_json_count(&v[FAMILIES], &rd->said) || !nd_json_count(&v[ERRORS], &rd->errors)))
        return bad(rd, err, "a summary without its numbers");
    return nd_reporting_fault(rd->r, v, err);
}

/* ---- the second */

static nd_status take_member(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *rd = ctx;
    nd_shown_family *f = rd->family;
    const nd_alloc *alloc = rd->r->alloc;
    nd_shown_relative m = {0};
    uint64_t offset, len;
    nd_status st = nd_reporting_record(rd->r, &v[M_RECORD], &m.record, err);
    if (st == ND_OK)
        st = place_of(rd, &v[M_PLACE], &m.at, err);
    if (st == ND_OK)
        st = nd_reporting_share(rd->r, &v[M_SIMILARITY], "similarity", &m.similarity, err);
    if (st != ND_OK)
        return st;
    if (!nd_json_count(&v[M_CORE], &offset) || !nd_json_count(&v[M_CORE + 1], &len) || !nd_json_count(&v[M_ADDED], &m.added) ||
        !nd_json_count(&v[M_CUT], &m.cut) || !nd_json_count(&v[M_CHANGED], &m.changed))
        return bad(rd, err, "a member of a family without its numbers");
    if (offset > UINT32_MAX || len > UINT32_MAX)
        return bad(rd, err, "a member of a family with a part of 4 GiB or more");
    m.core = (nd_place){f->at.line, (size_t)offset, (size_t)len};
    add_document(rd, &m.record);
    if (f->n_carried < ND_SHOWN_CARRIED) {
        if (!nd_grow(alloc, &f->carried, &f->cap_carried, f->n_carried + 1, sizeof *f->carried))
            return nd_no_memory(err, 0);
        f->carried[f->n_carried++] = (nd_shown_part){{(uint32_t)offset, (uint32_t)len}, rd->documents};
    }
    if (f->n == ND_SHOWN_RELATIVES)
        return ND_OK;
    size_t n;
    const char *date = nd_json_text(&v[M_DATE], &n);
    if (date != NULL && (m.date = nd_reporting_lasting(rd->r, date, n)) == NULL)
        return nd_no_memory(err, n);
    if (!nd_grow(alloc, &f->list, &f->cap, f->n + 1, sizeof m))
        return nd_no_memory(err, sizeof m);
    if ((st = nd_shown_record_own(alloc, &m.record, err)) == ND_OK)
        f->list[f->n++] = m;
    return st;
}

/* The text of a member and its part of the core are read only where they are shown. */
static nd_status want_family(reading *rd, const nd_shown_family *f, nd_err *err)
{
    nd_shown_texts *texts = &rd->in->texts;
    nd_status st = nd_shown_texts_want(texts, &f->core, f->at.offset, f->at.len, err);
    for (size_t i = 0; st == ND_OK && i < f->n; i++)
        st = nd_shown_texts_want(texts, &f->list[i].record, f->list[i].at.offset, f->list[i].at.len, err);
    return st;
}

static nd_status take_row(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *rd = ctx;
    if (!nd_json_is(&v[ND_ROW_TYPE], "family"))
        return ND_OK;
    size_t row = rd->n_sizes++;
    if (rd->at == rd->n_chosen || rd->chosen[rd->at].number != row)
        return ND_OK;
    nd_shown_family *f = &rd->in->families[rd->chosen[rd->at++].size];
    nd_status st = nd_reporting_record(rd->r, &v[CORE], &f->core, err);
    if (st != ND_OK || (st = nd_shown_record_own(rd->r->alloc, &f->core, err)) != ND_OK) {
        f->core.id = NULL;     /* it was the row's */
        return st;
    }
    if ((st = place_of(rd, &v[CORE_PLACE], &f->at, err)) != ND_OK)
        return st;
    if (!nd_json_count(&v[FAMILY], &f->number) || !nd_json_count(&v[WORDS], &f->words))
        return bad(rd, err, "a family without its number and words");
    f->by_date = nd_json_is(&v[SOURCE], "date");
    rd->family = f;
    st = each_member(rd, take_member, err);
    f->members = rd->members;
    f->documents = rd->documents;
    return st == ND_OK ? want_family(rd, f, err) : st;
}

/* ---- which */

static int by_number(const void *a, const void *b)
{
    const nd_ranked *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

static nd_status choose(reading *rd, nd_err *err)
{
    nd_shown_passages *in = rd->in;
    in->all_families = rd->n_sizes;
    if (rd->n_sizes == 0)
        return ND_OK;
    in->families = nd_get(rd->r->alloc, ND_SHOWN_FAMILIES, sizeof *in->families);
    if (in->families == NULL)
        return nd_no_memory(err, 0);
    nd_drawn drawn = nd_draw(rd->sizes, rd->n_sizes, ND_SHOWN_FAMILIES);
    rd->chosen = rd->sizes;
    rd->n_chosen = in->n_families = drawn.largest + drawn.random;
    for (size_t i = 0; i < rd->n_chosen; i++) {
        in->families[i].pick = i < drawn.largest ? ND_PICK_LARGEST : ND_PICK_RANDOM;
        rd->chosen[i].size = i;
    }
    qsort(rd->chosen, rd->n_chosen, sizeof *rd->chosen, by_number);
    rd->n_sizes = 0;
    return ND_OK;
}

static nd_status want_pairs(nd_shown_passages *in, const nd_shown_pairs *pairs, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < pairs->n; i++) {
        const nd_shown_pair *pair = &pairs->list[i];
        st = nd_shown_texts_want(&in->texts, &pair->record, pair->at.offset, pair->at.len, err);
        if (st == ND_OK)
            st = nd_shown_texts_want(&in->texts, &pair->other, pair->other_at.offset, pair->other_at.len, err);
    }
    return st;
}

nd_status nd_report_passages(nd_reporting *r, nd_shown_passages *in, nd_err *err)
{
    reading rd = {.r = r, .in = in};
    *in = (nd_shown_passages){.about = &r->about};
    nd_shown_pairs_init(&in->alone, ND_SHOWN_PASSAGES, r->alloc);
    nd_shown_pairs_init(&in->forms, ND_SHOWN_PASSAGES, r->alloc);
    nd_shown_texts_init(&in->texts, r->alloc);
    nd_status st = nd_reporting_rows(r, paths, PATHS, count_row, &rd, err);
    if (st == ND_OK && (rd.said != rd.n_sizes || rd.errors != r->about.errors))
        st = nd_fail(err, ND_EINVAL, "%s: its summary does not fit its rows", r->result.path);
    if (st == ND_OK)
        st = choose(&rd, err);
    if (st == ND_OK)
        st = nd_reporting_rows(r, paths, PATHS, take_row, &rd, err);
    if (st == ND_OK)
        st = want_pairs(in, &in->alone, err);
    if (st == ND_OK)
        st = want_pairs(in, &in->forms, err);
    nd_reporting_close(r, &in->texts);
    nd_drop(r->alloc, rd.sizes, rd.cap_sizes, sizeof *rd.sizes);
    return st;
}

static void drop_family(nd_shown_family *f, const nd_alloc *alloc)
{
    for (size_t i = 0; i < f->n; i++)
        nd_drop(alloc, f->list[i].record.id, f->list[i].record.id_len + 1, 1);
    nd_drop(alloc, f->core.id, f->core.id_len + 1, 1);
    nd_drop(alloc, f->list, f->cap, sizeof *f->list);
    nd_drop(alloc, f->carried, f->cap_carried, sizeof *f->carried);
}

void nd_shown_passages_release(nd_shown_passages *in, const nd_alloc *alloc)
{
    for (size_t i = 0; i < in->n_families; i++)
        drop_family(&in->families[i], alloc);
    nd_drop(alloc, in->families, ND_SHOWN_FAMILIES, sizeof *in->families);
    nd_shown_pairs_release(&in->alone);
    nd_shown_pairs_release(&in->forms);
    nd_shown_texts_release(&in->texts);
    *in = (nd_shown_passages){0};
}
