/* SPDX-License-Identifier: MIT
 *
 * doubling.h - words that languages say twice in a row.
 */
#ifndef ND_DOUBLING_H
#define ND_DOUBLING_H

#include "base/base.h"

/* nd_doubles - whether a language that has a list here says this folded word twice in a row. */
bool nd_doubles(const char *word, size_t len);

/*
 * nd_never_doubles - whether it is a word that no language of its script says twice in a row:
 * in Indic scripts any word but the postpositions and particles of this list may be
 * doubled, of short Korean ones any that ends in no particle of this list, and a word of one
 * letter doubles by mistake only where it is of it.
 */
bool nd_never_doubles(const char *word, size_t len);

/*
 * nd_pair_doubles - whether two Han characters are said twice in a row: Chinese verbs
 * ("have a look"), sounds, and counting ("one by one").
 */
bool nd_pair_doubles(const char *pair, size_t len);

#endif
