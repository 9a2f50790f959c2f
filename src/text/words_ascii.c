/* SPDX-License-Identifier: MIT
 *
 * words_ascii.c - the steps of words.h for a run of ASCII, a byte each: most bytes
 * of most texts go through this loop. Text is one branch that cannot be predicted
 * at each end of a word, so there is none: each byte is written where it would go,
 * and counts if it is a letter or digit or the first after one (a space, then).
 */
#include "words.h"

static inline void write_run(nd_word_writer *w, const uint8_t *map, const uint8_t *bytes, size_t at, size_t n,
                             nd_span *spans)
{
    uint8_t *folded = w->folded;
    uint32_t *starts = w->starts;
    size_t len = w->len, n_words = w->n_words, in_word = w->state == ND_IN_WORD;
    for (size_t i = at; i < at + n; i++) {
        uint8_t byte = map[bytes[i]];
        size_t letter = byte != ' ';
        folded[len] = byte;
        starts[n_words] = (uint32_t)len;
        if (spans != NULL)
            spans[n_words].offset = i;
        n_words += letter > in_word;
        if (spans != NULL)
            spans[n_words - letter].len = i + 1;
        len += letter | in_word;
        in_word = letter;
    }
    w->len = len;
    w->n_words = n_words;
    w->state = in_word ? ND_IN_WORD : ND_NO_WORD;
}

void nd_write_ascii(nd_word_writer *w, const uint8_t *map, const uint8_t *bytes, size_t at, size_t n)
{
    if (w->spans == NULL)
        write_run(w, map, bytes, at, n, NULL);
    else
        write_run(w, map, bytes, at, n, w->spans);
}
