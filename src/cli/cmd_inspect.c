/* SPDX-License-Identifier: MIT
 *
 * cmd_inspect.c - neardup inspect: what repeats inside each document, as tables for
 * people or as JSON Lines.
 *
 * One file that is one document gets its table. Of more documents each that repeats
 * gets a line as it comes, then the worst get their tables, and last comes what recurs
 * over all of them: only the tables of the worst so far are held.
 */
#include "commands.h"

#include "report/repeats_text.h"
#include "report/rows.h"
#include "report/signals_text.h"
#include "report/term.h"
#include "run/result.h"
#include "run/say.h"

enum { FLUSH = 64 << 10, WORST = 10, WORST_FINDINGS = 12 };

/* The table of a document that is among the worst. */
typedef struct worst {
    double share;
    nd_buf page;
} worst;

typedef struct inspect {
    nd_cli  *cli;
    nd_text *folder;
    nd_look  look;
    nd_buf   page;           /* of the document at hand */
    nd_buf   inputs;         /* their rows, which come last */
    uint64_t repeats;        /* rows so far */
    uint64_t articles, with_repeats;
    uint64_t dropped;        /* by the rules */
    nd_broken_rule broken[ND_GOPHER_RULES]; /* of the document at hand */
    nd_row_signals more;     /* likewise */
    bool     single;         /* one file that is one document: told even where nothing repeats */
    bool     recurs;         /* something recurs, and it was said */
    worst    worst[WORST];   /* by share, then by place */
    size_t   n_worst;
    double   most;           /* largest share of a document that repeats */
} inspect;

/* ---- rows, for programs */

/* A document may have a million rows: they go out in pieces. */
static nd_status add_rows(inspect *in, const nd_inspected *document, nd_err *err)
{
    const nd_repeats *repeats = document->repeats;
    nd_row_record record = {document->source->name, document->record, document->id, document->id_len};
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < repeats->n_rows; i++) {
        nd_row_repeat(&in->page, &record, &repeats->rows[i]);
        if (in->page.len >= FLUSH) {
            st = nd_cli_out_buf(in->cli, &in->page, err);
            nd_buf_clear(&in->page);
        }
    }
    nd_row_article(&in->page, &record, repeats, &in->more);
    in->repeats += repeats->n_rows;
    return st;
}

static nd_status add_header(inspect *in, nd_err *err)
{
    nd_row_inspect_header(&in->page, &in->cli->job.opts);
    return nd_cli_out_buf(in->cli, &in->page, err);
}

static nd_status add_fault(void *ctx, const nd_inspect_fault *fault, nd_err *err)
{
    inspect *in = ctx;
    nd_buf_clear(&in->page);
    if (fault->record > 0)
        nd_row_error(&in->page, fault->source->name, fault->record, fault->byte, fault->what);
    else
        nd_row_damaged(&in->page, fault->source->name, fault->what);
    return nd_cli_out_buf(in->cli, &in->page, err);
}

static nd_status keep_input(void *ctx, const nd_source *source, const nd_batch *last, nd_err *err)
{
    inspect *in = ctx;
    nd_row_of_input(&in->inputs, &(nd_row_input){source->name, last->end.bytes, last->end.digest,
                                                 nd_format_name(last->format)});
    return in->inputs.failed ? nd_no_memory(err, in->inputs.len) : ND_OK;
}

static nd_status add_summary(inspect *in, const nd_outcome *outcome, nd_err *err)
{
    const nd_row_count counts[] = {
        {"documents", outcome->counts.documents}, {"repeats", in->repeats}, {"errors", outcome->errors},
    };
    nd_status st = nd_cli_out_buf(in->cli, &in->inputs, err);
    nd_buf_clear(&in->page);
    nd_row_summary_of(&in->page, counts, ND_COUNT(counts));
    return st == ND_OK ? nd_cli_out_buf(in->cli, &in->page, err) : st;
}

/* ---- tables, for people */

/* Keeps the document's table if it is among the worst. */
static void keep_worst(inspect *in, const nd_row_record *name, const nd_inspected *document, double share)
{
    size_t at = in->n_worst;
    while (at > 0 && share > in->worst[at - 1].share)
        at--;
    if (at == WORST)
        return;
    worst own = {.share = share};
    if (in->n_worst == WORST)
        own.page = in->worst[WORST - 1].page;
    else
        nd_buf_init(&own.page, in->cli->alloc);
    in->n_worst += in->n_worst < WORST;
    memmove(&in->worst[at + 1], &in->worst[at], (in->n_worst - 1 - at) * sizeof own);
    nd_buf_clear(&own.page);
    nd_repeats_text(&own.page, name, document->text, document->len, document->repeats, in->folder, &in->look);
    in->worst[at] = own;
}

/* A file is shown by the path that opens it, a document in it by its number too. */
static void add_page(inspect *in, const nd_inspected *document, double share)
{
    nd_row_record name = {
        .file = nd_source_label(document->source),
        .record = document->whole_file ? 0 : document->record,
        .id = document->id,
        .id_len = document->id_len,
    };
    bool asked = in->more.signals != NULL || in->more.n_broken > 0;
    if (!in->single && document->repeats->n_rows > 0) {
        nd_repeats_line(&in->page, &name, document->repeats, in->look.width);
        keep_worst(in, &name, document, share);
    }
    if (in->single)
        nd_repeats_text(&in->page, &name, document->text, document->len, document->repeats, in->folder, &in->look);
    else if (document->repeats->n_rows == 0 && asked)
        nd_repeats_line(&in->page, &name, document->repeats, in->look.width);
    nd_signals_text(&in->page, &in->more, in->look.width);
}

