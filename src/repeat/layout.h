/* SPDX-License-Identifier: MIT
 *
 * layout.h - what the look of a line says of it: a piece of a sentence, an item, prose.
 */
#ifndef ND_LAYOUT_H
#define ND_LAYOUT_H

#include "article.h"

/* nd_is_sentence - whether a line ends as a sentence does. */
bool nd_is_sentence(const nd_article *article, const nd_segment *line);

/* nd_goes_on - whether a sentence runs over the begin or the end of a line (index in segments.lines). */
bool nd_goes_on(const nd_article *article, uint32_t line);

/* nd_are_rows - whether two lines are alike by nature: rows of a table, both set in as code is, or code. */
bool nd_are_rows(const nd_article *article, const nd_segment *a, const nd_segment *b);

/*
 * nd_are_items - whether two lines are rows, or look like items of one list: both with a
 * bullet, a heading's mark, a number or a label, not the same; two answers of an
 * interview; two short questions.
 */
bool nd_are_items(const nd_article *article, const nd_segment *a, const nd_segment *b);

/* nd_are_next - whether two short lines stand right below each other, or with one line between. */
bool nd_are_next(const nd_segment *at, const nd_segment *of);

/* nd_are_in_columns - whether each is one of several short lines right below each other. */
bool nd_are_in_columns(const nd_article *article, const nd_segment *a, const nd_segment *b);

/* nd_is_prose - whether most words of a paragraph stand in long lines or whole sentences, and it is no code. */
bool nd_is_prose(const nd_article *article, const nd_segment *paragraph);

#endif
