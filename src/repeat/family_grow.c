/* SPDX-License-Identifier: MIT
 *
 * family_grow.c - one family.
 *
 * Every side of the core's text that lies over a quarter of the core votes, with the length
 * it has there, for the places where a kernel inside it may begin; a sweep finds the run of
 * places with most. Then the family grows from the core: a heap gives the candidate that
 * carries most of the core (of equals the one with fewest links), so each text is reached by
 * its widest way. A member's own passages, as far as they lie over it, name further
 * candidates, whose parts of the core only shrink from link to link. Each member leaves only
 * those places in the run where the kernel is inside its part; who would leave none is no
 * member. A member's stretch is taken when it is made, so no place is reached twice, and a
 * passage is looked at once for each member that it touches.
 */
#include "family_grow.h"

void nd_family_grower_release(nd_family_grower *g)
{
    nd_drop(g->alloc, g->heap, g->cap_heap, sizeof *g->heap);
    nd_drop(g->alloc, g->votes, g->cap_votes, sizeof *g->votes);
    nd_drop(g->alloc, g->events, g->cap_events, sizeof *g->events);
    nd_drop(g->alloc, g->kin, g->cap_kin, sizeof *g->kin);
    *g = (nd_family_grower){0};
}

/*
 * Weights go up where a vote begins to hold and down behind its last place. An event:
 *
 *     | place, up before down, 8 bytes | vote, 8 bytes |
 */
nd_kernel_room nd_kernel_vote_count(const nd_kernel_vote *votes, size_t n, nd_key *events)
{
    uint64_t weight = 0, most = 0, from = 0, to = 0;
    for (size_t i = 0; i < n; i++) {
        events[2 * i] = (nd_key){(uint64_t)votes[i].first << 1, i};
        events[2 * i + 1] = (nd_key){(uint64_t)votes[i].last << 1 | 1, i};
    }
    nd_keys_sort(events, events + 2 * n, 2 * n);
    for (size_t i = 0; i < 2 * n; i++) {
        bool down = events[i].hi & 1;
        weight = down ? weight - votes[events[i].lo].weight : weight + votes[events[i].lo].weight;
        if (!down && weight > most) {
            most = weight;
            from = events[i].hi >> 1;
            to = events[i + 1].hi >> 1; /* a vote that holds has its end before it */
        }
    }
    return (nd_kernel_room){.first = (uint32_t)from, .last = (uint32_t)to};
}

static bool carries_more(const nd_kin_candidate *a, const nd_kin_candidate *b)
{
    uint32_t len_a = nd_reach_len(a->kin.core), len_b = nd_reach_len(b->kin.core);
    if (len_a != len_b)
        return len_a > len_b;
    return a->kin.links != b->kin.links ? a->kin.links < b->kin.links : a->order < b->order;
}

static nd_status push(nd_family_grower *g, const nd_kin_candidate *candidate, nd_err *err)
{
    if (!nd_grow(g->alloc, &g->heap, &g->cap_heap, g->n_heap + 1, sizeof *g->heap))
        return nd_no_memory(err, sizeof *g->heap);
    size_t at = g->n_heap++;
    for (; at > 0 && carries_more(candidate, &g->heap[(at - 1) / 2]); at = (at - 1) / 2)
        g->heap[at] = g->heap[(at - 1) / 2];
    g->heap[at] = *candidate;
    return ND_OK;
}

static nd_kin_candidate pop(nd_family_grower *g)
{
    nd_kin_candidate top = g->heap[0], last = g->heap[--g->n_heap];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < g->n_heap) {
        child += child + 1 < g->n_heap && carries_more(&g->heap[child + 1], &g->heap[child]);
        if (!carries_more(&g->heap[child], &last))
            break;
        g->heap[at] = g->heap[child];
        at = child;
    }
    g->heap[at] = last;
    return top;
}

/* Cut to what is free of it; false where that is less than half. */
static bool cut_to_free(const nd_family_grower *g, uint32_t text, nd_reach *at)
{
    nd_reach free = nd_taken_free(&g->taken[text], *at);
    bool enough = nd_reach_len(free) > 0 && nd_reach_len(free) >= nd_reach_len(*at) - nd_reach_len(free);
    *at = free;
    return enough;
}

static nd_status choose_kernel(nd_family_grower *g, uint32_t text, nd_reach core, nd_kernel_room *room, nd_err *err)
{
    uint32_t len = nd_reach_len(core) / 4 > 0 ? nd_reach_len(core) / 4 : 1;
    nd_side_walk walk = nd_sides_walk(g->sides, text, core, len);
    const nd_side *side;
    g->n_votes = 0;
    while ((side = nd_sides_next(&walk)) != NULL) {
        nd_reach over = nd_reach_meet(side->at, core);
        const nd_side *other = nd_sides_other(g->sides, side);
        nd_reach there = nd_reach_carry(side->at, other->at, over);
        if (nd_reach_len(over) < len || !cut_to_free(g, other->text, &there))
            continue;
        if (!nd_grow(g->alloc, &g->votes, &g->cap_votes, g->n_votes + 1, sizeof *g->votes))
            return nd_no_memory(err, sizeof *g->votes);
        g->votes[g->n_votes++] = (nd_kernel_vote){over.begin, over.end - len, nd_reach_len(over)};
    }
    if (!nd_grow(g->alloc, &g->events, &g->cap_events, 4 * g->n_votes, sizeof *g->events))
        return nd_no_memory(err, 4 * g->n_votes * sizeof *g->events);
    *room = nd_kernel_vote_count(g->votes, g->n_votes, g->events);
    room->len = len;
    return ND_OK;
}

