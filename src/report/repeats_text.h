/* SPDX-License-Identifier: MIT
 *
 * repeats_text.h - what repeats inside one document, for people.
 */
#ifndef ND_REPEATS_TEXT_H
#define ND_REPEATS_TEXT_H

#include "rows.h"

/*
 * nd_repeats_text - a line about the document, then one a group of equal lines or
 * paragraphs, in the order of the first repeat, with the beginning of its text.
 *
 * @record   the document's name; its record is 0 where the file is the document
 * @text     the document, which repeats were found in
 * @width    columns that the lines of the groups may take
 *
 * All that comes from the input is made harmless. to->failed: no memory.
 */
void nd_repeats_text(nd_buf *to, const nd_row_record *record, const char *text, const nd_repeats *repeats,
                     size_t width);

#endif
