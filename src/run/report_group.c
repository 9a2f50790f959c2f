/* SPDX-License-Identifier: MIT
 *
 * report_group.c - rows of a result to the clusters and pairs that are shown.
 *
 * The first reading counts: clusters by keeper, pairs by similarity, and keeps the pairs
 * nearest the threshold. Then the largest clusters are known, and others are drawn; the
 * second reading takes their members. A keeper is known by its place,
 *
 *     | number of the input, 4 bytes | record, 8 bytes |
 */
#include "report_group.h"
#include "draw.h"

#include "report/rows.h"

#include <math.h>
#include <stdlib.h>

enum { KEY = sizeof(uint32_t) + sizeof(uint64_t), NOT_SHOWN = 0 };

enum {
    KEEPER = ND_ROW_OWN, OTHER = KEEPER + 3, KIND = OTHER + 3, JACCARD, CONTAINMENT, COVERAGE,
    CANDIDATES, REJECTED, CAPPED, WORDLESS, RESTORED, ERRORS, PATHS
};

static const char *const paths[PATHS] = {
    ND_ROW_PATHS,
    "keeper.file", "keeper.record", "keeper.id", "other.file", "other.record", "other.id",
    "kind", "jaccard", "containment", "coverage",
    "candidates", "rejected", "capped", "wordless", "restored", "errors",
};

typedef struct keeper {        /* by number in keepers */
    uint64_t size;             /* removed on its word */
    uint32_t shown;            /* 1 + its place among the shown clusters, or NOT_SHOWN */
} keeper;

typedef struct reading {
    nd_reporting   *r;
    nd_shown_group *g;
    nd_ids          keepers;
    keeper         *of;
    size_t          cap;
    uint64_t        row, errors;
    nd_shown_record last;      /* removed */
    nd_counts       counts;    /* of the rows */
} reading;

static void make_key(char *key, const nd_shown_record *record)
{
    memcpy(key, &record->input, sizeof record->input);
    memcpy(key + sizeof record->input, &record->record, sizeof record->record);
}

/* ---- one row */

static nd_status bad(const reading *in, nd_err *err, const char *what)
{
    return nd_result_bad(&in->r->result, err, what);
}

static bool same_place(const nd_shown_record *a, const nd_shown_record *b)
{
    return a->input == b->input && a->record == b->record;
}

static nd_status check_removed(reading *in, const nd_shown_pair *pair, nd_err *err)
{
    static const double rounding = 0.00006;
    const nd_shown_record *record = &pair->record;
    if (same_place(record, &pair->other))
        return bad(in, err, "removes a record on its own word");
    if (in->last.record > 0 && (record->input < in->last.input ||
                                (record->input == in->last.input && record->record <= in->last.record)))
        return bad(in, err, "a removed row that is not in the order of the inputs");
    if (pair->kind == ND_NEAR && pair->jaccard < in->g->threshold - rounding)
        return bad(in, err, "removes a record that is less alike than the threshold");
    in->last = *record;
    in->last.id = NULL;
    return ND_OK;
}

static nd_status read_removed(reading *in, const nd_json_value *v, nd_shown_pair *out, nd_err *err)
{
    const nd_reporting *r = in->r;
    *out = (nd_shown_pair){.row = in->row};
    nd_status st = nd_reporting_record(r, &v[ND_ROW_FILE], &out->record, err);
    if (st == ND_OK)
        st = nd_reporting_record(r, &v[KEEPER], &out->other, err);
    if (st == ND_OK)
        st = nd_reporting_share(r, &v[JACCARD], "jaccard", &out->jaccard, err);
    if (st == ND_OK)
        st = nd_reporting_share(r, &v[CONTAINMENT], "containment", &out->containment, err);
    if (st == ND_OK)
        st = nd_reporting_share(r, &v[COVERAGE], "coverage", &out->coverage, err);
    if (st != ND_OK)
        return st;
    for (out->kind = ND_IDENTICAL; out->kind <= ND_NEAR && !nd_json_is(&v[KIND], nd_kind_name(out->kind)); out->kind++)
        ;
    return out->kind <= ND_NEAR ? check_removed(in, out, err) : bad(in, err, "is removed for a reason that is not known");
}

static nd_status read_near_miss(reading *in, const nd_json_value *v, nd_shown_pair *out, nd_err *err)
{
    *out = (nd_shown_pair){.row = in->row, .kind = ND_KEPT};
    nd_status st = nd_reporting_record(in->r, &v[ND_ROW_FILE], &out->record, err);
    if (st == ND_OK)
        st = nd_reporting_record(in->r, &v[OTHER], &out->other, err);
    if (st == ND_OK)
        st = nd_reporting_share(in->r, &v[JACCARD], "jaccard", &out->jaccard, err);
    if (st == ND_OK && same_place(&out->record, &out->other))
        return bad(in, err, "says that a record is like itself");
    return st;
}

/* ---- the first reading */