/* What the options ask for of the signals that were measured. */
static void judge(inspect *in, const nd_signals *signals)
{
    in->more = (nd_row_signals){.signals = in->cli->signals ? signals : NULL};
    if (in->cli->rules == ND_RULES_GOPHER) {
        in->more.broken = in->broken;
        in->more.n_broken = nd_gopher_drops(signals, in->broken);
    }
    in->dropped += in->more.n_broken > 0;
}

static nd_status found(void *ctx, const nd_inspected *document, nd_err *err)
{
    inspect *in = ctx;
    const nd_repeats *repeats = document->repeats;
    double share = nd_repeats_share(repeats);
    in->articles++;
    in->with_repeats += repeats->n_rows > 0;
    in->single = in->cli->sources.n == 1 && document->whole_file;
    in->look.most = in->single ? 0 : WORST_FINDINGS;
    in->most = share > in->most ? share : in->most;
    judge(in, document->signals);
    nd_buf_clear(&in->page);
    nd_status st = ND_OK;
    if (in->cli->json)
        st = add_rows(in, document, err);
    else
        add_page(in, document, share);
    return st == ND_OK ? nd_cli_out_buf(in->cli, &in->page, err) : st;
}

/* Behind the lines: the worst, each with its table, most first. */
static nd_status add_worst(inspect *in, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; i < in->n_worst; i++) {
        if (st == ND_OK)
            st = nd_cli_out(in->cli, "\n", 1, err);
        if (st == ND_OK)
            st = nd_cli_out_buf(in->cli, &in->worst[i].page, err);
        nd_buf_release(&in->worst[i].page);
    }
    in->n_worst = 0;
    return st;
}

static nd_status recurs(void *ctx, const nd_recurs *unit, nd_err *err)
{
    static const char title[] = "\nIn more than one article:\n";
    inspect *in = ctx;
    nd_row_record first = {unit->source->name, unit->record, NULL, 0};
    nd_status st = ND_OK;
    nd_buf_clear(&in->page);
    if (in->cli->json) {
        nd_row_boilerplate(&in->page, &first, unit->unit);
        return nd_cli_out_buf(in->cli, &in->page, err);
    }
    if (!in->recurs) {
        st = add_worst(in, err);
        if (st == ND_OK)
            st = nd_cli_out(in->cli, title, sizeof title - 1, err);
    }
    in->recurs = true;
    first.record = unit->whole_file ? 0 : unit->record;
    nd_boilerplate_text(&in->page, &first, unit->unit, &in->look);
    return st == ND_OK ? nd_cli_out_buf(in->cli, &in->page, err) : st;
}

/* "1,204 articles, 37 with repeats, 2 that the Gopher rules would drop" */
static nd_status add_total(inspect *in, nd_err *err)
{
    nd_status st = add_worst(in, err);
    nd_buf_clear(&in->page);
    if (in->with_repeats > 0 || in->recurs)
        nd_buf_puts(&in->page, "\n");
    nd_term_count(&in->page, in->articles, "article");
    nd_buf_puts(&in->page, ", ");
    nd_term_number(&in->page, in->with_repeats);
    nd_buf_puts(&in->page, " with repeats");
    if (in->cli->rules == ND_RULES_GOPHER) {
        nd_buf_puts(&in->page, ", ");
        nd_term_number(&in->page, in->dropped);
        nd_buf_puts(&in->page, " that the Gopher rules would drop");
    }
    nd_buf_puts(&in->page, "\n");
    return st == ND_OK ? nd_cli_out_buf(in->cli, &in->page, err) : st;
}

int nd_cmd_inspect(nd_cli *cli)
{
    inspect in = {
        .cli = cli,
        .look = {.width = cli->width, .color = cli->out_color, .by_weight = cli->sort == ND_SORT_WEIGHT},
    };
    bool json = cli->json;
    const nd_inspect_to to = {&in, found, recurs, json ? add_fault : NULL, json ? keep_input : NULL};
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    nd_buf_init(&in.page, cli->alloc);
    nd_buf_init(&in.inputs, cli->alloc);
    cli->job.signals = cli->signals || cli->rules != ND_RULES_NONE;
    nd_status st = nd_text_new(&in.folder, &cli->job.opts, cli->alloc, &err);
    if (st == ND_OK && json)
        st = add_header(&in, &err);
    if (st == ND_OK)
        st = nd_run_inspect(&cli->job, &to, &outcome, &err);
    if (st == ND_OK && json)
        st = add_summary(&in, &outcome, &err);
    if (st == ND_OK && !json && !in.single)
        st = add_total(&in, &err);
    for (size_t i = 0; i < in.n_worst; i++)
        nd_buf_release(&in.worst[i].page);
    nd_buf_release(&in.page);
    nd_buf_release(&in.inputs);
    nd_text_free(in.folder);
    return nd_cli_end(cli, st, &err, &outcome, in.most);
}
