/* SPDX-License-Identifier: MIT
 *
 * layout.h - what the look of a line says of it: a piece of a sentence, an item, prose.
 */
#ifndef ND_LAYOUT_H
#define ND_LAYOUT_H

#include "article.h"

/* nd_goes_on - whether a sentence runs over the begin or the end of a line (index in segments.lines). */
bool nd_goes_on(const nd_article *article, uint32_t line);

/*
 * nd_are_items - whether two lines look like items of one list: both with a bullet, a
 * heading's mark, a number or a label, not the same; rows of a table; both set in, as
 * code is; two short questions. Items are alike by nature.
 */
bool nd_are_items(const nd_article *article, const nd_segment *a, const nd_segment *b);

/* nd_is_prose - whether most words of a paragraph stand in long lines or whole sentences, and it is no code. */
bool nd_is_prose(const nd_article *article, const nd_segment *paragraph);

#endif