static nd_status count_keeper(reading *in, const nd_shown_record *record, nd_err *err)
{
    char key[KEY];
    uint32_t number;
    size_t before = in->keepers.n;
    make_key(key, record);
    if (!nd_grow(in->r->alloc, &in->of, &in->cap, before + 1, sizeof *in->of))
        return nd_no_memory(err, 0);
    nd_status st = nd_ids_add(&in->keepers, key, KEY, &number, err);
    if (in->keepers.n > before)
        in->of[number] = (keeper){0};
    if (st == ND_OK)
        in->of[number].size++;
    return st;
}

static nd_status count_removed(reading *in, const nd_json_value *v, nd_err *err)
{
    nd_shown_pair pair;
    nd_status st = read_removed(in, v, &pair, err);
    if (st == ND_OK)
        st = count_keeper(in, &pair.other, err);
    if (st != ND_OK)
        return st;
    in->r->about.inputs[pair.record.input].rows++;
    in->counts.identical += pair.kind == ND_IDENTICAL;
    in->counts.same_words += pair.kind == ND_SAME_WORDS;
    if (pair.kind != ND_NEAR)
        return ND_OK;
    in->counts.near++;
    in->g->tally.similar[nd_similarity_bin(pair.jaccard)]++;
    return nd_shown_pairs_offer(&in->g->removed, &pair, pair.jaccard, err);
}

static nd_status count_near_miss(reading *in, const nd_json_value *v, nd_err *err)
{
    nd_shown_pair pair;
    nd_status st = read_near_miss(in, v, &pair, err);
    if (st != ND_OK)
        return st;
    in->g->tally.missed[nd_similarity_bin(pair.jaccard)]++;
    return nd_shown_pairs_offer(&in->g->missed, &pair, -pair.jaccard, err);
}

/* What of the summary only a report asks for; an older one may lack it. */
static void take_summary(reading *in, const nd_json_value *v)
{
    nd_counts *c = &in->g->counts;
    struct {
        size_t    at;
        uint64_t *to;
    } const values[] = {{CANDIDATES, &c->candidates}, {REJECTED, &c->rejected},      {CAPPED, &c->capped},
                        {WORDLESS, &c->wordless},     {RESTORED, &in->g->restored},  {ERRORS, &in->errors}};
    for (size_t i = 0; i < ND_COUNT(values); i++)
        if (!nd_json_count(&v[values[i].at], values[i].to))
            *values[i].to = 0;
}

static nd_status count_row(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *in = ctx;
    in->row++;
    if (nd_json_is(&v[ND_ROW_TYPE], "removed"))
        return count_removed(in, v, err);
    if (nd_json_is(&v[ND_ROW_TYPE], "near_miss"))
        return count_near_miss(in, v, err);
    if (nd_json_is(&v[ND_ROW_TYPE], "summary"))
        take_summary(in, v);
    return nd_reporting_fault(in->r, v, err);
}

static nd_status check_counts(const reading *in, nd_err *err)
{
    const nd_counts *is = &in->counts, *said = &in->r->result.counts;
    uint64_t removed = is->identical + is->same_words + is->near;
    if (is->identical != said->identical || is->same_words != said->same_words || is->near != said->near ||
        said->kept > said->documents || said->documents - said->kept != removed || in->errors != in->r->about.errors)
        return nd_fail(err, ND_EINVAL, "%s: its summary does not fit its rows", in->r->result.path);
    return ND_OK;
}

/* ---- what is shown */

static void add_cluster(reading *in, uint32_t number, nd_pick pick)
{
    nd_shown_cluster *c = &in->g->clusters[in->g->n_clusters++];
    const char *key = in->keepers.list[number].bytes;
    *c = (nd_shown_cluster){.size = in->of[number].size + 1, .order = number + 1, .pick = pick};
    memcpy(&c->keeper.input, key, sizeof c->keeper.input);
    memcpy(&c->keeper.record, key + sizeof c->keeper.input, sizeof c->keeper.record);
    nd_shown_pairs_init(&c->members, ND_SHOWN_MEMBERS, in->r->alloc);
    in->of[number].shown = (uint32_t)in->g->n_clusters;
}

static nd_status choose(reading *in, nd_err *err)
{
    nd_shown_group *g = in->g;
    size_t n = in->keepers.n;
    g->all_clusters = n;
    if (n == 0)
        return ND_OK;
    nd_ranked *list = nd_get(in->r->alloc, n, sizeof *list);
    g->clusters = nd_get(in->r->alloc, ND_SHOWN_CLUSTERS, sizeof *g->clusters);
    if (list == NULL || g->clusters == NULL) {
        nd_drop(in->r->alloc, list, n, sizeof *list);
        return nd_no_memory(err, n * sizeof *list);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint64_t size = in->of[i].size + 1;
        list[i] = (nd_ranked){size, i};
        g->tally.sizes[nd_size_bin(size)]++;
        g->tally.in_sizes[nd_size_bin(size)] += size;
    }
    nd_drawn drawn = nd_draw(list, n, ND_SHOWN_CLUSTERS);
    for (size_t i = 0; i < drawn.largest + drawn.random; i++)
        add_cluster(in, list[i].number, i < drawn.largest ? ND_PICK_LARGEST : ND_PICK_RANDOM);
    nd_drop(in->r->alloc, list, n, sizeof *list);
    return ND_OK;
}

