/* SPDX-License-Identifier: MIT
 *
 * sort_keys.h - numbers of 64 bits in order; what is to be sorted stands in their low
 * bits as an index. qsort would take memory of its own.
 */
#ifndef ND_SORT_KEYS_H
#define ND_SORT_KEYS_H

#include <stddef.h>
#include <stdint.h>

/* nd_sort_keys - ascending; spare has room for n too. */
void nd_sort_keys(uint64_t *keys, uint64_t *spare, size_t n);

#endif
