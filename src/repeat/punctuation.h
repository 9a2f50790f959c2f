/* SPDX-License-Identifier: MIT
 *
 * punctuation.h - marks that stand twice.
 */
#ifndef ND_PUNCTUATION_H
#define ND_PUNCTUATION_H

#include "finding.h"

typedef struct nd_mark_run nd_mark_run;

typedef struct nd_marks {
    nd_mark_run *runs;         /* of the text at hand, by place */
    size_t       n, cap;
    const nd_alloc *alloc;
} nd_marks;

void nd_marks_init(nd_marks *found, const nd_alloc *alloc);
void nd_marks_release(nd_marks *found);

/* nd_find_punctuation - a mark twice where one belongs, in no larger finding. O(len). */
nd_status nd_find_punctuation(nd_marks *found, const nd_article *article, nd_findings *to, nd_err *err);

#endif
