/* SPDX-License-Identifier: MIT
 *
 * changes.c - an alignment to the words that were added, cut and changed.
 */
#include "base/base.h"

/* Words of [from, to) that are in no block. */
static uint64_t alone(const nd_aligned_text *text, uint64_t from, uint64_t to)
{
    uint64_t n = 0;
    for (uint64_t word = from; word < to; word++)
        n += text->blocks[word] == ND_NO_BLOCK;
    return n;
}

static void add_gap(nd_changes *changes, uint64_t of_a, uint64_t of_b)
{
    uint64_t changed = of_a < of_b ? of_a : of_b;
    changes->changed += changed;
    changes->cut += of_a - changed;
    changes->added += of_b - changed;
}

void nd_changes_of(const nd_alignment *al, nd_changes *out)
{
    nd_changes found = {0};
    uint64_t a = 0, b = 0;
    for (size_t i = 0; i < al->n_blocks; i++) {
        const nd_block *block = &al->blocks[i];
        if (block->moved)
            continue;
        add_gap(&found, alone(&al->a, a, block->a_word), alone(&al->b, b, block->b_word));
        a = block->a_word + block->words;
        b = block->b_word + block->words;
    }
    add_gap(&found, alone(&al->a, a, al->a.n_words), alone(&al->b, b, al->b.n_words));
    uint64_t longer = al->a.n_words > al->b.n_words ? al->a.n_words : al->b.n_words;
    if (longer > 0)
        found.similarity = (double)(al->ordered_words + al->moved_words) / (double)longer;
    *out = found;
}
