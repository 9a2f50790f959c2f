/* SPDX-License-Identifier: MIT
 *
 * exact.c - a shingle is the bytes from the start of a word to the end of the one
 * n - 1 words later, so no string is copied: a set is places in the folded text.
 */
#include "exact.h"
#include "oracle_words.h"

#include <xxhash.h>

static int by_bytes(const void *x, const void *y)
{
    const exact_shingle *a = x, *b = y;
    int order = memcmp(a->at, b->at, a->len < b->len ? a->len : b->len);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

static void cut_shingles(exact_text *t, size_t n_words, size_t n)
{
    size_t n_shingles = n_words >= n ? n_words - n + 1 : n_words > 0, end = 0, n_set = 0;
    t->set = malloc((n_shingles + 1) * sizeof *t->set);
    const char *first = t->words;
    for (size_t word = 0, from = 0; word < n_words; word++) {
        end = from;
        while (end < t->len && t->words[end] != ' ')
            end++;
        from = end + 1;
        if (word + 1 < n && word + 1 < n_words)
            continue;
        t->set[n_set++] = (exact_shingle){first, (size_t)(t->words + end - first)};
        while (*first++ != ' ' && first < t->words + t->len)
            continue;
    }
    qsort(t->set, n_set, sizeof *t->set, by_bytes);
    for (size_t i = 0; i < n_set; i++)
        if (i == 0 || by_bytes(&t->set[i], &t->set[t->n_set - 1]) != 0)
            t->set[t->n_set++] = t->set[i];
}

void exact_make(exact_text *t, const bool *alone, const char *text, size_t len, size_t shingle)
{
    nd_opts plain = {0};
    enum { MOST = 18 * (4 + 1) }; /* bytes of words for a byte of text: see oracle_words */
    oracle o = {.alone = alone, .opts = &plain, .words = malloc(MOST * len + 1)};
    if (o.words == NULL)
        abort();
    oracle_words(&o, text, len);
    *t = (exact_text){.words = malloc(o.len + 1), .len = o.len};
    memcpy(t->words, o.words, o.len);
    free(o.words);
    cut_shingles(t, o.n, shingle);
}

void exact_release(exact_text *t)
{
    free(t->words);
    free(t->set);
    *t = (exact_text){0};
}

bool exact_same_words(const exact_text *a, const exact_text *b)
{
    return a->len == b->len && memcmp(a->words, b->words, a->len) == 0;
}

static exact_similarity similarity(size_t shared, size_t n_a, size_t n_b)
{
    if (shared == 0)
        return (exact_similarity){0};
    return (exact_similarity){.jaccard = (double)shared / (double)(n_a + n_b - shared),
                              .containment = (double)shared / (double)n_a,
                              .coverage = (double)shared / (double)n_b};
}

exact_similarity exact_compare(const exact_text *a, const exact_text *b)
{
    size_t shared = 0, i = 0, j = 0;
    while (i < a->n_set && j < b->n_set) {
        int order = by_bytes(&a->set[i], &b->set[j]);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return similarity(shared, a->n_set, b->n_set);
}

static int by_value(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static uint32_t *hashes(const exact_text *t, size_t *n)
{
    uint32_t *all = malloc((t->n_set + 1) * sizeof *all);
    for (size_t i = 0; i < t->n_set; i++)
        all[i] = (uint32_t)XXH3_64bits(t->set[i].at, t->set[i].len);
    qsort(all, t->n_set, sizeof *all, by_value);
    *n = 0;
    for (size_t i = 0; i < t->n_set; i++)
        if (i == 0 || all[i] != all[*n - 1])
            all[(*n)++] = all[i];
    return all;
}

exact_similarity exact_compare_hashed(const exact_text *a, const exact_text *b)
{
    size_t n_a, n_b, shared = 0;
    uint32_t *of_a = hashes(a, &n_a), *of_b = hashes(b, &n_b);
    for (size_t i = 0; i < n_a; i++)
        shared += bsearch(&of_a[i], of_b, n_b, sizeof *of_b, by_value) != NULL;
    free(of_a);
    free(of_b);
    return similarity(shared, n_a, n_b);
}
