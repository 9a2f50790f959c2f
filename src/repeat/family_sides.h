/* SPDX-License-Identifier: MIT
 *
 * family_sides.h - the two ends of every passage, sorted so that those which meet a
 * place of a text are found without going through all of them.
 */
#ifndef ND_FAMILY_SIDES_H
#define ND_FAMILY_SIDES_H

#include "base/base.h"

#define ND_NO_SIDE UINT32_MAX

/* A stretch of a text, bytes. */
typedef struct nd_reach {
    uint32_t begin, end;       /* begin < end where it is not empty */
} nd_reach;

typedef struct nd_side {
    uint32_t text;             /* its number; once sorted, its place in texts */
    nd_reach at;
    uint32_t link;             /* 2 * passage, + 1: the later text's */
} nd_side;

typedef struct nd_side_text {
    uint32_t number;
    uint32_t first;            /* its sides: list[first .. (this + 1)->first) */
} nd_side_text;

typedef struct nd_sides {
    nd_side      *list;
    size_t        n, cap;
    uint32_t     *place;       /* of a link: where it is in the list, or ND_NO_SIDE */
    size_t        n_links;
    nd_side_text *texts;       /* those that have sides, by number, and one behind the last */
    size_t        n_texts;
    const nd_alloc *alloc;
} nd_sides;

void nd_sides_init(nd_sides *sides, const nd_alloc *alloc);
void nd_sides_release(nd_sides *sides);

/* nd_sides_add - the next passage; an empty stretch a: it has no sides. ND_ELIMIT: too many. */
nd_status nd_sides_add(nd_sides *sides, const nd_side *a, const nd_side *b, nd_err *err);

/* nd_sides_sort - after the last. Once. */
nd_status nd_sides_sort(nd_sides *sides, nd_err *err);

/* nd_sides_other - the other end of a side's passage. */
static inline const nd_side *nd_sides_other(const nd_sides *sides, const nd_side *side)
{
    return &sides->list[sides->place[side->link ^ 1U]];
}

/*
 * A walk over the sides of a text that meet a stretch. Sides are kept by text, class and
 * begin; a side of class k is 2^k to 2^(k+1) - 1 bytes long, so one that meets the stretch
 * begins no earlier than so many bytes before it.
 *
 *     nd_side_walk walk = nd_sides_walk(sides, text, at, 1);
 *     while ((side = nd_sides_next(&walk)) != NULL)
 */
typedef struct nd_side_walk {
    const nd_sides *sides;
    nd_reach at;
    size_t   next, end;        /* of the text's sides */
    size_t   most;             /* sides of a class that are looked at, at most */
    size_t   looked;
    unsigned length_class;     /* being walked */
    bool     begun;            /* next is inside it */
} nd_side_walk;

/* @least  shorter sides may be left out */
nd_side_walk nd_sides_walk(const nd_sides *sides, uint32_t text, nd_reach at, uint32_t least);
const nd_side *nd_sides_next(nd_side_walk *walk);

/* ---- what else families ask of stretches */

static inline uint32_t nd_reach_len(nd_reach r)
{
    return r.end - r.begin;
}

static inline nd_reach nd_reach_meet(nd_reach a, nd_reach b)
{
    nd_reach both = {a.begin > b.begin ? a.begin : b.begin, a.end < b.end ? a.end : b.end};
    return both.begin < both.end ? both : (nd_reach){0, 0};
}

/* nd_reach_carry - part of `from`, carried over to `to` in proportion; ends stay ends. */
nd_reach nd_reach_carry(nd_reach from, nd_reach to, nd_reach part);

/* A key of 128 bits, to sort by. */
typedef struct nd_key {
    uint64_t hi, lo;
} nd_key;

/* nd_keys_sort - ascending; scratch has room for n too. O(n log n). */
void nd_keys_sort(nd_key *keys, nd_key *scratch, size_t n);

#endif