/* Leaves the places where the kernel is inside a part of the core; false, and nothing changed, where there are none. */
static bool narrow(nd_kernel_room *room, nd_reach part)
{
    if (nd_reach_len(part) < room->len)
        return false;
    uint32_t first = part.begin > room->first ? part.begin : room->first;
    uint32_t last = part.end - room->len < room->last ? part.end - room->len : room->last;
    if (first > last)
        return false;
    room->first = first;
    room->last = last;
    return true;
}

/* Who may be a member because this one is. */
static nd_status name_candidates(nd_family_grower *g, const nd_kin *kin, const nd_kernel_room *room, uint64_t *order,
                                 nd_err *err)
{
    nd_side_walk walk = nd_sides_walk(g->sides, kin->text, kin->at, 1);
    const nd_side *side;
    nd_status st = ND_OK;
    while (st == ND_OK && (side = nd_sides_next(&walk)) != NULL) {
        nd_reach over = nd_reach_meet(side->at, kin->at);
        const nd_side *other = nd_sides_other(g->sides, side);
        nd_kin_candidate next = {
            .kin = {
                .text = other->text,
                .links = kin->links + 1,
                .at = nd_reach_carry(side->at, other->at, over),
                .core = nd_reach_carry(kin->at, kin->core, over),
                .similarity = kin->similarity * g->similarity[side->link / 2],
            },
            .order = (*order)++,
        };
        nd_kernel_room left = *room;
        nd_reach free = next.kin.at;
        if (narrow(&left, next.kin.core) && cut_to_free(g, other->text, &free))
            st = push(g, &next, err);
    }
    return st;
}

/* The candidate as a member, if it still can be one. */
static nd_status admit(nd_family_grower *g, nd_kin kin, uint32_t family, nd_kernel_room *room, bool *admitted,
                       nd_err *err)
{
    nd_reach whole = kin.at;
    *admitted = cut_to_free(g, kin.text, &kin.at);
    if (*admitted) {
        kin.core = nd_reach_carry(whole, kin.core, kin.at);
        *admitted = narrow(room, kin.core);
    }
    if (!*admitted)
        return ND_OK;
    if (!nd_grow(g->alloc, &g->kin, &g->cap_kin, g->n_kin + 1, sizeof *g->kin))
        return nd_no_memory(err, sizeof *g->kin);
    g->kin[g->n_kin++] = kin;
    return nd_taken_add(&g->taken[kin.text], kin.at, family, g->alloc, err);
}

/* What of the side is free, and so at its other end. */
static nd_reach free_core(const nd_family_grower *g, const nd_side *side)
{
    const nd_side *other = nd_sides_other(g->sides, side);
    nd_reach core = side->at, there;
    if (!cut_to_free(g, side->text, &core))
        return (nd_reach){0, 0};
    there = nd_reach_carry(side->at, other->at, core);
    if (nd_reach_len(there) == 0 || !cut_to_free(g, other->text, &there))
        return (nd_reach){0, 0};
    return nd_reach_meet(core, nd_reach_carry(other->at, side->at, there));
}

nd_status nd_family_grow(nd_family_grower *g, const nd_side *side, uint32_t family, nd_reach *core,
                         nd_reach *kernel, nd_err *err)
{
    size_t before = g->n_kin;
    nd_kernel_room room = {0};
    uint64_t order = 0;
    nd_status st = ND_OK;
    *core = free_core(g, side);
    if (nd_reach_len(*core) == 0)
        return ND_OK;
    if ((st = choose_kernel(g, side->text, *core, &room, err)) != ND_OK)
        return st;
    g->n_heap = 0;
    st = push(g, &(nd_kin_candidate){.kin = {.text = side->text, .at = *core, .core = *core, .similarity = 1}}, err);
    while (st == ND_OK && g->n_heap > 0) {
        nd_kin kin = pop(g).kin;
        bool admitted;
        st = admit(g, kin, family, &room, &admitted, err);
        if (st == ND_OK && admitted) {
            kin = g->kin[g->n_kin - 1];
            st = name_candidates(g, &kin, &room, &order, err);
        }
    }
    if (st == ND_OK && g->n_kin == before + 1) { /* in a handful of bytes a quarter is lost by rounding */
        nd_taken_remove(&g->taken[side->text], *core);
        g->n_kin = before;
        *core = (nd_reach){0, 0};
    }
    kernel->begin = room.first + (room.last - room.first) / 2;
    kernel->end = kernel->begin + room.len;
    return st;
}
