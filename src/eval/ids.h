/* SPDX-License-Identifier: MIT
 *
 * ids.h - byte strings to numbers: 0, 1, 2, ... in the order they first came.
 */
#ifndef ND_IDS_H
#define ND_IDS_H

#include "base/base.h"

#define ND_NO_ID UINT32_MAX

typedef struct nd_id {
    const char *bytes;         /* len, and a NUL behind them */
    uint32_t    len;
    uint32_t    hash;
} nd_id;

typedef struct nd_ids {
    nd_id    *list;            /* n, by number */
    size_t    n, cap;
    uint32_t *slots;           /* number + 1; 0: empty. A power of two of them, at most half full */
    size_t    n_slots;
    nd_arena  strings;
    const nd_alloc *alloc;
} nd_ids;

void nd_ids_init(nd_ids *ids, const nd_alloc *alloc);
void nd_ids_release(nd_ids *ids);

/* nd_ids_find - the number of a string; ND_NO_ID where it has none. O(len). */
uint32_t nd_ids_find(const nd_ids *ids, const char *bytes, size_t len);

/* nd_ids_add - its number, a new one where it has none. ND_ELIMIT: too many or too long. */
nd_status nd_ids_add(nd_ids *ids, const char *bytes, size_t len, uint32_t *number, nd_err *err);

#endif
