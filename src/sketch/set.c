/* SPDX-License-Identifier: MIT
 *
 * set.c - sets of 32-bit shingle hashes: sorted in place, compared exactly.
 *
 * Hashes are uniform, so once n of them, a few thousand, are in the order of their upper
 * 16 bits hardly anything is left to sort. That takes two turns of counting by a byte,
 * the lower first, and no guess at a branch. It needs a copy, so it is done for pieces
 * that fit on the stack; larger arrays are first cut into such pieces in place by one byte
 * at a time (McIlroy, Bostic, McIlroy, "Engineering Radix Sort", 1993: American flag
 * sort), and so are pieces whose hashes somebody chose not to be uniform. No input is slow.
 */
#include "base/base.h"

enum { RADIX = 256, SHORT_RUN = 24, PIECE = 8192 };

/* False where more than 4 moves a value were needed, and then it is only partly sorted. */
static bool insertion_sort(uint32_t *v, uint32_t n)
{
    uint32_t budget = 4 * n + SHORT_RUN * SHORT_RUN;
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = v[i], j = i;
        for (; j > 0 && v[j - 1] > x; j--)
            v[j] = v[j - 1];
        v[j] = x;
        if (i - j > budget)
            return false;
        budget -= i - j;
    }
    return true;
}

/* Turns counts into where each value's part begins. */
static void begin_parts(uint32_t *counts, uint32_t n)
{
    for (uint32_t b = 0, at = 0; b < n; b++) {
        uint32_t count = counts[b];
        counts[b] = at;
        at += count;
    }
}

/* Sorts a piece whose values agree above the lowest `bits` bits, 16 at least. False as above. */
static bool count_sort(uint32_t *v, uint32_t n, unsigned bits)
{
    uint32_t copy[PIECE], low[RADIX] = {0}, high[RADIX] = {0};
    unsigned digit = 5; /* bits: with 16 places a value, one in 32 has another with it */
    while (digit < 8 && 16 * n > 1u << 2 * digit)
        digit++;
    unsigned upper = bits - digit, lower = upper - digit;
    uint32_t mask = (1u << digit) - 1;
    for (uint32_t i = 0; i < n; i++) {
        low[v[i] >> lower & mask]++;
        high[v[i] >> upper & mask]++;
    }
    begin_parts(low, mask + 1);
    begin_parts(high, mask + 1);
    for (uint32_t i = 0; i < n; i++)
        copy[low[v[i] >> lower & mask]++] = v[i];
    for (uint32_t i = 0; i < n; i++)
        v[high[copy[i] >> upper & mask]++] = copy[i];
    return insertion_sort(v, n);
}

static void flag_sort(uint32_t *v, uint32_t n, unsigned bits)
{
    if (n <= SHORT_RUN) {
        insertion_sort(v, n);
        return;
    }
    if (n <= PIECE && bits >= 16 && count_sort(v, n, bits))
        return;
    unsigned shift = bits - 8;
    uint32_t next[RADIX] = {0}, end[RADIX], at = 0;
    for (uint32_t i = 0; i < n; i++)
        next[v[i] >> shift & (RADIX - 1)]++;
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
    uint32_t from = 0;
    for (int b = 0; shift > 0 && b < RADIX; b++) {
        flag_sort(v + from, end[b] - from, shift);
        from = end[b];
    }
}

/* The lowest bits above which all agree, in whole bytes: numbers of documents are sets too, and small. */
static unsigned bits_that_differ(const uint32_t *v, uint32_t n)
{
    uint32_t differ = 0;
    unsigned bits = 8;
    for (uint32_t i = 1; i < n; i++)
        differ |= v[i] ^ v[0];
    while (bits < 32 && differ >> bits != 0)
        bits += 8;
    return bits;
}

uint32_t nd_set_sort(uint32_t *hashes, uint32_t n)
{
    if (n == 0)
        return 0;
    if (n <= SHORT_RUN)
        insertion_sort(hashes, n);
    else
        flag_sort(hashes, n, bits_that_differ(hashes, n));
    uint32_t kept = 1, last = hashes[0];
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = hashes[i];
        hashes[kept] = x;
        kept += x != last;
        last = x;
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
