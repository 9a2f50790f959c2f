/* SPDX-License-Identifier: MIT
 *
 * report.c - a result file to one page: what to show, the texts of it, the page, and
 * that under its name when all of it is written.
 */
#include "begin_file.h"
#include "report_group.h"
#include "report_inspect.h"
#include "report_passages.h"

#include "report/markdown.h"

/* The words of a report are those of the run that it is about. */
static nd_status make_aligner(const nd_reporting *r, nd_aligner **out, nd_err *err)
{
    nd_opts opts = r->job->opts;
    for (size_t i = 0; i < r->about.n_params; i++) {
        const nd_about_param *param = &r->about.params[i];
        bool on = strcmp(param->value, "true") == 0;
        if (strcmp(param->name, "fold_digits") == 0)
            opts.fold_digits = on;
        if (strcmp(param->name, "strip_marks") == 0)
            opts.strip_marks = on;
    }
    return nd_aligner_new(out, &opts, r->alloc, err);
}

/* The texts that are wanted, from inputs that are found, before anything is written. */
static nd_status fetch(nd_reporting *r, nd_shown_texts *texts, nd_outputs *outputs, nd_sink **sink, nd_err *err)
{
    nd_job job = *r->job;
    nd_status st = nd_reporting_sources(r, texts, err);
    job.sources = r->sources;
    if (st == ND_OK)
        st = nd_begin_file(&job, outputs, job.output, NULL, false, sink, err);
    return st == ND_OK ? nd_reporting_texts(r, texts, err) : st;
}

typedef nd_status write_fn(nd_reporting *r, nd_outputs *outputs, nd_sink **sink, nd_aligner *aligner, nd_buf *page,
                           nd_err *err);

static nd_status write_group(nd_reporting *r, nd_outputs *outputs, nd_sink **sink, nd_aligner *aligner, nd_buf *page,
                             nd_err *err)
{
    nd_shown_group group;
    nd_status st = nd_report_group(r, &group, err);
    if (st == ND_OK)
        st = fetch(r, &group.texts, outputs, sink, err);
    if (st == ND_OK)
        st = (r->job->page_format == ND_PAGE_MARKDOWN ? nd_group_markdown : nd_group_page)(page, &group, aligner, err);
    nd_shown_group_release(&group, r->alloc);
    return st;
}

static nd_status write_inspect(nd_reporting *r, nd_outputs *outputs, nd_sink **sink, nd_aligner *aligner, nd_buf *page,
                               nd_err *err)
{
    nd_shown_inspect shown;
    nd_status st = nd_report_inspect(r, &shown, err);
    if (st == ND_OK)
        st = fetch(r, &shown.texts, outputs, sink, err);
    if (st == ND_OK)
        st = nd_report_inspect_check(r, &shown, err);
    if (st == ND_OK)
        st = (r->job->page_format == ND_PAGE_MARKDOWN ? nd_inspect_markdown : nd_inspect_page)(page, &shown, aligner, err);
    nd_shown_inspect_release(&shown, r->alloc);
    return st;
}

static nd_status write_passages(nd_reporting *r, nd_outputs *outputs, nd_sink **sink, nd_aligner *aligner, nd_buf *page,
                                nd_err *err)
{
    nd_shown_passages shown;
    nd_status st = nd_report_passages(r, &shown, err);
    if (st == ND_OK)
        st = fetch(r, &shown.texts, outputs, sink, err);
    if (st == ND_OK)
        st = (r->job->page_format == ND_PAGE_MARKDOWN ? nd_passages_markdown : nd_passages_page)(page, &shown, aligner, err);
    nd_shown_passages_release(&shown, r->alloc);
    return st;
}

nd_status nd_run_report(const nd_job *job, nd_outcome *outcome, nd_err *err)
{
    static write_fn *const writers[] = {[ND_OF_GROUP] = write_group, [ND_OF_INSPECT] = write_inspect,
                                         [ND_OF_PASSAGES] = write_passages};
    nd_reporting r;
    nd_outputs *outputs = NULL;
    nd_sink *sink = NULL;
    nd_aligner *aligner = NULL;
    nd_buf page;
    *outcome = (nd_outcome){0};
    nd_buf_init(&page, job->sources->alloc);
    nd_status st = nd_reporting_init(&r, job, outcome, err);
    if (st == ND_OK)
        st = nd_outputs_new(&outputs, job->force, r.alloc, err);
    if (st == ND_OK)
        st = make_aligner(&r, &aligner, err);
    if (st == ND_OK)
        st = writers[r.result.of](&r, outputs, &sink, aligner, &page, err);
    if (st == ND_OK)
        st = nd_sink_write(sink, page.bytes, page.len, err);
    if (st == ND_OK)
        st = nd_finish_file(job, outcome, outputs, sink, err);
    outcome->written = st == ND_OK ? page.len : 0;
    nd_buf_release(&page);
    nd_aligner_free(aligner);
    nd_sink_free(sink);
    nd_outputs_free(outputs);
    nd_reporting_release(&r);
    return st;
}
