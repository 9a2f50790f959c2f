/* SPDX-License-Identifier: MIT
 *
 * likeness.h - how alike two blocks of an article are.
 */
#ifndef ND_LIKENESS_H
#define ND_LIKENESS_H

#include "article.h"

enum { ND_LIKENESS_LOGS = 64 };

typedef struct nd_likeness {
    float    *own, *common;    /* of each distinct word: what it weighs where one block has it, where both do */
    uint32_t *left;            /* of each distinct word: 0 between calls */
    uint64_t *rows;            /* of an alignment */
    float     logs[ND_LIKENESS_LOGS]; /* of the first counts: most words are rare */
    uint32_t  n_blocks;
    size_t    cap_own, cap_common, cap_left, cap_rows;
    const nd_alloc *alloc;
} nd_likeness;

void nd_likeness_init(nd_likeness *likeness, const nd_alloc *alloc);
void nd_likeness_release(nd_likeness *likeness);

/*
 * nd_likeness_begin - room for the weights of n_ids distinct words of n_blocks blocks.
 *
 * ND_ENOMEM: to be begun again or released. Until each word is weighed no blocks are compared.
 */
nd_status nd_likeness_begin(nd_likeness *likeness, uint32_t n_ids, uint32_t n_blocks, nd_err *err);

/*
 * nd_likeness_weigh - weighs a word that so many blocks have.
 *
 * A word weighs log2((blocks + 1) / blocks that have it), where both of two have it of
 * the blocks but one of them: what every line has does not make two lines alike.
 */
void nd_likeness_weigh(nd_likeness *likeness, uint32_t id, uint32_t with);

/*
 * nd_likeness_of - Dice's coefficient of the words of two blocks, by weight, 0 to 1.
 *
 * @ordered  words that stand in another order count half; else order does not count,
 *           and words that begin alike, as forms of one word do, count half
 * @least    below this the result may be too high, but stays below
 *
 * O(words), and, ordered, words * words / 64 up to a bound; larger blocks are compared
 * as if not ordered.
 */
nd_status nd_likeness_of(nd_likeness *likeness, const nd_article *article, const nd_segment *a, const nd_segment *b,
                         bool ordered, double least, double *similarity, nd_err *err);

#endif
