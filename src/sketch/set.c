/* SPDX-License-Identifier: MIT
 *
 * set.c - sets of 32-bit shingle hashes: sorted in place, compared exactly.
 *
 * Sorting is by most significant byte first, in place (McIlroy, Bostic, McIlroy,
 * "Engineering Radix Sort", 1993: American flag sort): hashes are uniform, so two
 * passes leave runs that insertion sort ends. Unlike quicksort no input is slow.
 */
#include "base/base.h"

enum { RADIX = 256, SHORT_RUN = 32 };

static void insertion_sort(uint32_t *v, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = v[i], j = i;
        for (; j > 0 && v[j - 1] > x; j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

static void flag_sort(uint32_t *v, uint32_t n, unsigned shift)
{
    if (n <= SHORT_RUN) {
        insertion_sort(v, n);
        return;
    }
    uint32_t next[RADIX] = {0}, end[RADIX];
    for (uint32_t i = 0; i < n; i++)
        next[v[i] >> shift & (RADIX - 1)]++;
    uint32_t at = 0;
    for (int b = 0; b < RADIX; b++) {
        uint32_t count = next[b];
        next[b] = at;
        end[b] = at += count;
    }
    for (unsigned b = 0; b < RADIX; b++) {
        while (next[b] < end[b]) {
            uint32_t x = v[next[b]];
            unsigned to = x >> shift & (RADIX - 1);
            while (to != b) {
                uint32_t y = v[next[to]];
                v[next[to]++] = x;
                x = y;
                to = x >> shift & (RADIX - 1);
            }
            v[next[b]++] = x;
        }
    }
    if (shift == 0)
        return;
    uint32_t from = 0;
    for (int b = 0; b < RADIX; b++) {
        flag_sort(v + from, end[b] - from, shift - 8);
        from = end[b];
    }
}

uint32_t nd_set_sort(uint32_t *hashes, uint32_t n)
{
    if (n == 0)
        return 0;
    flag_sort(hashes, n, 24);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < n; i++) {
        hashes[kept] = hashes[i];
        kept += hashes[i] != hashes[kept - 1];
    }
    return kept;
}

nd_similarity nd_compare(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b)
{
    nd_similarity s = {.a = n_a, .b = n_b};
    if (n_a == 0 || n_b == 0)
        return s;
    uint32_t i = 0, j = 0, shared = 0;
    while (i < n_a && j < n_b) { /* no branch on the data: which is less cannot be guessed */
        uint32_t x = a[i], y = b[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    s.shared = shared;
    s.jaccard = (double)shared / ((double)n_a + (double)n_b - (double)shared);
    s.containment = (double)shared / (double)n_a;
    s.coverage = (double)shared / (double)n_b;
    return s;
}
