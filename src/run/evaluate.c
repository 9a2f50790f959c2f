/* SPDX-License-Identifier: MIT
 *
 * evaluate.c - a result file held against labels.
 *
 * The labels are allocated as the list of sources is, and so are the clusters; the
 * result file is read as apply reads it, which knows no allocator.
 */
#include "evaluate.h"

#include "result.h"
#include "say.h"

#include <inttypes.h>
#include <stdio.h>

enum { MOST_SAID = 20 };       /* bad lines of the labels */

enum { TYPE, FILE_NAME, RECORD, ID, KEEPER, OTHER = KEEPER + 3, JACCARD = OTHER + 3, PATHS };
enum { A = TYPE + 1, B = A + 3, SIMILARITY = B + 3, TEMPLATE, PASSAGE_PATHS };
_Static_assert((int)PASSAGE_PATHS <= (int)PATHS, "room for either");

/* of a record: its file, then its number, then its id */
static const char *const paths[PATHS] = {
    "type",       "file",          "record",    "id",         "keeper.file", "keeper.record",
    "keeper.id",  "other.file",    "other.record", "other.id", "jaccard",
};

static const char *const passage_paths[PASSAGE_PATHS] = {
    "type", "a.file", "a.record", "a.id", "b.file", "b.record", "b.id", "similarity", "template",
};

void nd_evaluation_init(nd_evaluation *e, const nd_alloc *alloc)
{
    *e = (nd_evaluation){.score = {.alloc = alloc}};
    nd_found_init(&e->found, alloc);
    nd_labels_init(&e->labels, alloc);
}

void nd_evaluation_release(nd_evaluation *e)
{
    nd_score_release(&e->score);
    nd_labels_release(&e->labels);
    nd_found_release(&e->found);
}

/* The record whose three values these are; false where they name none. */
static bool record_of(const nd_json_value *v, nd_found_record *out)
{
    enum { FILE_OF, RECORD_OF, ID_OF };
    *out = (nd_found_record){.file = v[FILE_OF].text, .file_len = v[FILE_OF].len};
    if (v[ID_OF].kind == ND_JSON_STRING) {
        out->id = v[ID_OF].text;
        out->id_len = v[ID_OF].len;
    } else if (v[ID_OF].kind == ND_JSON_NUMBER) {
        out->id = v[ID_OF].raw;
        out->id_len = v[ID_OF].raw_len;
    }
    return v[FILE_OF].kind == ND_JSON_STRING && nd_json_count(&v[RECORD_OF], &out->record) && out->record > 0;
}

static double jaccard_of(const nd_json_value *v)
{
    return v->kind == ND_JSON_NUMBER && v->number >= 0 && v->number <= 1 ? v->number : ND_UNKNOWN;
}

static nd_status add_row(nd_found *found, const nd_json_value *v, nd_err *err)
{
    nd_found_record record, other;
    bool removed = nd_json_is(&v[TYPE], "removed"), near_miss = nd_json_is(&v[TYPE], "near_miss");
    if (!removed && !near_miss)
        return ND_OK;
    if (!record_of(&v[FILE_NAME], &record) || !record_of(&v[removed ? KEEPER : OTHER], &other))
        return nd_fail(err, ND_EINVAL, "does not name two records by file and record");
    if (removed)
        return nd_found_removed(found, &record, &other, jaccard_of(&v[JACCARD]), err);
    return nd_found_near_miss(found, &record, &other, jaccard_of(&v[JACCARD]), err);
}

static nd_status add_passage(nd_found *found, const nd_json_value *v, nd_err *err)
{
    nd_found_record a, b;
    if (!nd_json_is(&v[TYPE], "passage"))
        return ND_OK;
    if (!record_of(&v[A], &a) || !record_of(&v[B], &b))
        return nd_fail(err, ND_EINVAL, "does not name two records by file and record");
    bool form = nd_json_true(&v[TEMPLATE]);
    return nd_found_passage(found, &a, &b, jaccard_of(&v[SIMILARITY]), form, err);
}

/* A failure that is the result file's own, with its name and line. */
static nd_status in_result(const nd_result *result, bool line, nd_status st, const nd_err *why, nd_err *err)
{
    if (st != ND_EINVAL)
        return nd_fail(err, st, "%s", why->text);
    if (line)
        return nd_fail(err, st, "%s, line %" PRIu64 ": %s", result->path, result->line, why->text);
    return nd_fail(err, st, "%s: %s", result->path, why->text);
}

static nd_status read_result(const nd_job *job, nd_found *found, nd_err *err)
{
    nd_result result = {0};
    nd_json_value values[PATHS];
    nd_err why = {.code = ND_OK};
    nd_status st = nd_result_open(&result, job->result, err);
    bool passages = st == ND_OK && result.of == ND_OF_PASSAGES;
    const char *const *wanted = passages ? passage_paths : paths;
    size_t n = passages ? PASSAGE_PATHS : PATHS;
    if (st == ND_OK && !passages)
        st = nd_result_decides(&result, err);
    if (st == ND_OK)
        st = nd_result_restart(&result, err);
    found->pairs = passages;
    while (st == ND_OK && (st = nd_result_row(&result, wanted, n, values, err)) == ND_OK) {
        if ((st = (passages ? add_passage : add_row)(found, values, &why)) != ND_OK)
            st = in_result(&result, true, st, &why, err);
        else
            st = nd_stopped(&job->watch, err);
    }
    if (st == ND_END && (st = nd_found_close(found, result.counts.documents, &why)) != ND_OK)
        st = in_result(&result, false, st, &why, err);
    nd_result_release(&result);
    return st;
}

typedef struct complaints {
    const nd_job *job;
    uint64_t      n;
} complaints;

static void bad_label(void *ctx, uint64_t line, const char *what)
{
    complaints *c = ctx;
    if (c->n++ < MOST_SAID)
        nd_say(&c->job->watch, "%s, line %" PRIu64 ": %s", nd_source_label(&c->job->sources->list[0]), line, what);
    else if (c->n == MOST_SAID + 1)
        nd_say(&c->job->watch, "more lines of the labels that cannot be used follow");
}

nd_status nd_run_eval(const nd_job *job, nd_evaluation *e, nd_outcome *outcome, nd_err *err)
{
    complaints bad = {.job = job};
    *outcome = (nd_outcome){0};
    if (job->sources->n != 1 || (job->sources->n_arguments > 0 && job->sources->arguments[0].folder))
        return nd_fail(err, ND_EINVAL, "the labels must be one file");
    nd_status st = read_result(job, &e->found, err);
    if (st == ND_OK)
        st = nd_labels_read(&e->labels, &e->found, job->sources, job->watch.stop, bad_label, &bad, err);
    if (st == ND_OK)
        st = nd_score_make(&e->score, &e->found, &e->labels, err);
    outcome->counts.documents = e->labels.lines;
    outcome->errors = e->labels.bad;
    return st;
}
