/* SPDX-License-Identifier: MIT
 *
 * set.h - how alike two sets are, by their sizes and what they share.
 */
#ifndef ND_SET_H
#define ND_SET_H

#include "base/base.h"

/* nd_similarity_of - of sets of a and b hashes, neither empty. */
nd_similarity nd_similarity_of(uint32_t shared, uint32_t a, uint32_t b);

#endif
