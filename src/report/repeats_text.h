/* SPDX-License-Identifier: MIT
 *
 * repeats_text.h - what repeats inside one document, for people.
 */
#ifndef ND_REPEATS_TEXT_H
#define ND_REPEATS_TEXT_H

#include "rows.h"

/* How findings are shown. */
typedef struct nd_look {
    size_t width;              /* columns that a line may take */
    bool   color;
    bool   by_weight;          /* most telling first, not by place */
    size_t most;               /* groups of findings at most; 0: all */
} nd_look;

/*
 * nd_repeats_text - a line about the document, then what was found: a line a group of
 * equal lines or paragraphs, and for what is only nearly equal a line for either place,
 * with the words marked that the other does not have.
 *
 * @record   the document's name; its record is 0 where the file is the document
 * @text     the document, which repeats were found in
 * @folder   to fold words with; as the document was folded
 *
 * All that comes from the input is made harmless. to->failed: no memory.
 */
void nd_repeats_text(nd_buf *to, const nd_row_record *record, const char *text, size_t len,
                     const nd_repeats *repeats, nd_text *folder, const nd_look *look);

/* nd_repeats_line - how much of the document repeats, and what: " 6.7 %  a.txt   3 lines, 1 stutter". */
void nd_repeats_line(nd_buf *to, const nd_row_record *record, const nd_repeats *repeats, size_t width);

/* nd_boilerplate_text - one unit that recurs: in how many documents, its text, where it stood first. */
void nd_boilerplate_text(nd_buf *to, const nd_row_record *first, const nd_recurring *unit, const nd_look *look);

#endif
