/* SPDX-License-Identifier: MIT
 *
 * gap.h - what stands between two words.
 */
#ifndef ND_GAP_H
#define ND_GAP_H

#include "article.h"

typedef enum nd_gap {
    ND_GAP_NONE,               /* nothing, in a script without spaces */
    ND_GAP_SPACE,              /* white space, as between the words of a sentence: no column of a table */
    ND_GAP_STOP,               /* a full stop (with quotes, brackets), then space or the end: a sentence ends */
    ND_GAP_JOINT,              /* a hyphen or an apostrophe: both sides are one word */
    ND_GAP_OTHER               /* a comma, a bracket, ... */
} nd_gap;

/* nd_gap_at - the gap before a word, or, of the word behind the last one, the rest of the text. */
nd_gap nd_gap_at(const nd_article *article, uint32_t word);

/* nd_gap_bytes - its bytes, from `*from` of the text. */
static inline size_t nd_gap_bytes(const nd_article *article, uint32_t word, size_t *from)
{
    const nd_words *words = &article->words;
    *from = word == 0 ? 0 : words->spans[word - 1].offset + words->spans[word - 1].len;
    size_t end = word < words->n_words ? words->spans[word].offset : article->len;
    return end > *from ? end - *from : 0;
}

/* nd_ends_sentence - whether bytes begin, quotes and brackets aside, with a mark that ends a sentence. */
bool nd_ends_sentence(const char *bytes, size_t len);

#endif
