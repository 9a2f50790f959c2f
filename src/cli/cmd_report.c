/* SPDX-License-Identifier: MIT
 *
 * cmd_report.c - neardup report: a result file as one page that a person can judge.
 */
#include "commands.h"
#include "report/term.h"

static void summarize(nd_cli *cli, const nd_outcome *outcome)
{
    nd_buf line;
    char size[32];
    nd_buf_init(&line, cli->alloc);
    nd_bytes_text(size, sizeof size, (double)outcome->written);
    nd_term_text(&line, cli->job.output, strlen(cli->job.output));
    nd_buf_printf(&line, ": %s, of ", size);
    nd_term_count(&line, outcome->files, "input");
    nd_cli_tell_line(cli, "done", &line);
    nd_buf_release(&line);
}

int nd_cmd_report(nd_cli *cli)
{
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    nd_status st = nd_run_report(&cli->job, &outcome, &err);
    if (st == ND_OK && !cli->quiet && strcmp(cli->job.output, "-") != 0)
        summarize(cli, &outcome);
    return nd_cli_end(cli, st, &err, &outcome, 0);
}
