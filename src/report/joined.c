/* SPDX-License-Identifier: MIT
 *
 * joined.c - which blocks of an alignment read as one passage.
 */
#include "joined.h"

enum { JOINED = 10 };  /* words between two blocks of one passage, at most, in either text */

static bool none_shared(const nd_aligned_text *words, uint64_t from, uint64_t to)
{
    if (to < from || to - from > JOINED)
        return false;
    for (; from < to; from++)
        if (words->blocks[from] != ND_NO_BLOCK)
            return false;
    return true;
}

/* Block i goes on with the passage of the block before it. */
static bool goes_on(const nd_alignment *al, size_t i)
{
    if (i == 0 || al->blocks[i].moved || al->blocks[i - 1].moved)
        return false;
    const nd_block *before = &al->blocks[i - 1], *block = &al->blocks[i];
    return none_shared(&al->a, before->a_word + before->words, block->a_word) &&
           none_shared(&al->b, before->b_word + before->words, block->b_word);
}

bool nd_join_blocks(nd_joined *joined, const nd_alignment *al, const nd_alloc *alloc)
{
    uint32_t last = 0;
    *joined = (nd_joined){.alloc = alloc};
    if (al->n_blocks == 0)
        return true;
    if ((joined->numbers = nd_get(alloc, al->n_blocks, sizeof *joined->numbers)) == NULL)
        return false;
    joined->n = al->n_blocks;
    for (size_t i = 0; i < al->n_blocks; i++) {
        if (!goes_on(al, i)) {
            last++;
            *(al->blocks[i].moved ? &joined->moved : &joined->passages) += 1;
        }
        joined->numbers[i] = last;
    }
    return true;
}

void nd_joined_release(nd_joined *joined)
{
    nd_drop(joined->alloc, joined->numbers, joined->n, sizeof *joined->numbers);
    *joined = (nd_joined){.alloc = joined->alloc};
}
