/* SPDX-License-Identifier: MIT
 *
 * exact.h - how alike two texts are, the slow and plain way: the oracle's words
 * (oracle_words.h), shingles as strings, sorted, and no hash anywhere (but where one
 * is asked for).
 */
#ifndef EXACT_H
#define EXACT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct exact_shingle {
    const char *at;
    size_t      len;
} exact_shingle;

typedef struct exact_text {
    char          *words;       /* joined by one space */
    size_t         len;
    exact_shingle *set;         /* sorted, no repeats; inside words */
    size_t         n_set;
} exact_text;

typedef struct exact_similarity {
    double jaccard, containment, coverage;
} exact_similarity;

/* exact_make - @alone: of oracle_scripts; @shingle: words. The text need not stay. */
void exact_make(exact_text *to, const bool *alone, const char *text, size_t len, size_t shingle);
void exact_release(exact_text *text);

bool exact_same_words(const exact_text *a, const exact_text *b);
exact_similarity exact_compare(const exact_text *a, const exact_text *b);

/* exact_compare_hashed - of the lower 32 bits of XXH3_64bits of each: where two strings collide, another. */
exact_similarity exact_compare_hashed(const exact_text *a, const exact_text *b);

#endif
