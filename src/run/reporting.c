/* SPDX-License-Identifier: MIT
 *
 * reporting.c - header and faults of a result, and values of its rows, which are checked
 * one by one: a result file may come from anywhere.
 */
#include "reporting.h"
#include "say.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const header[] = {
    "params.threshold",   "params.recall",      "params.keep",   "params.near",    "params.kinds",
    "params.all",         "params.min_letters", "params.min_score", "params.noisy", "params.series",
    "params.date",        "params.shingle",     "params.bands",  "params.rows",    "params.perms",
    "params.seed",        "params.bucket_cap",  "params.fold_digits", "params.strip_marks", "params.text",
    "params.unicode",     "neardup",
};

enum { PARAMS = ND_COUNT(header) - 1 };
_Static_assert((size_t)PARAMS <= (size_t)ND_ABOUT_PARAMS, "room for every parameter");

const char *nd_reporting_lasting(nd_reporting *r, const char *bytes, size_t len)
{
    char *copy = nd_arena_get(&r->strings, len + 1, 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

static nd_status read_header(nd_reporting *r, nd_err *err)
{
    nd_json_value values[PARAMS + 1];
    const nd_json_value *made_by = &values[PARAMS];
    nd_about *about = &r->about;
    nd_status st = nd_result_restart(&r->result, err);
    if (st == ND_OK)
        st = nd_result_row(&r->result, header, PARAMS + 1, values, err);
    for (size_t i = 0; st == ND_OK && i < PARAMS; i++) {
        if (values[i].kind == ND_JSON_NONE)
            continue;
        bool string = values[i].kind == ND_JSON_STRING;
        nd_about_param *to = &about->params[about->n_params++];
        to->name = header[i] + strlen("params.");
        to->value = nd_reporting_lasting(r, string ? values[i].text : values[i].raw, string ? values[i].len : values[i].raw_len);
        if (to->value == NULL)
            st = nd_no_memory(err, 0);
    }
    about->version = "an unknown version";
    if (st == ND_OK && made_by->kind == ND_JSON_STRING)
        about->version = nd_reporting_lasting(r, made_by->text, made_by->len);
    return st == ND_OK && about->version == NULL ? nd_no_memory(err, 0) : st;
}

static nd_status list_inputs(nd_reporting *r, nd_err *err)
{
    const nd_result *result = &r->result;
    nd_about *about = &r->about;
    about->inputs = nd_get(r->alloc, result->n + 1, sizeof *about->inputs);
    if (about->inputs == NULL)
        return nd_no_memory(err, result->n * sizeof *about->inputs);
    for (about->n_inputs = 0; about->n_inputs < result->n; about->n_inputs++) {
        const nd_result_input *input = &result->inputs[about->n_inputs];
        const nd_id *name = &result->names.list[about->n_inputs];
        about->inputs[about->n_inputs] = (nd_about_input){
            .file = name->bytes,
            .file_len = name->len,
            .bytes = input->bytes,
            .whole_file = input->format == ND_TEXT,
            .damaged = input->damaged,
        };
    }
    return ND_OK;
}

nd_status nd_reporting_init(nd_reporting *r, const nd_job *job, nd_outcome *outcome, nd_err *err)
{
    *r = (nd_reporting){
        .job = job,
        .outcome = outcome,
        .sources = job->sources,
        .alloc = job->sources->alloc,
        .about = {.result = job->result, .max_bytes = job->max_page},
    };
    nd_arena_init(&r->strings, r->alloc);
    nd_sources_init(&r->found, r->alloc);
    nd_status st = nd_result_open(&r->result, job->result, err);
    r->about.digest = r->result.digest;
    r->about.documents = r->result.counts.documents;
    if (st == ND_OK)
        st = list_inputs(r, err);
    return st == ND_OK ? read_header(r, err) : st;
}

void nd_reporting_release(nd_reporting *r)
{
    nd_drop(r->alloc, r->about.inputs, r->result.n + 1, sizeof *r->about.inputs);
    nd_arena_release(&r->strings);
    nd_sources_release(&r->found);
    nd_result_release(&r->result);
}

nd_status nd_reporting_record(const nd_reporting *r, const nd_json_value *v, nd_shown_record *out, nd_err *err)
{
    enum { FILE_OF, RECORD_OF, ID_OF };
    size_t input;
    *out = (nd_shown_record){0};
    if (v[FILE_OF].kind != ND_JSON_STRING || !nd_json_count(&v[RECORD_OF], &out->record) || out->record == 0)
        return nd_result_bad(&r->result, err, "does not name its records by file and record");
    nd_status st = nd_result_input_of(&r->result, &v[FILE_OF], &input, err);
    out->input = (uint32_t)input;
    const char *id = nd_json_text(&v[ID_OF], &out->id_len);
    if (id == NULL)
        out->id_len = 0;
    /* only read through this one: what keeps a record copies its id */
    out->id = (char *)(uintptr_t)id;
    return st;
}

bool nd_reporting_place(const nd_json_value *v, nd_place *out)
{
    uint64_t offset, len;
    if (!nd_json_count(&v[0], &out->line) || !nd_json_count(&v[1], &offset) || !nd_json_count(&v[2], &len))
        return false;
    out->offset = (size_t)offset;
    out->len = (size_t)len;
    return out->line > 0;
}

nd_status nd_reporting_rows(nd_reporting *r, const char *const *paths, size_t n, nd_row_fn *fn, void *ctx, nd_err *err)
{
    nd_json_value v[ND_JSON_PATHS];
    nd_status st = nd_result_restart(&r->result, err);
    while (st == ND_OK && (st = nd_result_row(&r->result, paths, n, v, err)) == ND_OK)
        if ((st = nd_stopped(&r->job->watch, err)) == ND_OK)
            st = fn(ctx, v, err);
    return st == ND_END ? ND_OK : st;
}

nd_status nd_reporting_share(const nd_reporting *r, const nd_json_value *v, const char *name, double *out, nd_err *err)
{
    char what[80];
    if (v->kind == ND_JSON_NUMBER && v->number >= 0 && v->number <= 1) {
        *out = v->number;
        return ND_OK;
    }
    snprintf(what, sizeof what, "has no %s from 0 to 1", name);
    return nd_result_bad(&r->result, err, what);
}

void nd_reporting_close(const nd_reporting *r, nd_shown_texts *texts)
{
    enum { TIMES = 8 };        /* as many bytes of text as of the page: most of a text is folded away there */
    uint64_t budget = TIMES * r->about.max_bytes;
    nd_shown_texts_close(texts, budget < SIZE_MAX / 2 ? (size_t)budget : SIZE_MAX / 2);
}

nd_status nd_reporting_fault(nd_reporting *r, const nd_json_value *v, nd_err *err)
{
    nd_about *about = &r->about;
    nd_about_fault fault = {0};
    size_t input;
    bool error = nd_json_is(&v[ND_ROW_TYPE], "error");
    if (!error && !nd_json_is(&v[ND_ROW_TYPE], "damaged"))
        return ND_OK;
    nd_status st = nd_result_input_of(&r->result, &v[ND_ROW_FILE], &input, err);
    if (st != ND_OK)
        return st;
    if (v[ND_ROW_WHAT].kind != ND_JSON_STRING ||
        (error && (!nd_json_count(&v[ND_ROW_RECORD], &fault.record) || !nd_json_count(&v[ND_ROW_BYTE], &fault.byte) ||
                   fault.record == 0)))
        return nd_result_bad(&r->result, err, "does not say what is wrong, and where");
    about->errors += error;
    about->damaged += !error;
    if (!error)
        about->inputs[input].damaged = r->result.inputs[input].damaged = true;
    if (about->n_faults == ND_ABOUT_FAULTS)
        return ND_OK;
    fault.input = (uint32_t)input;
    fault.what = nd_reporting_lasting(r, v[ND_ROW_WHAT].text, v[ND_ROW_WHAT].len < 240 ? v[ND_ROW_WHAT].len : 240);
    if (fault.what == NULL)
        return nd_no_memory(err, v[ND_ROW_WHAT].len);
    about->faults[about->n_faults++] = fault;
    return ND_OK;
}
