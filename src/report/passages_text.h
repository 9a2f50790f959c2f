/* SPDX-License-Identifier: MIT
 *
 * passages_text.h - shared passages and their families, for people.
 */
#ifndef ND_PASSAGES_TEXT_H
#define ND_PASSAGES_TEXT_H

#include "passage_rows.h"

typedef struct nd_passages_look {
    size_t width;              /* columns that a line may take */
    bool   color;
    size_t most;               /* members of a family to show, at most */
} nd_passages_look;

/*
 * nd_family_text - a line about the family, one with the beginning of its core, and one a
 * member: its date, how much of the core it carries and what it changed, its name.
 *
 * @text  of the record that has the core
 *
 * All that comes from the input is made harmless. to->failed: no memory.
 */
void nd_family_text(nd_buf *to, const nd_row_family *family, const char *text, const nd_passages_look *look);

/* nd_shared_text - a passage of two records: how long and how alike, both places, its beginning in a. @text: of a. */
void nd_shared_text(nd_buf *to, const nd_row_record *a, const nd_row_record *b, const nd_passage *passage,
                    const char *text, const nd_passages_look *look);

/* What there was in all, for the last lines. */
typedef struct nd_passages_total {
    uint64_t documents, passages, families, outside, templates;
} nd_passages_total;

/* nd_passages_total_text - one line, "6,722 documents: 1,204 passages, ...". */
void nd_passages_total_text(nd_buf *to, const nd_passages_total *total);

#endif
