/* SPDX-License-Identifier: MIT
 *
 * compare_text.h - two documents side by side, for people.
 */
#ifndef ND_COMPARE_TEXT_H
#define ND_COMPARE_TEXT_H

#include "rows.h"

/* Two documents and what was found of them. */
typedef struct nd_comparison {
    nd_row_record a, b;         /* their names; record is 0 where the file is the document */
    const char   *text_a, *text_b;
    size_t        len_a, len_b;
    uint32_t      shingle;      /* words, that the similarity was measured in */
    const nd_similarity *similarity;
    const nd_alignment  *alignment;
} nd_comparison;

/*
 * nd_compare_text - both texts, the columns run together where a shared passage or,
 * within one, a line of both begins; then what they share, in numbers.
 *
 * Blocks that keep their order, with few words between, are one passage: "[3]" stands
 * where it begins, in both. A moved block begins with "[5 moved]". Words of one text
 * only stand in [-brackets-] in the left and {+brackets+} in the right column, or
 * (color) are underlined.
 *
 * @width  columns of the page; under 19, more are taken
 * @color  escape sequences are welcome
 *
 * All that comes from the input is made harmless. to->failed: no memory.
 */
void nd_compare_text(nd_buf *to, const nd_comparison *comparison, size_t width, bool color);

#endif
