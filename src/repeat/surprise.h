/* SPDX-License-Identifier: MIT
 *
 * surprise.h - whether words that stand again tell a reader anything.
 */
#ifndef ND_SURPRISE_H
#define ND_SURPRISE_H

#include "article.h"

/* nd_phrase_tells - whether n words from word on, standing twice, are more than a name or a set phrase. */
bool nd_phrase_tells(const nd_article *article, uint32_t word, uint32_t n);

/* nd_is_capital - whether a word begins with a capital letter. */
bool nd_is_capital(const nd_article *article, uint32_t word);

/* nd_is_name - whether most of n words from word on begin with a capital. */
bool nd_is_name(const nd_article *article, uint32_t word, uint32_t n);

#endif
