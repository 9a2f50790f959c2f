/* SPDX-License-Identifier: MIT
 *
 * jobs.c - group, dedup and apply: which rooms, in which order. What was begun is
 * committed at the very end or taken back.
 */
#include "begin_file.h"
#include "deciding.h"
#include "respool.h"
#include "result.h"
#include "say.h"

nd_status nd_run_group(const nd_job *job, nd_outcome *outcome, nd_err *err)
{
    nd_outputs *outputs = NULL;
    nd_sink *result = NULL;
    nd_ledger ledger;
    nd_deciding deciding;
    nd_deciding_init(&deciding, job, job->sources, &ledger);
    nd_status st = nd_ledger_init(&ledger, job, job->sources, err);
    if (st == ND_OK)
        st = nd_outputs_new(&outputs, job->force, NULL, err);
    if (st == ND_OK && !job->dry_run)
        st = nd_begin_file(job, outputs, job->output, NULL, true, &result, err);
    if (st == ND_OK)
        st = job->keep == ND_KEEP_FIRST ? nd_decide_as_read(&deciding, NULL, err) : nd_decide_sorted(&deciding, err);
    if (st == ND_OK && result != NULL)
        st = nd_ledger_write(&ledger, deciding.misses, deciding.n_misses, &deciding.names, result, err);
    if (st == ND_OK)
        st = nd_finish_file(job, &ledger.outcome, outputs, result, err);
    *outcome = ledger.outcome;
    nd_sink_free(result);
    nd_outputs_free(outputs);
    nd_deciding_release(&deciding);
    nd_ledger_release(&ledger);
    return st;
}

/* The removals that stand, source by source, for nd_rewrite_source. */
typedef struct standing {
    nd_ledger *ledger;
    nd_removal next;
    bool       any;
} standing;

static nd_status step(standing *s, nd_err *err)
{
    nd_status st = nd_ledger_next(s->ledger, &s->next, err);
    s->any = st == ND_OK;
    return st == ND_END ? ND_OK : st;
}

static nd_status next_standing(void *ctx, size_t source, uint64_t *record, nd_err *err)
{
    standing *s = ctx;
    nd_status st = ND_OK;
    while (st == ND_OK && s->any && s->next.record.source < source)
        st = step(s, err);
    if (st != ND_OK)
        return st;
    if (!s->any || s->next.record.source != source)
        return ND_END;
    *record = s->next.record.record;
    return step(s, err);
}

static void show_written(const nd_job *job, const nd_sources *sources, size_t i, uint64_t *done, uint64_t total)
{
    *done += sources->list[i].size;
    if (job->watch.progress != NULL)
        job->watch.progress(job->watch.ctx, &(nd_progress){"write", *done, total, 0});
}

static uint64_t total_size(const nd_sources *sources)
{
    uint64_t total = 0;
    for (size_t i = 0; i < sources->n; i++)
        total += sources->list[i].size;
    return total;
}

static bool to_write(const nd_fate *fate, bool all)
{
    return (all || fate->rewrite) && fate->end.status != ND_EIO;
}

/* Writes sources as the ledger, now closed, has it: all of them, or those it marked. */
static nd_status write_standing(nd_deciding *d, nd_writer *writer, bool all, nd_err *err)
{
    standing s = {.ledger = d->ledger};
    nd_rewrite rewrite = {.job = d->job, .sources = d->sources, .removed = {next_standing, &s}, .writer = writer};
    uint64_t done = 0, total = 0;
    for (size_t i = 0; i < d->sources->n; i++)
        total += to_write(&d->ledger->fates[i], all) ? d->sources->list[i].size : 0;
    nd_status st = nd_ledger_rewind(d->ledger, err);
    if (st == ND_OK)
        st = step(&s, err);
    for (size_t i = 0; st == ND_OK && i < d->sources->n; i++) {
        const nd_fate *fate = &d->ledger->fates[i];
        nd_source_end end;
        if (!to_write(fate, all))
            continue;
        st = nd_rewrite_source(&rewrite, i, &end, err);
        if (st == ND_OK && end.status == ND_EIO) /* what was decided on its word cannot be taken back any more */
            st = nd_fail(err, ND_EIO, "%s, read again: %s", nd_source_label(&d->sources->list[i]), end.what);
        else if (st == ND_OK && !nd_same_input(&end, fate->end.bytes, fate->end.digest))
            st = nd_fail(err, ND_EINVAL, "%s changed while it was read", nd_source_label(&d->sources->list[i]));
        show_written(d->job, d->sources, i, &done, total);
    }
    return st;
}

static nd_status decide_and_write(nd_deciding *d, nd_writer *writer, nd_err *err)
{
    bool as_read = d->job->keep == ND_KEEP_FIRST;
    nd_status st = as_read ? nd_decide_as_read(d, writer, err) : nd_decide_sorted(d, err);
    return st == ND_OK && writer != NULL ? write_standing(d, writer, !as_read, err) : st;
}

