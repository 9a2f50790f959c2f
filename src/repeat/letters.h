/* SPDX-License-Identifier: MIT
 *
 * letters.h - a text as its letters and digits alone, one byte each, and where its
 * words begin among them. Without spaces, a word that a scanner broke or joined is
 * still the same letters.
 *
 * A letter is a code point of a folded word. ASCII letters and digits are themselves;
 * any other is one of 128 bytes from 0x80 up, so that every script is compared letter
 * by letter. Two different ones may be the same byte (in one block of 128 code points
 * none are): a run of letters tells, a single one may not.
 */
#ifndef ND_LETTERS_H
#define ND_LETTERS_H

#include "base/base.h"

enum { ND_LETTERS_PADDING = 16 };  /* bytes before the first letter and behind the last that may be read: zeros */

typedef struct nd_letter_word {
    uint32_t letter;               /* number of its first letter */
    uint32_t offset;               /* bytes into the original text */
} nd_letter_word;

typedef struct nd_letters {
    const uint8_t        *bytes;   /* n, with padding around */
    const nd_letter_word *words;   /* n_words, and one behind the last: {n, bytes of the text} */
    uint32_t n, n_words;
} nd_letters;

/*
 * nd_letters_make - the letters of a text below 4 GiB, in memory of @arena.
 *
 * @text  folds it; what it held before is gone
 */
nd_status nd_letters_make(nd_letters *out, nd_text *text, nd_arena *arena, const char *bytes, size_t len,
                          nd_err *err);

/* nd_word_at - the number of the word that letter @letter, below n, is of. */
uint32_t nd_word_at(const nd_letters *letters, uint32_t letter);

#endif
