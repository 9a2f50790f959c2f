/* SPDX-License-Identifier: MIT
 *
 * evaluate.h - a result file and a file of labels, read for a judgement.
 */
#ifndef ND_EVALUATE_H
#define ND_EVALUATE_H

#include "eval/judge.h"
#include "job.h"

typedef struct nd_evaluation {
    nd_ids       ids;          /* of records: whom the judgement speaks of */
    nd_labels    labels;
    nd_judgement judgement;
} nd_evaluation;

void nd_evaluation_init(nd_evaluation *evaluation);
void nd_evaluation_release(nd_evaluation *evaluation);

/*
 * nd_run_eval - judges job->result by the labels in job->sources, one file.
 *
 * A line of labels that says nothing is said (watch.say) and counted in
 * outcome->errors. ND_EINVAL: no complete result file, or no labels at all.
 */
nd_status nd_run_eval(const nd_job *job, nd_evaluation *evaluation, nd_outcome *outcome, nd_err *err);

#endif
