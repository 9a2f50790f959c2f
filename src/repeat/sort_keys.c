/* SPDX-License-Identifier: MIT
 *
 * sort_keys.c - merge sort, bottom up from runs that insertion has sorted: no bad case,
 * no recursion.
 */
#include "sort_keys.h"

#include <string.h>

void nd_sort_keys(uint64_t *keys, uint64_t *spare, size_t n)
{
    enum { SMALL = 16 };
    for (size_t from = 0; from < n; from += SMALL) {
        size_t to = n - from < SMALL ? n : from + SMALL;
        for (size_t i = from + 1; i < to; i++) {
            uint64_t key = keys[i];
            size_t at = i;
            for (; at > from && keys[at - 1] > key; at--)
                keys[at] = keys[at - 1];
            keys[at] = key;
        }
    }
    for (size_t width = SMALL; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            size_t middle = n - from < width ? n : from + width;
            size_t to = n - middle < width ? n : middle + width;
            size_t i = from, j = middle, at = from;
            while (i < middle && j < to)
                spare[at++] = keys[j] < keys[i] ? keys[j++] : keys[i++];
            while (i < middle)
                spare[at++] = keys[i++];
            while (j < to)
                spare[at++] = keys[j++];
        }
        memcpy(keys, spare, n * sizeof *keys);
    }
}
