/* SPDX-License-Identifier: MIT
 *
 * eval_report.h - a judgement for people and for programs.
 */
#ifndef ND_EVAL_REPORT_H
#define ND_EVAL_REPORT_H

#include "base/buf.h"
#include "judge.h"

/* nd_eval_text - a table of figures, then the cases worth a look. Text from inputs is made harmless. */
void nd_eval_text(nd_buf *to, const nd_judgement *judgement, const nd_ids *ids);

/* nd_eval_rows - a row "eval", then rows "miss" and "false" (JSON Lines). */
void nd_eval_rows(nd_buf *to, const nd_judgement *judgement, const nd_ids *ids);

#endif
