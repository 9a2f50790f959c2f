/* SPDX-License-Identifier: MIT
 *
 * cmd_inspect.c - neardup inspect: what repeats inside each document, as a table for
 * people or as JSON Lines.
 */
#include "commands.h"

#include "report/repeats_text.h"
#include "report/rows.h"
#include "report/signals_text.h"
#include "report/term.h"
#include "run/say.h"

typedef struct inspect {
    nd_cli  *cli;
    nd_buf   page;           /* of the document at hand */
    uint64_t articles, with_repeats;
    uint64_t told;           /* as tables */
    uint64_t dropped;        /* by the rules */
    nd_broken_rule broken[ND_GOPHER_RULES]; /* of the document at hand */
    nd_row_signals more;     /* likewise */
    bool     single;         /* one file that is one document: told even where nothing repeats */
    double   most;           /* largest share of a document that repeats */
} inspect;

enum { FLUSH = 64 << 10 };

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
    return st;
}

/* A file is shown by the path that opens it, a document in it by its number too. */
static void add_table(inspect *in, const nd_inspected *document)
{
    nd_row_record shown = {
        .file = nd_source_label(document->source),
        .record = document->whole_file ? 0 : document->record,
        .id = document->id,
        .id_len = document->id_len,
    };
    bool repeats = document->repeats->n_rows > 0;
    if (!repeats && !in->single && in->more.signals == NULL && in->more.n_broken == 0)
        return;
    if (in->told++ > 0)
        nd_buf_puts(&in->page, "\n");
    nd_repeats_text(&in->page, &shown, document->text, document->repeats, in->cli->width);
    nd_signals_text(&in->page, &in->more, in->cli->width);
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
    in->articles++;
    in->with_repeats += repeats->n_rows > 0;
    in->single = in->cli->sources.n == 1 && document->whole_file;
    if (repeats->words > 0) {
        double share = (double)repeats->repeated_words / (double)repeats->words;
        if (share > in->most)
            in->most = share;
    }
    judge(in, document->signals);
    nd_buf_clear(&in->page);
    nd_status st = ND_OK;
    if (in->cli->json)
        st = add_rows(in, document, err);
    else
        add_table(in, document);
    return st == ND_OK ? nd_cli_out_buf(in->cli, &in->page, err) : st;
}

/* "1,204 articles, 37 with repeats, 2 that the Gopher rules would drop" */
static nd_status add_total(inspect *in, nd_err *err)
{
    nd_buf_clear(&in->page);
    if (in->told > 0)
        nd_buf_puts(&in->page, "\n");
    nd_term_number(&in->page, in->articles);
    nd_buf_puts(&in->page, in->articles == 1 ? " article, " : " articles, ");
    nd_term_number(&in->page, in->with_repeats);
    nd_buf_puts(&in->page, " with repeats");
    if (in->cli->rules == ND_RULES_GOPHER) {
        nd_buf_puts(&in->page, ", ");
        nd_term_number(&in->page, in->dropped);
        nd_buf_puts(&in->page, " that the Gopher rules would drop");
    }
    nd_buf_puts(&in->page, "\n");
    return nd_cli_out_buf(in->cli, &in->page, err);
}

int nd_cmd_inspect(nd_cli *cli)
{
    inspect in = {.cli = cli};
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    nd_buf_init(&in.page, cli->alloc);
    cli->job.signals = cli->signals || cli->rules != ND_RULES_NONE;
    nd_status st = nd_run_inspect(&cli->job, found, &in, &outcome, &err);
    if (st == ND_OK && !cli->json && !in.single)
        st = add_total(&in, &err);
    nd_buf_release(&in.page);
    return nd_cli_end(cli, st, &err, &outcome, in.most);
}