/* The second reading. */
static nd_status take_member(void *ctx, const nd_json_value *v, nd_err *err)
{
    reading *in = ctx;
    char key[KEY];
    nd_shown_pair pair;
    in->row++;
    if (!nd_json_is(&v[ND_ROW_TYPE], "removed"))
        return ND_OK;
    nd_status st = read_removed(in, v, &pair, err);
    if (st != ND_OK)
        return st;
    make_key(key, &pair.record);
    if (nd_ids_find(&in->keepers, key, KEY) != ND_NO_ID)
        return bad(in, err, "removes a record on whose word others are removed");
    make_key(key, &pair.other);
    uint32_t number = nd_ids_find(&in->keepers, key, KEY);
    if (number == ND_NO_ID)
        return bad(in, err, "was not there when the result was read first");
    if (in->of[number].shown == NOT_SHOWN)
        return ND_OK;
    return nd_shown_pairs_offer(&in->g->clusters[in->of[number].shown - 1].members, &pair, pair.jaccard, err);
}

static nd_status read_again(reading *in, nd_err *err)
{
    in->row = 0;
    in->last = (nd_shown_record){0};
    return nd_reporting_rows(in->r, paths, PATHS, take_member, in, err);
}

static nd_status want_pairs(nd_shown_group *g, const nd_shown_pairs *pairs, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < pairs->n; i++) {
        st = nd_shown_texts_want(&g->texts, &pairs->list[i].record, 0, ND_WHOLE, err);
        if (st == ND_OK)
            st = nd_shown_texts_want(&g->texts, &pairs->list[i].other, 0, ND_WHOLE, err);
    }
    return st;
}

static nd_status want_texts(reading *in, nd_err *err)
{
    nd_shown_group *g = in->g;
    nd_status st = want_pairs(g, &g->removed, err);
    if (st == ND_OK)
        st = want_pairs(g, &g->missed, err);
    for (size_t i = 0; st == ND_OK && i < g->n_clusters; i++) {
        nd_shown_cluster *c = &g->clusters[i];
        if (c->members.n > 0)
            c->keeper = c->members.list[0].other;
        st = want_pairs(g, &c->members, err);
    }
    nd_reporting_close(in->r, &g->texts);
    return st;
}

static nd_status take_header(reading *in, nd_err *err)
{
    static const char *const header[] = {"params.threshold", "params.bands", "params.rows"};
    nd_json_value v[ND_COUNT(header)];
    uint64_t bands = 0, rows = 0;
    nd_status st = nd_result_restart(&in->r->result, err);
    if (st == ND_OK)
        st = nd_result_row(&in->r->result, header, ND_COUNT(header), v, err);
    if (st == ND_OK)
        st = nd_reporting_share(in->r, &v[0], "threshold", &in->g->threshold, err);
    if (st == ND_OK && (!nd_json_count(&v[1], &bands) || !nd_json_count(&v[2], &rows) || bands > 1024 || rows > 1024))
        return bad(in, err, "does not say how many bands and rows there were");
    in->g->bands = (uint32_t)bands;
    in->g->rows = (uint32_t)rows;
    return st;
}

nd_status nd_report_group(nd_reporting *r, nd_shown_group *g, nd_err *err)
{
    reading in = {.r = r, .g = g};
    *g = (nd_shown_group){.about = &r->about, .counts = r->result.counts};
    nd_shown_pairs_init(&g->removed, ND_SHOWN_NEAREST, r->alloc);
    nd_shown_pairs_init(&g->missed, ND_SHOWN_NEAREST, r->alloc);
    nd_shown_texts_init(&g->texts, r->alloc);
    nd_ids_init(&in.keepers, r->alloc);
    nd_status st = take_header(&in, err);
    if (st == ND_OK)
        st = nd_reporting_rows(r, paths, PATHS, count_row, &in, err);
    if (st == ND_OK)
        st = check_counts(&in, err);
    if (st == ND_OK)
        st = choose(&in, err);
    if (st == ND_OK)
        st = read_again(&in, err);
    if (st == ND_OK)
        st = want_texts(&in, err);
    nd_ids_release(&in.keepers);
    nd_drop(r->alloc, in.of, in.cap, sizeof *in.of);
    return st;
}

void nd_shown_group_release(nd_shown_group *g, const nd_alloc *alloc)
{
    for (size_t i = 0; i < g->n_clusters; i++)
        nd_shown_pairs_release(&g->clusters[i].members);
    nd_drop(alloc, g->clusters, ND_SHOWN_CLUSTERS, sizeof *g->clusters);
    nd_shown_pairs_release(&g->removed);
    nd_shown_pairs_release(&g->missed);
    nd_shown_texts_release(&g->texts);
    *g = (nd_shown_group){0};
}
