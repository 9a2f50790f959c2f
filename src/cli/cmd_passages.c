/* SPDX-License-Identifier: MIT
 *
 * cmd_passages.c - neardup passages: families and passages for people, or all as JSON
 * Lines, to standard output or into a result file.
 *
 * For people the families with most text come first, then the passages in none of them
 * that have the best scores; of these only the pages of the best so far are held.
 */
#include "commands.h"

#include "report/passages_text.h"
#include "report/term.h"
#include "run/sharing.h"

enum { FAMILIES = 20, MEMBERS = 12, LOOSE = 10 };

/* A passage in no family that is among the best. */
typedef struct loose {
    double score;
    nd_buf page;
} loose;

typedef struct showing {
    nd_cli  *cli;
    nd_passages_look look;
    nd_buf   page;
    size_t   families;         /* shown */
    uint64_t outside;          /* passages in no family, templates apart */
    loose    best[LOOSE];      /* by score, then as they came */
    size_t   n_best;
} showing;

static nd_status show_family(void *ctx, const nd_told_family *told, nd_err *err)
{
    showing *s = ctx;
    nd_buf_clear(&s->page);
    nd_family_text(&s->page, told->family, told->text, &s->look);
    nd_buf_puts(&s->page, "\n");
    s->families++;
    return nd_cli_out_buf(s->cli, &s->page, err);
}

/* Keeps the passage's page if it is among the best. */
static nd_status keep_passage(void *ctx, const nd_told_passage *told, nd_err *err)
{
    showing *s = ctx;
    size_t at = s->n_best;
    if (told->family > 0 || told->passage->form)
        return ND_OK;
    s->outside++;
    while (at > 0 && told->passage->score > s->best[at - 1].score)
        at--;
    if (at == LOOSE)
        return ND_OK;
    loose own = {.score = told->passage->score};
    if (s->n_best == LOOSE)
        own.page = s->best[LOOSE - 1].page;
    else
        nd_buf_init(&own.page, s->cli->alloc);
    s->n_best += s->n_best < LOOSE;
    memmove(&s->best[at + 1], &s->best[at], (s->n_best - 1 - at) * sizeof own);
    nd_buf_clear(&own.page);
    nd_shared_text(&own.page, &told->a, &told->b, told->passage, told->text, &s->look);
    s->best[at] = own;
    return own.page.failed ? nd_no_memory(err, 0) : ND_OK;
}

static void more(nd_buf *to, uint64_t n, const char *of)
{
    if (n == 0)
        return;
    nd_buf_puts(to, "... and ");
    nd_term_number(to, n);
    nd_buf_printf(to, " more%s\n", of);
}

static nd_status show_rest(showing *s, const nd_outcome *outcome, nd_err *err)
{
    nd_buf *page = &s->page;
    bool all = s->families == outcome->families && s->n_best == s->outside && outcome->templates == 0;
    nd_buf_clear(page);
    if (s->families < outcome->families) {
        more(page, outcome->families - s->families, outcome->families - s->families == 1 ? " family" : " families");
        nd_buf_puts(page, "\n");
    }
    if (s->n_best > 0)
        nd_buf_puts(page, "Passages in no family:\n");
    for (size_t i = 0; i < s->n_best; i++)
        nd_buf_add(page, s->best[i].page.bytes, s->best[i].page.len);
    more(page, s->outside - s->n_best, "");
    if (s->n_best > 0)
        nd_buf_puts(page, "\n");
    nd_passages_total_text(page, &(nd_passages_total){
        .documents = outcome->counts.documents,
        .passages = outcome->passages,
        .families = outcome->families,
        .outside = s->outside,
        .templates = outcome->templates,
    });
    if (!all)
        nd_buf_puts(page, "--json lists all of them\n");
    return nd_cli_out_buf(s->cli, page, err);
}

static nd_status show(nd_cli *cli, nd_outcome *outcome, nd_err *err)
{
    showing s = {
        .cli = cli,
        .look = {.width = cli->width, .color = cli->out_color, .most = MEMBERS},
    };
    const nd_passages_to to = {&s, FAMILIES, show_family, keep_passage};
    nd_buf_init(&s.page, cli->alloc);
    nd_status st = nd_run_passages(&cli->job, &to, outcome, err);
    if (st == ND_OK)
        st = show_rest(&s, outcome, err);
    for (size_t i = 0; i < s.n_best; i++)
        nd_buf_release(&s.best[i].page);
    nd_buf_release(&s.page);
    return st;
}

/* With a result file standard output has its summary, before the file has its name. */
static nd_status tell_row(void *ctx, const nd_outcome *outcome, nd_err *err)
{
    nd_cli *cli = ctx;
    nd_buf row;
    nd_buf_init(&row, cli->alloc);
    nd_row_passages_summary(&row, outcome->counts.documents, outcome->passages, outcome->templates,
                            outcome->families, outcome->errors);
    nd_status st = nd_cli_out_buf(cli, &row, err);
    nd_buf_release(&row);
    return st == ND_OK ? nd_cli_out_flush(cli, err) : st;
}

/* "done      40 documents, 81 kB of text: 12 passages, 1 template among them; 3 families; r.jsonl has them all" */
static void summarize(nd_cli *cli, const nd_outcome *o)
{
    char text[32];
    nd_buf line;
    nd_buf_init(&line, cli->alloc);
    nd_bytes_text(text, sizeof text, (double)o->text);
    nd_term_count(&line, o->counts.documents, "document");
    nd_buf_printf(&line, ", %s of text: ", text);
    nd_term_count(&line, o->passages, "passage");
    nd_buf_puts(&line, ", ");
    nd_term_count(&line, o->templates, "template");
    nd_buf_puts(&line, " among them; ");
    nd_term_number(&line, o->families);
    nd_buf_puts(&line, o->families == 1 ? " family; " : " families; ");
    nd_term_text(&line, cli->job.output, strlen(cli->job.output));
    nd_buf_puts(&line, " has them all");
    nd_cli_tell_line(cli, "done", &line);
    nd_buf_release(&line);
}

int nd_cmd_passages(nd_cli *cli)
{
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    nd_status st;
    bool file = cli->job.output != NULL && strcmp(cli->job.output, "-") != 0;
    if (cli->json && file)
        cli->job.watch.closing = tell_row;
    else if (cli->json)
        cli->job.output = "-";
    if (cli->job.output == NULL)
        st = show(cli, &outcome, &err);
    else
        st = nd_run_passages(&cli->job, NULL, &outcome, &err);
    if (st == ND_OK && file && !cli->json && !cli->quiet)
        summarize(cli, &outcome);
    return nd_cli_end(cli, st, &err, &outcome, 0);
}
