/* SPDX-License-Identifier: MIT
 *
 * joined.h - blocks of an alignment to passages, as a reader sees them: blocks that keep
 * their order, with few words between, are one passage under one number.
 */
#ifndef ND_JOINED_H
#define ND_JOINED_H

#include "base/base.h"

typedef struct nd_joined {
    uint32_t *numbers;          /* of each block: that of its passage, from 1, in order of a */
    size_t    n;
    uint64_t  passages, moved;  /* how many; a moved block is never joined, and no passage */
    const nd_alloc *alloc;
} nd_joined;

/* nd_join_blocks - false: no memory. To be released either way. */
bool nd_join_blocks(nd_joined *joined, const nd_alignment *alignment, const nd_alloc *alloc);
void nd_joined_release(nd_joined *joined);

/* nd_joined_first - whether a passage begins with block i. */
static inline bool nd_joined_first(const nd_joined *joined, size_t i)
{
    return i == 0 || joined->numbers[i - 1] != joined->numbers[i];
}

#endif
