/* SPDX-License-Identifier: MIT
 *
 * cmd_eval.c - neardup eval: how good a result is, by labels, as a table for people or
 * as JSON Lines.
 */
#include "commands.h"

#include "eval/score_out.h"
#include "run/evaluate.h"

int nd_cmd_eval(nd_cli *cli)
{
    nd_evaluation e;
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    nd_buf page;
    nd_buf_init(&page, cli->alloc);
    nd_evaluation_init(&e, cli->alloc);
    nd_status st = nd_run_eval(&cli->job, &e, &outcome, &err);
    if (st == ND_OK) {
        (cli->json ? nd_score_rows : nd_score_text)(&page, &e.score, &e.found, &e.labels);
        st = nd_cli_out_buf(cli, &page, &err);
    }
    nd_evaluation_release(&e);
    nd_buf_release(&page);
    return nd_cli_end(cli, st, &err, &outcome, 0);
}
