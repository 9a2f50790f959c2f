/* SPDX-License-Identifier: MIT
 *
 * ids.c - a hash table of byte strings: open addressing, linear probing, nothing is
 * ever taken out. The hash is kept beside the string, so that a probe reads a string
 * only where 32 bits agree, and growing reads none.
 */
#include "ids.h"

#include <xxhash.h>

enum { FIRST_SLOTS = 64 };

void nd_ids_init(nd_ids *ids, const nd_alloc *alloc)
{
    *ids = (nd_ids){.alloc = alloc};
    nd_arena_init(&ids->strings, alloc);
}

void nd_ids_release(nd_ids *ids)
{
    nd_drop(ids->alloc, ids->list, ids->cap, sizeof *ids->list);
    nd_drop(ids->alloc, ids->slots, ids->n_slots, sizeof *ids->slots);
    nd_arena_release(&ids->strings);
    *ids = (nd_ids){0};
}

static uint32_t hash_of(const char *bytes, size_t len)
{
    return (uint32_t)XXH3_64bits(bytes, len);
}

/* The slot that holds the string, or the empty one where it belongs. */
static size_t slot_of(const nd_ids *ids, const char *bytes, size_t len, uint32_t hash)
{
    size_t mask = ids->n_slots - 1, slot = hash & mask;
    for (; ids->slots[slot] != 0; slot = (slot + 1) & mask) {
        const nd_id *id = &ids->list[ids->slots[slot] - 1];
        if (id->hash == hash && id->len == len && memcmp(id->bytes, bytes, len) == 0)
            break;
    }
    return slot;
}

uint32_t nd_ids_find(const nd_ids *ids, const char *bytes, size_t len)
{
    if (ids->n == 0)
        return ND_NO_ID;
    uint32_t found = ids->slots[slot_of(ids, bytes, len, hash_of(bytes, len))];
    return found != 0 ? found - 1 : ND_NO_ID;
}

/* Room for one more. */
static bool grow(nd_ids *ids)
{
    if (!nd_grow(ids->alloc, &ids->list, &ids->cap, ids->n + 1, sizeof *ids->list))
        return false;
    if (ids->n_slots / 2 > ids->n)
        return true;
    size_t n_slots = ids->n_slots == 0 ? FIRST_SLOTS : ids->n_slots * 2, mask = n_slots - 1;
    uint32_t *slots = nd_get(ids->alloc, n_slots, sizeof *slots);
    if (slots == NULL)
        return false;
    for (uint32_t i = 0; i < ids->n; i++) {
        size_t slot = ids->list[i].hash & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        slots[slot] = i + 1;
    }
    nd_drop(ids->alloc, ids->slots, ids->n_slots, sizeof *ids->slots);
    ids->slots = slots;
    ids->n_slots = n_slots;
    return true;
}

nd_status nd_ids_add(nd_ids *ids, const char *bytes, size_t len, uint32_t *number, nd_err *err)
{
    uint32_t hash = hash_of(bytes, len);
    if (!grow(ids))
        return nd_no_memory(err, 0);
    size_t slot = slot_of(ids, bytes, len, hash);
    if (ids->slots[slot] == 0) {
        if (ids->n >= UINT32_MAX - 1 || len >= UINT32_MAX)
            return nd_fail(err, ND_ELIMIT, "more names than are supported, or too long a one");
        char *copy = nd_arena_get(&ids->strings, len + 1, 1);
        if (copy == NULL)
            return nd_no_memory(err, len + 1);
        memcpy(copy, bytes, len);
        copy[len] = '\0';
        ids->list[ids->n] = (nd_id){copy, (uint32_t)len, hash};
        ids->slots[slot] = (uint32_t)++ids->n;
    }
    *number = ids->slots[slot] - 1;
    return ND_OK;
}
