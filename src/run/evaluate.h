/* SPDX-License-Identifier: MIT
 *
 * evaluate.h - a result file held against labels: the job of neardup eval.
 */
#ifndef ND_EVALUATE_H
#define ND_EVALUATE_H

#include "job.h"

#include "eval/score.h"

typedef struct nd_evaluation {
    nd_found  found;
    nd_labels labels;
    nd_score  score;
} nd_evaluation;

void nd_evaluation_init(nd_evaluation *evaluation, const nd_alloc *alloc);
void nd_evaluation_release(nd_evaluation *evaluation);

/*
 * nd_run_eval - the score of the result file job->result by the labels that are the one
 * source of job->sources.
 *
 * @evaluation  initialised and empty; to be released, also after a failure
 * @outcome     its documents are the lines of the labels, its errors those that say
 *              nothing, which are said (watch.say), the first of them
 *
 * ND_EINVAL: the result is not whole or contradicts itself, or the labels cannot be read.
 * Memory grows with the records that the result names and the labels.
 */
nd_status nd_run_eval(const nd_job *job, nd_evaluation *evaluation, nd_outcome *outcome, nd_err *err);

#endif
