/* SPDX-License-Identifier: MIT
 *
 * passage_words.h - the words of two sides of a passage, put side by side.
 */
#ifndef ND_PASSAGE_WORDS_H
#define ND_PASSAGE_WORDS_H

#include "align.h"
#include "base/buf.h"
#include "letters.h"
#include "numbers.h"

/* Words first .. end - 1 of a text. */
typedef struct nd_word_range {
    uint32_t first, end;
} nd_word_range;

typedef struct nd_word_likeness {
    uint64_t equal;                /* words in the same order on both sides */
    uint64_t longest;              /* of these, the most in a row */
    uint64_t numbers;              /* words with a digit that the other side has not, on the side with more */
} nd_word_likeness;

typedef struct nd_side_words {
    nd_buf    joined;              /* by spaces, as nd_numbers_add reads them */
    uint32_t *starts, *numbers;
    size_t    cap_starts, cap_numbers;
} nd_side_words;

typedef struct nd_passage_words {
    const nd_alloc *alloc;
    nd_side_words   a, b;
    nd_numbers      numbers;
    nd_word_aligner aligner;
} nd_passage_words;

void nd_passage_words_init(nd_passage_words *w, const nd_alloc *alloc);
void nd_passage_words_release(nd_passage_words *w);

nd_status nd_passage_words_compare(nd_passage_words *w, const nd_letters *a, nd_word_range of_a, const nd_letters *b,
                                   nd_word_range of_b, nd_word_likeness *out, nd_err *err);

#endif
