/* SPDX-License-Identifier: MIT
 *
 * score_out.h - a score for programs and for people.
 */
#ifndef ND_SCORE_OUT_H
#define ND_SCORE_OUT_H

#include "score.h"

#include "base/buf.h"

/* nd_score_rows - an eval row, a row a label value (pairs), then the worst: miss and false rows. */
void nd_score_rows(nd_buf *to, const nd_score *score, const nd_found *found, const nd_labels *labels);

/* nd_score_text - the same as a table; ids are whole, and harmless to a terminal. */
void nd_score_text(nd_buf *to, const nd_score *score, const nd_found *found, const nd_labels *labels);

#endif