nd_status nd_run_dedup(const nd_job *job, nd_outcome *outcome, nd_err *err)
{
    nd_outputs *outputs = NULL;
    nd_sink *result = NULL;
    nd_ledger ledger = {0};
    nd_deciding deciding = {0};
    nd_writer writer = {0};
    nd_respool respool = {0};
    const nd_sources *sources = job->sources;
    nd_status st = nd_outputs_new(&outputs, job->force, NULL, err);
    if (st == ND_OK && !job->dry_run)
        st = nd_writer_init(&writer, job, sources, outputs, err);
    if (st == ND_OK && !job->dry_run && job->result != NULL)
        st = nd_begin_file(job, outputs, job->result, job->output, true, &result, err);
    if (st == ND_OK && job->keep != ND_KEEP_FIRST) {
        st = nd_respool_init(&respool, job, err);
        sources = &respool.sources;
    }
    if (st == ND_OK)
        st = nd_ledger_init(&ledger, job, sources, err);
    if (st == ND_OK) {
        nd_deciding_init(&deciding, job, sources, &ledger);
        writer.sources = job->dry_run ? NULL : sources;
        st = decide_and_write(&deciding, job->dry_run ? NULL : &writer, err);
    }
    if (st == ND_OK && result != NULL)
        st = nd_ledger_write(&ledger, deciding.misses, deciding.n_misses, &deciding.names, result, err);
    if (st == ND_OK)
        st = nd_finish_file(job, &ledger.outcome, outputs, result, err);
    if (st == ND_OK)
        st = nd_ledger_say_lost(&ledger, result != NULL, err);
    *outcome = ledger.outcome;
    outcome->written = st == ND_OK ? nd_outputs_written(outputs) : 0;
    nd_sink_free(result);
    nd_writer_release(&writer);
    nd_outputs_free(outputs);
    nd_deciding_release(&deciding);
    nd_ledger_release(&ledger);
    nd_respool_release(&respool);
    return st;
}

/* nd_result speaks of inputs, nd_rewrite of sources. */
typedef struct of_result {
    nd_result *result;
    size_t     input;
} of_result;

static nd_status next_of_result(void *ctx, size_t source, uint64_t *record, nd_err *err)
{
    of_result *r = ctx;
    (void)source;
    return nd_result_next(r->result, r->input, record, err);
}

/* Every input in the order of the result, written (or only compared) and held against its digest. */
static nd_status apply_all(nd_result *result, nd_rewrite *rewrite, nd_outcome *o, nd_err *err)
{
    of_result r = {.result = result};
    uint64_t done = 0, total = total_size(rewrite->sources);
    nd_status st = nd_result_rewind(result, err);
    rewrite->removed = (nd_removed){next_of_result, &r};
    rewrite->n_removed = 0;
    o->files = o->bad_files = 0;
    for (r.input = 0; st == ND_OK && r.input < result->n; r.input++) {
        const nd_result_input *input = &result->inputs[r.input];
        const nd_source *source = &rewrite->sources->list[input->source];
        nd_source_end end;
        rewrite->format = input->format;
        st = nd_rewrite_source(rewrite, input->source, &end, err);
        if (st != ND_OK)
            break;
        o->files++;
        if (end.status == ND_EIO && input->damaged) { /* for group too: nothing was removed on its word */
            o->bad_files++;
            nd_say(&rewrite->job->watch, "%s: %s", nd_source_label(source), end.what);
        } else if (end.status == ND_EIO) {
            st = nd_fail(err, ND_EIO, "%s, on whose word %s may remove: %s", nd_source_label(source), result->path,
                         end.what);
        } else if (!nd_same_input(&end, input->bytes, input->digest)) {
            st = nd_fail(err, ND_EINVAL, "%s has changed: it is not what %s was made from", nd_source_label(source),
                         result->path);
        }
        show_written(rewrite->job, rewrite->sources, input->source, &done, total);
    }
    return st;
}

nd_status nd_run_apply(const nd_job *job, nd_outcome *outcome, nd_err *err)
{
    nd_outputs *outputs = NULL;
    nd_sink *rejects = NULL;
    nd_writer writer = {0};
    nd_respool respool = {0};
    nd_result result = {0};
    *outcome = (nd_outcome){0};
    nd_status st = nd_result_open(&result, job->result, err);
    if (st == ND_OK)
        st = nd_result_decides(&result, err);
    if (st == ND_OK)
        st = nd_result_match(&result, job->sources, err);
    if (st == ND_OK)
        st = nd_outputs_new(&outputs, job->force, NULL, err);
    if (st == ND_OK && !job->dry_run)
        st = nd_writer_init(&writer, job, job->sources, outputs, err);
    if (st == ND_OK && !job->dry_run && job->rejects != NULL)
        st = nd_begin_file(job, outputs, job->rejects, job->output, true, &rejects, err);
    if (st == ND_OK)
        st = nd_respool_init(&respool, job, err);
    nd_rewrite rewrite = {.job = job, .sources = &respool.sources};
    if (st == ND_OK && (job->dry_run || writer.to_stdout)) /* to stdout nothing can be taken back: look first */
        st = apply_all(&result, &rewrite, outcome, err);
    if (st == ND_OK && !job->dry_run) {
        writer.sources = &respool.sources;
        rewrite.writer = &writer;
        rewrite.rejects = rejects;
        st = apply_all(&result, &rewrite, outcome, err);
    }
    if (st == ND_OK)
        st = nd_finish_file(job, outcome, outputs, rejects, err);
    outcome->counts = result.counts;
    outcome->written = st == ND_OK ? nd_outputs_written(outputs) : 0;
    nd_sink_free(rejects);
    nd_writer_release(&writer);
    nd_outputs_free(outputs);
    nd_respool_release(&respool);
    nd_result_release(&result);
    return st;
}
