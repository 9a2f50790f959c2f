/* SPDX-License-Identifier: MIT
 *
 * evaluate.c - a result file and a file of labels, read for a judgement.
 */
#include "evaluate.h"

#include "result.h"
#include "say.h"

enum { SAID_AT_MOST = 20 };

enum { TYPE, FILE_NAME, RECORD, ID, OTHER_FILE, OTHER_RECORD, OTHER_ID, KEEPER_FILE, KEEPER_RECORD, KEEPER_ID, JACCARD, PATHS };

static const char *const paths[PATHS] = {
    [TYPE] = "type",
    [FILE_NAME] = "file",
    [RECORD] = "record",
    [ID] = "id",
    [OTHER_FILE] = "other.file",
    [OTHER_RECORD] = "other.record",
    [OTHER_ID] = "other.id",
    [KEEPER_FILE] = "keeper.file",
    [KEEPER_RECORD] = "keeper.record",
    [KEEPER_ID] = "keeper.id",
    [JACCARD] = "jaccard",
};

static bool is(const nd_json_value *value, const char *text)
{
    return value->kind == ND_JSON_STRING && value->len == strlen(text) && memcmp(value->text, text, value->len) == 0;
}

/* A record by its id as it stands there, or as file:record. */
static nd_status number_of(nd_ids *ids, const nd_json_value *file, const nd_json_value *record, const nd_json_value *id,
                           uint32_t *number, nd_err *err)
{
    if (id->kind == ND_JSON_STRING)
        return nd_ids_number(ids, id->text, id->len, number, err);
    if (id->kind == ND_JSON_NUMBER)
        return nd_ids_number(ids, id->raw, id->raw_len, number, err);
    if (file->kind != ND_JSON_STRING || record->kind != ND_JSON_NUMBER)
        return nd_fail(err, ND_EINVAL, "a row without file and record");
    nd_buf name;
    nd_buf_init(&name, NULL);
    nd_buf_add(&name, file->text, file->len);
    nd_buf_printf(&name, ":%.0f", record->number);
    nd_status st = name.failed ? nd_no_memory(err, 0) : nd_ids_number(ids, name.bytes, name.len, number, err);
    nd_buf_release(&name);
    return st;
}

static nd_status add_row(nd_found *found, const nd_json_value *v, nd_err *err)
{
    nd_found_row row = {.removed = is(&v[TYPE], "removed")};
    if (!row.removed && !is(&v[TYPE], "near_miss"))
        return ND_OK;
    int other = row.removed ? KEEPER_FILE : OTHER_FILE;
    nd_status st = number_of(found->ids, &v[FILE_NAME], &v[RECORD], &v[ID], &row.a, err);
    if (st == ND_OK)
        st = number_of(found->ids, &v[other], &v[other + 1], &v[other + 2], &row.b, err);
    if (st != ND_OK)
        return st;
    row.jaccard = v[JACCARD].kind == ND_JSON_NUMBER ? v[JACCARD].number : 0;
    if (!nd_grow(found->alloc, &found->rows, &found->cap, found->n + 1, sizeof row))
        return nd_no_memory(err, sizeof row);
    found->rows[found->n++] = row;
    return ND_OK;
}

/* A file by lines or JSON objects: each that is not blank is handed to `each`. */
typedef nd_status on_line(void *ctx, const nd_batch *batch, const nd_record *record, nd_err *err);

static nd_status each_line(const nd_sources *sources, const nd_reader_opts *opts, on_line *each, void *ctx, nd_err *err)
{
    nd_reader *reader = NULL;
    nd_batch batch;
    nd_batch_init(&batch, NULL);
    nd_status st = nd_reader_new(&reader, sources, opts, NULL, err);
    while (st == ND_OK && (st = nd_reader_next(reader, &batch, err)) == ND_OK) {
        for (size_t i = 0; st == ND_OK && i < batch.n_records; i++)
            if (batch.records[i].kind == ND_RECORD)
                st = each(ctx, &batch, &batch.records[i], err);
        if (st == ND_OK && batch.ends && batch.end.status != ND_OK)
            st = nd_fail(err, ND_EINVAL, "%s: %s", nd_source_label(&sources->list[0]), batch.end.what);
    }
    nd_reader_free(reader);
    nd_batch_release(&batch);
    return st == ND_END ? ND_OK : st;
}

