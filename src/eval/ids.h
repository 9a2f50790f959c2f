/* SPDX-License-Identifier: MIT
 *
 * ids.h - the names of records, as numbers from 0 by first appearance.
 */
#ifndef ND_IDS_H
#define ND_IDS_H

#include "base/base.h"

typedef struct nd_id_slot nd_id_slot;

typedef struct nd_ids {
    char      **names;         /* NUL-ended, escaped by whoever shows them */
    nd_id_slot *slots;
    size_t      n, cap, n_slots;
    nd_arena    strings;
    const nd_alloc *alloc;
} nd_ids;

enum { ND_NO_ID = UINT32_MAX };

void nd_ids_init(nd_ids *ids, const nd_alloc *alloc);
void nd_ids_release(nd_ids *ids);

/* nd_ids_number - the number of a name, a new one where it is new. ND_ELIMIT: 2^32 - 1 names. */
nd_status nd_ids_number(nd_ids *ids, const char *name, size_t len, uint32_t *number, nd_err *err);

#endif
