/* SPDX-License-Identifier: MIT
 *
 * cmd_eval.c - neardup eval: how right a result is, by labels.
 */
#include "commands.h"

#include "eval/eval_report.h"
#include "run/evaluate.h"

int nd_cmd_eval(nd_cli *cli)
{
    nd_err err = {.code = ND_OK};
    nd_outcome outcome = {0};
    nd_evaluation evaluation;
    nd_buf page;
    nd_buf_init(&page, cli->alloc);
    nd_evaluation_init(&evaluation);
    nd_status st = nd_run_eval(&cli->job, &evaluation, &outcome, &err);
    if (st == ND_OK && cli->json)
        nd_eval_rows(&page, &evaluation.judgement, &evaluation.ids);
    else if (st == ND_OK)
        nd_eval_text(&page, &evaluation.judgement, &evaluation.ids);
    if (st == ND_OK)
        st = nd_cli_out_buf(cli, &page, &err);
    nd_evaluation_release(&evaluation);
    nd_buf_release(&page);
    return nd_cli_end(cli, st, &err, &outcome, 0);
}