typedef struct reading {
    const nd_job *job;
    const char   *path;
    nd_found     *found;
    nd_labels    *labels;
    nd_json      *json;
    nd_outcome   *outcome;
} reading;

static nd_status read_row(void *ctx, const nd_batch *batch, const nd_record *record, nd_err *err)
{
    reading *r = ctx;
    nd_json_value values[PATHS];
    size_t at;
    nd_err why = {.code = ND_OK};
    nd_status st = nd_json_read(r->json, batch->bytes + record->offset, record->len, paths, PATHS, values, &at, &why);
    if (st == ND_OK)
        st = add_row(r->found, values, &why);
    if (st == ND_OK || st == ND_ENOMEM)
        return st == ND_OK ? st : nd_fail(err, st, "%s", why.text);
    return nd_fail(err, ND_EINVAL, "%s, line %llu: %s", r->path, (unsigned long long)record->number, why.text);
}

static nd_status read_label(void *ctx, const nd_batch *batch, const nd_record *record, nd_err *err)
{
    reading *r = ctx;
    const char *line = batch->bytes + record->offset;
    size_t len = record->len;
    nd_err why = {.code = ND_OK};
    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
        len--;
    nd_status st = nd_labels_add(r->labels, line, len, &why);
    if (st != ND_EFORMAT)
        return st == ND_OK ? st : nd_fail(err, st, "%s", why.text);
    if (++r->outcome->errors <= SAID_AT_MOST)
        nd_say(&r->job->watch, "%s: line %llu: %s", nd_source_label(&r->job->sources->list[0]),
               (unsigned long long)record->number, why.text);
    return ND_OK;
}

void nd_evaluation_init(nd_evaluation *e)
{
    memset(e, 0, sizeof *e);
    nd_ids_init(&e->ids, NULL);
    nd_labels_init(&e->labels, &e->ids, NULL);
}

void nd_evaluation_release(nd_evaluation *e)
{
    nd_judgement_release(&e->judgement);
    nd_labels_release(&e->labels);
    nd_ids_release(&e->ids);
}

nd_status nd_run_eval(const nd_job *job, nd_evaluation *e, nd_outcome *outcome, nd_err *err)
{
    const nd_reader_opts rows = {.format = ND_JSONL, .max_doc = SIZE_MAX / 4, .stop = job->reader.stop};
    const nd_reader_opts lines = {.format = ND_LINES, .max_doc = 1 << 20, .stop = job->reader.stop};
    const nd_labels *labels = &e->labels;
    nd_result result;
    nd_found found = {.ids = &e->ids};
    reading r = {.job = job, .path = job->result, .found = &found, .labels = &e->labels, .outcome = outcome};
    *outcome = (nd_outcome){0};
    nd_status st = nd_result_open(&result, job->result, err); /* complete, and of this version */
    found.documents = result.counts.documents;
    if (st == ND_OK)
        st = nd_json_new(&r.json, NULL, err);
    if (st == ND_OK)
        st = each_line(&result.self, &rows, read_row, &r, err);
    if (st == ND_OK)
        st = each_line(job->sources, &lines, read_label, &r, err);
    outcome->counts.documents = labels->n + labels->n_labelled + outcome->errors;
    if (st == ND_OK && labels->n + labels->n_labelled == 0)
        st = nd_fail(err, ND_EINVAL, "%s has no labels", nd_source_label(&job->sources->list[0]));
    if (st == ND_OK)
        st = nd_judge(&e->judgement, &found, labels, NULL, err);
    nd_json_free(r.json);
    nd_result_release(&result);
    nd_drop(NULL, found.rows, found.cap, sizeof *found.rows);
    return st;
}
