/* SPDX-License-Identifier: MIT
 *
 * cmd_decide.c - neardup dedup, group and apply: one job each, and what it came to.
 */
#include "commands.h"
#include "report/rows.h"
#include "report/term.h"

static void count(nd_buf *to, uint64_t n, const char *of)
{
    nd_term_number(to, n);
    nd_buf_puts(to, of);
}

/* "; 214 records unreadable, kept", where there is one at all. */
static void remark(nd_buf *to, uint64_t n, const char *one, const char *many)
{
    if (n == 0)
        return;
    nd_buf_puts(to, to->len > 0 ? "; " : "");
    count(to, n, n == 1 ? one : many);
}

static uint64_t removed_of(const nd_outcome *outcome)
{
    return outcome->counts.documents - outcome->counts.kept;
}

static double removed_share(const nd_outcome *outcome)
{
    double documents = (double)outcome->counts.documents;
    return documents > 0 ? (double)removed_of(outcome) / documents : 0;
}

static void what_became(nd_buf *to, const nd_outcome *o, bool kinds)
{
    char text[32];
    nd_bytes_text(text, sizeof text, (double)o->text);
    count(to, o->counts.documents, o->counts.documents == 1 ? " document" : " documents");
    if (o->text > 0)
        nd_buf_printf(to, ", %s of text", text);
    nd_buf_puts(to, ": ");
    count(to, o->counts.kept, " kept, ");
    count(to, removed_of(o), " removed");
    if (o->counts.documents > 0)
        nd_buf_printf(to, " (%.1f %%)", removed_share(o) * 100);
    if (!kinds || removed_of(o) == 0)
        return;
    nd_buf_puts(to, ": ");
    count(to, o->counts.identical, " identical, ");
    count(to, o->counts.same_words, " the same words, ");
    count(to, o->counts.near, " near");
}

static void how(nd_buf *to, const nd_outcome *o, bool decided)
{
    const nd_counts *c = &o->counts;
    if (decided) {
        count(to, c->candidates, c->candidates == 1 ? " candidate checked, " : " candidates checked, ");
        count(to, c->rejected, " of them not alike");
    }
    remark(to, o->errors, " record unreadable, kept", " records unreadable, kept");
    remark(to, c->wordless, " without a word, kept", " without a word, kept");
    remark(to, c->capped, " kept outside of a full bucket", " kept outside of full buckets");
    remark(to, o->restored, " removal cancelled: the input it rests on is damaged",
           " removals cancelled: the inputs they rest on are damaged");
    remark(to, o->bad_files, " input damaged or unreadable", " inputs damaged or unreadable");
}

static void name(nd_buf *to, const char *path, const char *what)
{
    nd_buf_puts(to, to->len > 0 ? "; " : "");
    nd_term_text(to, path, strlen(path));
    nd_buf_puts(to, what);
}

static bool is_file(const char *path)
{
    return path != NULL && strcmp(path, "-") != 0;
}

static void where(nd_buf *to, const nd_job *job, uint64_t written, const char *folder, const char *result)
{
    if (job->dry_run) {
        nd_buf_puts(to, "nothing was written: a dry run");
        return;
    }
    if (is_file(folder)) {
        name(to, folder, "/: ");
        count(to, written, written == 1 ? " file" : " files");
    }
    if (is_file(job->rejects))
        name(to, job->rejects, ": the removed records");
    if (is_file(result))
        name(to, result, " says what went, on whose account, and how alike");
}

/* What a job was about, for its last words. */
typedef struct deed {
    bool decided;       /* else it only carried out what was decided before */
    const char *folder; /* where it wrote records, or NULL */
    const char *result; /* the result file it wrote, or NULL */
} deed;

static void summarize(nd_cli *cli, const nd_outcome *outcome, const deed *did)
{
    nd_buf line;
    nd_buf_init(&line, cli->alloc);
    what_became(&line, outcome, did->decided);
    nd_cli_tell_line(cli, "done", &line);
    how(&line, outcome, did->decided);
    nd_cli_tell_line(cli, "", &line);
    where(&line, &cli->job, outcome->written, did->folder, did->result);
    nd_cli_tell_line(cli, "", &line);
    nd_buf_release(&line);
}

/* Before the outputs have their names: where standard output is full, none is to have one. */
static nd_status tell_row(void *ctx, const nd_outcome *outcome, nd_err *err)
{
    nd_cli *cli = ctx;
    nd_buf row;
    nd_buf_init(&row, cli->alloc);
    nd_row_summary(&row, &outcome->counts, outcome->restored, outcome->errors);
    nd_status st = nd_cli_out_buf(cli, &row, err);
    nd_buf_release(&row);
    return st == ND_OK ? nd_cli_out_flush(cli, err) : st;
}

static int run(nd_cli *cli, nd_status (*job)(const nd_job *, nd_outcome *, nd_err *), const deed *did)
{
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    if (cli->json)
        cli->job.watch.closing = tell_row;
    nd_status st = job(&cli->job, &outcome, &err);
    if (st == ND_OK && !cli->json && !cli->quiet)
        summarize(cli, &outcome, did);
    return nd_cli_end(cli, st, &err, &outcome, removed_share(&outcome));
}

int nd_cmd_dedup(nd_cli *cli)
{
    return run(cli, nd_run_dedup, &(deed){true, cli->job.output, cli->job.result});
}

int nd_cmd_group(nd_cli *cli)
{
    return run(cli, nd_run_group, &(deed){true, NULL, cli->job.output});
}

int nd_cmd_apply(nd_cli *cli)
{
    return run(cli, nd_run_apply, &(deed){false, cli->job.output, NULL});
}
