/* SPDX-License-Identifier: MIT
 *
 * ids.c - names to numbers: open addressing over XXH3_64bits, keyed with an address
 * that differs from run to run, so that no file of labels can be written to be slow.
 */
#include "ids.h"

#include <xxhash.h>

struct nd_id_slot {
    uint64_t hash;
    uint32_t number;           /* + 1; 0: free */
    uint32_t len;
};

void nd_ids_init(nd_ids *ids, const nd_alloc *alloc)
{
    *ids = (nd_ids){.alloc = alloc};
    nd_arena_init(&ids->strings, alloc);
}

void nd_ids_release(nd_ids *ids)
{
    nd_drop(ids->alloc, ids->names, ids->cap, sizeof *ids->names);
    nd_drop(ids->alloc, ids->slots, ids->n_slots, sizeof *ids->slots);
    nd_arena_release(&ids->strings);
    nd_ids_init(ids, ids->alloc);
}

static nd_status grow(nd_ids *ids, nd_err *err)
{
    size_t n = ids->n_slots == 0 ? 64 : 2 * ids->n_slots;
    nd_id_slot *slots = nd_get(ids->alloc, n, sizeof *slots);
    if (slots == NULL)
        return nd_no_memory(err, n * sizeof *slots);
    for (size_t i = 0; i < ids->n_slots; i++) {
        size_t at = ids->slots[i].hash & (n - 1);
        if (ids->slots[i].number == 0)
            continue;
        while (slots[at].number != 0)
            at = (at + 1) & (n - 1);
        slots[at] = ids->slots[i];
    }
    nd_drop(ids->alloc, ids->slots, ids->n_slots, sizeof *slots);
    ids->slots = slots;
    ids->n_slots = n;
    return ND_OK;
}

nd_status nd_ids_number(nd_ids *ids, const char *name, size_t len, uint32_t *number, nd_err *err)
{
    if (2 * (ids->n + 1) > ids->n_slots) {
        nd_status st = grow(ids, err);
        if (st != ND_OK)
            return st;
    }
    uint64_t hash = XXH3_64bits_withSeed(name, len, (uint64_t)(uintptr_t)ids);
    size_t at = hash & (ids->n_slots - 1);
    for (; ids->slots[at].number != 0; at = (at + 1) & (ids->n_slots - 1)) {
        const nd_id_slot *slot = &ids->slots[at];
        if (slot->hash == hash && slot->len == len && memcmp(ids->names[slot->number - 1], name, len) == 0) {
            *number = slot->number - 1;
            return ND_OK;
        }
    }
    if (ids->n >= ND_NO_ID || len > UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "more than %u names of records", ND_NO_ID);
    char *copy = nd_arena_get(&ids->strings, len + 1, 1);
    if (copy == NULL || !nd_grow(ids->alloc, &ids->names, &ids->cap, ids->n + 1, sizeof *ids->names))
        return nd_no_memory(err, len);
    memcpy(copy, name, len);
    copy[len] = '\0';
    ids->names[ids->n] = copy;
    ids->slots[at] = (nd_id_slot){hash, (uint32_t)++ids->n, (uint32_t)len};
    *number = (uint32_t)ids->n - 1;
    return ND_OK;
}
