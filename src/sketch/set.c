/* SPDX-License-Identifier: MIT
 *
 * set.c - sets of 32-bit shingle hashes: sorted in place, compared exactly.
 *
 * Hashes are uniform, so scattering n of them over about n places by their upper bits
 * leaves hardly anything to sort. That needs a copy, so it is done for pieces that fit
 * on the stack; larger arrays are first cut into such pieces in place by one byte at a
 * time (McIlroy, Bostic, McIlroy, "Engineering Radix Sort", 1993: American flag sort),
 * and so are pieces whose hashes somebody chose not to be uniform. No input is slow.
 */
#include "base/base.h"

enum { RADIX = 256, SHORT_RUN = 24, PIECE_BITS = 11, PIECE = 1 << PIECE_BITS, CROWD = 64 };

static void insertion_sort(uint32_t *v, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = v[i], j = i;
        for (; j > 0 && v[j - 1] > x; j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

/*
 * Sorts a piece whose values agree above the lowest `bits` bits. False, and nothing
 * done, where too many would fall on one place.
 */
static bool scatter_sort(uint32_t *v, uint32_t n, unsigned bits)
{
    uint32_t copy[PIECE];
    uint16_t at[PIECE + 1];
    unsigned place_bits = 5;
    while ((1u << place_bits) < n)
        place_bits++;
    if (place_bits > bits)
        place_bits = bits;
    unsigned shift = bits - place_bits;
    uint32_t mask = (1u << place_bits) - 1, crowd = 0;
    memset(at, 0, (mask + 2) * sizeof *at);
    for (uint32_t i = 0; i < n; i++)
        at[(v[i] >> shift & mask) + 1]++;
    for (uint32_t p = 0; p <= mask; p++) {
        crowd = at[p + 1] > crowd ? at[p + 1] : crowd;
        at[p + 1] = (uint16_t)(at[p + 1] + at[p]);
    }
    if (crowd > CROWD && shift > 0)
        return false;
    for (uint32_t i = 0; i < n; i++)
        copy[at[v[i] >> shift & mask]++] = v[i];
    memcpy(v, copy, n * sizeof *v);
    if (shift > 0)
        insertion_sort(v, n); /* within places only: they are in order */
    return true;
}

static void flag_sort(uint32_t *v, uint32_t n, unsigned bits)
{
    if (n <= SHORT_RUN) {
        insertion_sort(v, n);
        return;
    }
    if (n <= PIECE && scatter_sort(v, n, bits))
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
